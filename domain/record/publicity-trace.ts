import type { LegalBasis, LegalDocument } from "../catalogue/legal-basis.ts";
import type { PublicityRule } from "../catalogue/rules.ts";
import type { TraceStep } from "./api.ts";
import { dayOf, NEVER, NO_END, type Classified, type End, type PublicityFacts } from "./publicity-class.ts";

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
  "publicity.stays_unpublished",
  "publicity.until",
  "publicity.without_end",
  "publicity.never",
] as const;
export type TraceCode = (typeof traceCodes)[number];

/** One rule that a record met, and the end of publication before and after it. */
export interface Considered {
  readonly rule: PublicityRule;
  readonly found: Classified;
  /** It came into force after the decision. */
  readonly later: boolean;
  /** null: it is the first. */
  readonly before: End | null;
  readonly after: End;
}

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

const traceEffect = (step: Step, { rule, found, before, after }: Considered): void => {
  if (before === null) return;
  const basis = found.class.legalBasis;
  if (after === before)
    step(before === NEVER ? "publicity.stays_unpublished" : "publicity.not_shorter", rule, basis, {
      until: dayOf(before),
      other: dayOf(found.end),
    });
  else
    step(after === found.end ? "publicity.shorter" : "publicity.ends_with_new_rule", rule, basis, {
      before: dayOf(before),
      until: dayOf(after),
      from: rule.effectiveFrom,
    });
};

/** Every step of the reasoning: each rule met, the class, its term, what it changed; the last step is the answer with the rule that decided it. */
export const traceOf = (
  considered: readonly Considered[],
  until: End,
  facts: PublicityFacts,
  documents: ReadonlyMap<string, LegalDocument>,
): TraceStep[] => {
  const trace: TraceStep[] = [];
  const step = writer(documents, trace);
  for (const one of considered) {
    const { rule, found, later, before } = one;
    const code = later
      ? "publicity.later_rule"
      : before === null
        ? "publicity.rule_applies"
        : "publicity.narrower_applies";
    step(code, rule, rule.legalBasis[0], {
      decidedOn: facts.decidedOn,
      from: rule.effectiveFrom,
      to: rule.effectiveTo,
      until: before === null ? null : dayOf(before),
    });
    traceClass(step, rule, found, facts);
    traceEffect(step, one);
  }
  const decisive = considered.findLast((one) => one.before === null || one.after !== one.before);
  if (decisive === undefined) return trace;
  const code = until === NEVER ? "publicity.never" : until === NO_END ? "publicity.without_end" : "publicity.until";
  step(code, decisive.rule, decisive.found.class.legalBasis, { until: dayOf(until) });
  return trace;
};
