import { addDays } from "../calendar/plain-date.ts";
import type { CatalogueItem } from "../catalogue/item.ts";
import type { LegalBasis, LegalDocument } from "../catalogue/legal-basis.ts";
import type { PublicityRule } from "../catalogue/rules.ts";
import type { PlainDate } from "../words.ts";
import type { TraceStep } from "./api.ts";
import { classify, NEVER, NO_END, type Classified, type End, type PublicityFacts } from "./publicity-class.ts";

export type { PublicityFacts } from "./publicity-class.ts";

/** What a trace step can say; the words are in `domain/text/trace.zh-CN.ts`. */
export const traceCodes = [
  "publicity.rule_applies",
  "publicity.narrower_applies",
  "publicity.later_rule",
  "publicity.class",
  "publicity.class_default",
  "publicity.class_longest",
  "publicity.class_prevails",
  "publicity.not_published",
  "publicity.no_end",
  "publicity.open_validity",
  "publicity.term_months",
  "publicity.term_after_validity",
  "publicity.term_without_validity",
  "publicity.shorter",
  "publicity.ends_with_new_rule",
  "publicity.not_shorter",
  "publicity.until",
  "publicity.without_end",
  "publicity.never",
] as const;
export type TraceCode = (typeof traceCodes)[number];

export interface PublicityRules {
  readonly publicity: readonly PublicityRule[];
  readonly documents: ReadonlyMap<string, LegalDocument>;
}

export interface Publicity {
  readonly publish: boolean;
  /** Last day of publication, inclusive; null = no end (or never published). */
  readonly until: PlainDate | null;
  readonly trace: TraceStep[];
}

/** A record's stored content: values by field id. */
type Content = Readonly<Record<string, string | readonly string[]>>;

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** 0 when it can't be read: amounts in stored content were read by intake. */
const yuanOf = (item: CatalogueItem, content: Content, fieldId: string): number | null => {
  const field = item.fields.find((f) => f.id === fieldId);
  const text = listOf(content[fieldId])[0];
  if (field?.type !== "amount" || text === undefined) return null;
  // through cents, so that 0.3 (万元) is 3000 yuan and not a hair less
  return Math.round(Number(text) * (field.unit === "万元" ? 1_000_000 : 100)) / 100;
};

/**
 * The facts of a record that publicity depends on, read from nothing but what is stored, so that a page can recompute what intake computed.
 * @param draft the lifted columns; `receivedOn` is taken for rule sets that may count from it, none does yet
 */
export const publicityFacts = (
  item: CatalogueItem,
  content: Content,
  draft: { readonly decidedOn: PlainDate; readonly validUntil: PlainDate | null; readonly receivedOn: PlainDate },
  source: { readonly sector: string | null },
): PublicityFacts => {
  const codes: Record<string, readonly string[]> = {};
  for (const field of item.fields)
    if (field.type === "code" && content[field.id] !== undefined) codes[field.id] = listOf(content[field.id]);
  const { kind, procedure, fine } = item.roles;
  return {
    set: item.publicity,
    decidedOn: draft.decidedOn,
    validUntil: draft.validUntil,
    kinds: kind === undefined ? [] : (codes[kind] ?? []),
    codes,
    simpleProcedure: procedure !== undefined && (codes[procedure] ?? []).includes("简易程序"),
    fineYuan: fine === undefined ? null : yuanOf(item, content, fine),
    sector: source.sector,
  };
};

const bySet = new WeakMap<readonly PublicityRule[], Map<string, readonly PublicityRule[]>>();

/** Rules of a set, earliest first; sorted once a catalogue because intake asks for every row. */
const rulesOf = (rules: readonly PublicityRule[], set: string): readonly PublicityRule[] => {
  const sets = bySet.get(rules) ?? new Map<string, readonly PublicityRule[]>();
  bySet.set(rules, sets);
  const known = sets.get(set);
  if (known !== undefined) return known;
  const sorted = rules
    .filter((rule) => rule.set === set)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));
  sets.set(set, sorted);
  return sorted;
};

type Step = (code: TraceCode, rule: PublicityRule, basis: LegalBasis | undefined, data: TraceStep["data"]) => void;

const writer =
  (documents: ReadonlyMap<string, LegalDocument>, trace: TraceStep[]): Step =>
  (code, rule, basis, data) => {
    const document = basis === undefined ? undefined : documents.get(basis.document);
    trace.push({
      code,
      rule: rule.id,
      version: rule.version,
      basis:
        basis === undefined
          ? null
          : { ...basis, title: document?.title ?? basis.document, number: document?.number ?? null },
      data,
    });
  };

