export const records = {
  title: "Find records",
  lead: "All public records, latest decision first.",
  columns: {
    title: "Content",
    organisation: "Organisation",
    uscc: "USCC",
    item: "Item",
    kinds: "Kind",
    authority: "Authority",
    region: "Region",
    document: "Document number",
    decided: "Decided",
    publicUntil: "Public until",
    source: "Source",
    amount: "Amount (yuan)",
  },
  filters: {
    item: "Item",
    authority: "Authority",
    region: "Region",
    from: "Decided from",
    to: "to",
    organisation: "USCC",
  },
  openEnded: "open-ended",
  why: (item: string, until: string | null) =>
    until === null
      ? `${item}: no end of publication is set; public as long as the record stands`
      : `${item}: public until ${until} (inclusive), then it ends by itself`,
  emptyTitle: "No public record matches",
  emptyAdvice:
    "Widen the dates or clear some filters. Records that have expired, were withdrawn or are not public are not here.",
} as const;
