import { addDays } from "../calendar/plain-date.ts";
import type { CatalogueItem } from "../catalogue/item.ts";
import type { LegalDocument } from "../catalogue/legal-basis.ts";
import type { PublicityRule } from "../catalogue/rules.ts";
import type { PlainDate } from "../words.ts";
import type { TraceStep } from "./api.ts";
import { classify, dayOf, NEVER, type End, type PublicityFacts } from "./publicity-class.ts";
import { traceOf, type Considered } from "./publicity-trace.ts";

export type { PublicityFacts } from "./publicity-class.ts";

export interface PublicityRules {
  readonly publicity: readonly PublicityRule[];
  readonly documents: ReadonlyMap<string, LegalDocument>;
}

export interface PublicUntil {
  readonly publish: boolean;
  /** Last day of publication, inclusive; null = no end (or never published). */
  readonly until: PlainDate | null;
}

export interface Publicity extends PublicUntil {
  readonly trace: TraceStep[];
}

/** A record's stored content: values by field id. */
type Content = Readonly<Record<string, string | readonly string[]>>;

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

interface FactFields {
  readonly codes: readonly string[];
  readonly kind: string | undefined;
  readonly procedure: string | undefined;
  readonly fine: { readonly id: string; readonly centsOf: number } | null;
}

const factFields = new WeakMap<CatalogueItem, FactFields>();

/** Which fields matter; found once an item because intake asks for every row. */
const fieldsOf = (item: CatalogueItem): FactFields => {
  const known = factFields.get(item);
  if (known !== undefined) return known;
  const { kind, procedure, fine } = item.roles;
  const amount = item.fields.find((field) => field.id === fine);
  const made: FactFields = {
    codes: item.fields.flatMap((field) => (field.type === "code" ? [field.id] : [])),
    kind,
    procedure,
    fine: amount?.type === "amount" ? { id: amount.id, centsOf: amount.unit === "万元" ? 1_000_000 : 100 } : null,
  };
  factFields.set(item, made);
  return made;
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
  const fields = fieldsOf(item);
  const codes: Record<string, readonly string[]> = {};
  for (const id of fields.codes) if (content[id] !== undefined) codes[id] = listOf(content[id]);
  const fine = fields.fine === null ? undefined : listOf(content[fields.fine.id])[0];
  return {
    set: item.publicity,
    decidedOn: draft.decidedOn,
    validUntil: draft.validUntil,
    kinds: fields.kind === undefined ? [] : (codes[fields.kind] ?? []),
    codes,
    simpleProcedure: fields.procedure !== undefined && (codes[fields.procedure] ?? []).includes("简易程序"),
    // through cents, so that 0.3 (万元) is 3000 yuan and not a hair less
    fineYuan: fine === undefined || fields.fine === null ? null : Math.round(Number(fine) * fields.fine.centsOf) / 100,
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

/** The rules that a record meets, in order, and what each did to the day on which publication ends. */
const decide = (facts: PublicityFacts, rules: readonly PublicityRule[]): { until: End; considered: Considered[] } => {
  const considered: Considered[] = [];
  let until: End | null = null;
  for (const rule of rulesOf(rules, facts.set)) {
    if (rule.effectiveTo !== null && rule.effectiveTo < facts.decidedOn) continue;
    const later = rule.effectiveFrom > facts.decidedOn;
    if (later && until === null) break;
    // it took effect when publication was over already
    if (later && until !== null && until < rule.effectiveFrom) continue;
    const found = classify(rule, facts);
    if (found === null) continue;
    const lastDayBefore: End = later ? addDays(rule.effectiveFrom, -1) : NEVER;
    const end: End = found.end < lastDayBefore ? lastDayBefore : found.end;
    const after: End = until === null || end < until ? end : until;
    considered.push({ rule, found, later, before: until, after });
    until = after;
  }
  if (until === null) throw new Error(`no publicity rule of set ${facts.set} covers ${facts.decidedOn}`);
  return { until, considered };
};

const answer = (until: End): PublicUntil => ({ publish: until !== NEVER, until: dayOf(until) });

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
  const { until, considered } = decide(facts, rules.publicity);
  return { ...answer(until), trace: traceOf(considered, until, facts, rules.documents) };
};

/** The answer of `publicity` without its reasons, for intake, which asks it of every row. */
export const publicUntil = (facts: PublicityFacts, rules: Pick<PublicityRules, "publicity">): PublicUntil =>
  answer(decide(facts, rules.publicity).until);