const traceClass = (step: Step, rule: PublicityRule, found: Classified, facts: PublicityFacts): void => {
  const { class: chosen, among, end } = found;
  const values = chosen.tests.flatMap((test) => (test.code === undefined ? [] : (facts.codes[test.code.field] ?? [])));
  const code =
    chosen.tests.length === 0
      ? "publicity.class_default"
      : among.length === 1
        ? "publicity.class"
        : chosen.prevails
          ? "publicity.class_prevails"
          : "publicity.class_longest";
  step(code, rule, chosen.legalBasis, {
    class: chosen.id,
    classZh: chosen.name.zh,
    classEn: chosen.name.en,
    amongZh: among.map((c) => c.name.zh).join("、"),
    amongEn: among.map((c) => c.name.en).join(", "),
    kinds: facts.kinds.join("、"),
    values: values.join("、"),
    procedure: facts.simpleProcedure ? "simple" : null,
    fineYuan: facts.fineYuan,
    sector: facts.sector,
  });
  const { term } = chosen;
  if (end === NEVER) step("publicity.not_published", rule, chosen.legalBasis, {});
  else if (term.kind === "months")
    step("publicity.term_months", rule, chosen.legalBasis, { from: facts.decidedOn, months: term.months, until: end });
  else if (term.kind === "afterValidity" && facts.validUntil !== null) {
    step("publicity.term_after_validity", rule, chosen.legalBasis, {
      validUntil: facts.validUntil,
      months: term.months,
      until: end,
    });
  } else if (term.kind === "afterValidity" && term.withoutEnd !== null) {
    step("publicity.term_without_validity", rule, chosen.legalBasis, {
      from: facts.decidedOn,
      months: term.withoutEnd,
      until: end,
    });
  } else
    step(term.kind === "afterValidity" ? "publicity.open_validity" : "publicity.no_end", rule, chosen.legalBasis, {});
};

const dayOf = (end: End): string | null => (end === NEVER || end === NO_END ? null : end);

/**
 * Whether a record is published and until which day, inclusive, with every step of the reasoning.
 *
 * The rule in force on the day of the decision applies. Within it several kinds in one decision give the longest publication (Order 58, SEC; kept for
 * Order 36 as an assumption). A rule that comes into force while the record is still public applies too, and so does a city's narrower rule: of all, the shorter
 * holds (assumption; nothing in the law speaks against it). A later rule never makes public what was not, and never ends publication
 * before the day it took effect itself: what was shown until then was shown lawfully.
 *
 * Periods run by Civil Code arts 201 and 202: the day of the decision is not counted, the corresponding day (or the month's end) is the last day, and it is public
 * until 24:00 (art. 203 para. 2). A last day on a holiday is not moved (art. 203 para. 1): nobody has to act on it, and moving it would lengthen an adverse publication.
 * @throws Error when no rule of the set covers the day of the decision; a validated catalogue has no such gap
 */
export const publicity = (facts: PublicityFacts, rules: PublicityRules): Publicity => {
  const trace: TraceStep[] = [];
  const step = writer(rules.documents, trace);
  let until: End | null = null;
  let decidedBy: { rule: PublicityRule; basis: LegalBasis | undefined } | null = null;

  for (const rule of rulesOf(rules.publicity, facts.set)) {
    if (rule.effectiveTo !== null && rule.effectiveTo < facts.decidedOn) continue;
    const later = rule.effectiveFrom > facts.decidedOn;
    if (later && until === null) break;
    // it took effect when publication was over already
    if (later && until !== null && until < rule.effectiveFrom) continue;
    const found = classify(rule, facts);
    if (found === null) continue;
    step(
      later ? "publicity.later_rule" : until === null ? "publicity.rule_applies" : "publicity.narrower_applies",
      rule,
      rule.legalBasis[0],
      {
        decidedOn: facts.decidedOn,
        from: rule.effectiveFrom,
        to: rule.effectiveTo,
        until: until === null ? null : dayOf(until),
      },
    );
    traceClass(step, rule, found, facts);
    if (until === null) {
      until = found.end;
      decidedBy = { rule, basis: found.class.legalBasis };
      continue;
    }
    const lastDayBefore: End = later ? addDays(rule.effectiveFrom, -1) : NEVER;
    const end = found.end < lastDayBefore ? lastDayBefore : found.end;
    if (end < until) {
      step(end === found.end ? "publicity.shorter" : "publicity.ends_with_new_rule", rule, found.class.legalBasis, {
        before: dayOf(until),
        until: dayOf(end),
        from: rule.effectiveFrom,
      });
      until = end;
      decidedBy = { rule, basis: found.class.legalBasis };
    } else
      step("publicity.not_shorter", rule, found.class.legalBasis, { until: dayOf(until), other: dayOf(found.end) });
  }

  if (until === null || decidedBy === null)
    throw new Error(`no publicity rule of set ${facts.set} covers ${facts.decidedOn}`);
  const publish = until !== NEVER;
  step(
    !publish ? "publicity.never" : until === NO_END ? "publicity.without_end" : "publicity.until",
    decidedBy.rule,
    decidedBy.basis,
    { until: dayOf(until) },
  );
  return { publish, until: dayOf(until), trace };
};
