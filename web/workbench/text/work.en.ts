export const work = {
  title: "My work",
  lead: "What waits for you, earliest due first.",
  nothingTitle: "Nothing waits for you now",
  nothingAdvice:
    "What is due, to be confirmed or to be reviewed appears here by itself. You can also start from the sections.",
} as const;
