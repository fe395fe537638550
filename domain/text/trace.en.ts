import type { Confidence } from "../catalogue/legal-basis.ts";
import type { TraceStep } from "../record/api.ts";
import type { confidenceWords as zhConfidence, traceSteps as zh } from "./trace.zh-CN.ts";

export const confidenceWords: typeof zhConfidence = {
  FULL: "full text checked",
  EX: "excerpt of the original checked",
  SEC: "from secondary reports",
  FRAG: "the clause exists, its wording could not be read in full",
  DRAFT: "from a consultation draft",
  K: "to be checked",
  A: "an assumption of this platform that the authority may change",
} satisfies Record<Confidence, string>;

const cite = ({ basis }: TraceStep): string =>
  basis === null
    ? ""
    : `《${basis.title}》${basis.number === null ? "" : ` (${basis.number})`}${basis.article === null ? "" : ` ${basis.article}`} (${confidenceWords[basis.confidence]})`;

const day = (value: unknown): string => (typeof value === "string" ? value : "");
const isDay = (value: unknown): boolean => typeof value === "string";

const facts = ({ data }: TraceStep): string => {
  const told = [
    data["kinds"] ? `kind “${data["kinds"]}”` : "",
    data["values"] ? `value “${data["values"]}”` : "",
    data["procedure"] === "simple" ? "simple procedure" : "",
    typeof data["fineYuan"] === "number" ? `fine of ${data["fineYuan"]} yuan` : "",
  ].filter((words) => words !== "");
  return told.length === 0 ? "" : `${told.join(", ")}: `;
};

const months = (n: unknown): string => {
  if (typeof n !== "number") return "";
  const [count, unit] = n % 12 === 0 && n > 0 ? [n / 12, "year"] : [n, "month"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const traceSteps: typeof zh = {
  "publicity.rule_applies": (s) =>
    `Decided on ${day(s.data["decidedOn"])}, so the rule in force since ${day(s.data["from"])} applies: ${cite(s)}.`,
  "publicity.narrower_applies": (s) => `Another rule in force since ${day(s.data["from"])} applies too: ${cite(s)}.`,
  "publicity.later_rule": (s) =>
    `While the record was public (${isDay(s.data["until"]) ? `until ${day(s.data["until"])}` : "with no end set"}), a new rule took effect on ${day(s.data["from"])} and counts as well: ${cite(s)}.`,
  "publicity.class": (s) => sentence(`${facts(s)}class “${s.data["classEn"]}” under ${cite(s)}.`),
  "publicity.class_default": (s) =>
    sentence(`${facts(s)}in none of the other classes, so class “${s.data["classEn"]}” under ${cite(s)}.`),
  "publicity.class_longest": (s) =>
    sentence(
      `${facts(s)}in several classes (${s.data["amongEn"]}); the longest publication is that of “${s.data["classEn"]}” under ${cite(s)}.`,
    ),
  "publicity.class_prevails": (s) =>
    sentence(`${facts(s)}in several classes (${s.data["amongEn"]}); “${s.data["classEn"]}” prevails under ${cite(s)}.`),
  "publicity.not_published": () => "This rule does not have it published.",
  "publicity.no_end": () => "This rule sets no end to publication.",
  "publicity.open_validity": () => "No end of validity is stated; this rule then sets no end to publication.",
  "publicity.term_months": (s) =>
    `Public for ${months(s.data["months"])}, counted from the day after the decision, until ${day(s.data["until"])} inclusive.`,
  "publicity.term_after_validity": (s) =>
    s.data["months"] === 0
      ? `Public until validity ends on ${day(s.data["until"])}, inclusive.`
      : `Valid until ${day(s.data["validUntil"])} and public for ${months(s.data["months"])} beyond, until ${day(s.data["until"])} inclusive.`,
  "publicity.term_without_validity": (s) =>
    `No end of validity is stated: public for ${months(s.data["months"])} from the day after the decision, until ${day(s.data["until"])} inclusive.`,
  "publicity.shorter": (s) =>
    s.data["until"] === null
      ? "Of the two the shorter holds (an assumption of this platform): not public any more."
      : `Of the two the shorter holds (an assumption of this platform): until ${day(s.data["until"])} ${isDay(s.data["before"]) ? `instead of ${day(s.data["before"])}` : "instead of no end"}.`,
  "publicity.ends_with_new_rule": (s) =>
    `Under the new rule publication would have ended earlier or not begun; that rule does not reach back, so it ends on ${day(s.data["until"])}, the day before it took effect (an assumption of this platform).`,
  "publicity.not_shorter": (s) =>
    isDay(s.data["until"])
      ? `This rule is not shorter; publication stays until ${day(s.data["until"])}.`
      : "This rule sets no end either; nothing changes.",
  "publicity.stays_unpublished": () => "The rules before already leave it unpublished; nothing changes.",
  "publicity.until": (s) => `Result: public until ${day(s.data["until"])} inclusive; it stops by itself the day after.`,
  "publicity.without_end": () => "Result: no end is set; public as long as the record stands.",
  "publicity.never": () => "Result: not published.",
};
