import { mostMonths } from "@chengxin/domain/quality/api.ts";
import type { RowSet } from "@chengxin/domain/quality/api.ts";

const sets: Readonly<Record<RowSet, string>> = {
  received: "Decisions received",
  timely: "Decisions received in time",
  late: "Decisions received late",
  unassessed: "Decisions of which it can't be told",
  stored: "Rows stored",
  rejected: "Rows returned",
  checked: "Rows checked (stored and returned)",
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const quality = {
  title: "Quality of reporting",
  lead: "Rates of reporting, compliance and timeliness: each with numerator and denominator, and each number opens to its rows.",
  columns: {
    month: "Month",
    source: "Department",
    region: "County",
    item: "Item",
    reported: "Reported",
    compliant: "Compliant",
    timely: "In time",
    late: "Late",
    unassessed: "Can't be told",
  },
  filters: { source: "Department", item: "Item", region: "County", from: "From", to: "to", show: "Nothing sent" },
  monthOf: (month: string) => `${months[Number(month.slice(5)) - 1] ?? ""} ${month.slice(0, 4)}`,
  showAll: "listed too",
  undeclared: "not declared, so no rate",
  declare: "Declare",
  notAsked: "no deadline, nothing to declare",
  nothing: "0 / 0, nothing to count",
  over: "More received than declared: please check the declaration",
  why: (month: string) =>
    `Something was sent or declared for ${month}; with “Nothing sent: listed too” every item with a deadline is here`,
  emptyTitle: "No number matches",
  emptyAdvice: `Clear some filters, or choose other months (at most ${mostMonths} at once).`,
  trend: "By month",
  trendLead: "Added up over the filters above. What is not declared is left out of the rate of reporting.",
  trendOf: (indicator: string) => `${indicator} by month; the numbers are in the table below`,
  missing: (count: string) => `${count} more not declared`,
  definitions: "How they are computed",
  numerator: "Numerator",
  denominator: "Denominator",
  byMonth: "Month",
  leftOut: "Left out",
  basis: "Basis",
  assumed: "set by this platform; no national formula was found",

  rowsTitle: (set: string) => set,
  rowsLead: (source: string, item: string, month: string) => `${source} · ${item} · ${month}`,
  sets,
  set: "Which rows",
  back: "Back to the month",
  rowColumns: {
    row: "Row of the file",
    organisation: "Organisation",
    uscc: "USCC",
    decided: "Decided",
    received: "Received",
    due: "Due",
    problems: "What is wrong",
  },
  batchRow: (batch: string, row: string) => `Batch ${batch}, row ${row}`,
  rejectedRow: "(returned, not stored)",
  rowWhy: (due: string | null) =>
    due === null ? "No deadline, or the year's holidays are not known" : `In time when received by ${due}`,
  rowsEmptyTitle: "No such row",
  rowsEmptyAdvice: "This number is 0.",

  monthTitle: (source: string, item: string, month: string) => `${source}: ${item}, ${month}`,
  factsTitle: "Numbers of the month",
  formTitle: "Declare how many decisions were made",
  formLead:
    "Count the department's own ledger: all decisions of this kind made in the month, whether reported yet or not. Decisions about natural persons don't count.",
  decisions: "Decisions",
  remark: "Remark (optional; say why when you change the number)",
  consequence: (received: string) =>
    `The rate of reporting is computed anew at once: ${received} received ÷ your number. The credit office, the credit centre and the county see it; what was declared before is kept.`,
  submit: "Declare",
  saved: "Declared.",
  decisionsInvalid: "Please write a whole number from 0 to 10,000,000.",
  mayNot: "only the department's own clerks and the credit centre may declare",
  notAskedLong: "this item has no deadline, so nothing is declared",
  history: "Declared so far",
  historyNone: "Nothing has been declared yet.",
  historyLine: (decisions: string) => `decisions: ${decisions}`,
  mine: "this account",
  declared: "Decisions declared",
};
