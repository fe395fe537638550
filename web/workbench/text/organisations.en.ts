export const organisations = {
  title: "Find organisations",
  lead: "By name, unified social credit code, former name, registration number or pinyin initials. Organisations only, no persons.",
  query: "Name, code or initials",
  columns: {
    name: "Name",
    uscc: "USCC",
    kind: "Kind",
    status: "Status",
    region: "Region",
    established: "Established",
    matched: "Matched",
  },
  matched: {
    name: "Name",
    formerName: "Former name",
    uscc: "USCC",
    registrationNumber: "Registration number",
    otherCode: "Other code",
    initials: "Pinyin initials",
    similarName: "Similar name",
  },
  why: (by: string, text: string) => `${by} “${text}” matches what you asked for`,
  approximate: (query: string) => `No organisation matches “${query}” exactly; these names are similar.`,
  start: "Type part of a name, or an 18-character code, and press Enter.",
  emptyTitle: (query: string) => `Nothing found for “${query}”`,
  emptyAdvice:
    "Check for a typing error, or type only the two or three most telling characters. Organisations that are not registered and have no record are not here.",
} as const;
