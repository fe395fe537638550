import { addMonths } from "../calendar/plain-date.ts";
import type { PublicityClass, PublicityRule, PublicityTest } from "../catalogue/rules.ts";
import type { PlainDate } from "../words.ts";

/** Everything of a record that decides how long it is public. All of it is read from what is stored. */
export interface PublicityFacts {
  /** The item's publicity rule set. */
  readonly set: string;
  readonly decidedOn: PlainDate;
  /** End of validity; null = none, or not stated. */
  readonly validUntil: PlainDate | null;
  /** Values of the field that plays `kind`. */
  readonly kinds: readonly string[];
  /** Values of every code field by field id. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  readonly simpleProcedure: boolean;
  readonly fineYuan: number | null;
  /** Sector of the reporting source. */
  readonly sector: string | null;
}

/**
 * Last day of publication in a form that compares as text: `NEVER` before every day, `NO_END` behind every day.
 */
export type End = string;
export const NEVER: End = "";
export const NO_END: End = "9999-99-99";

/** The day, null for never and for no end. */
export const dayOf = (end: End): PlainDate | null => (end === NEVER || end === NO_END ? null : end);

/** "其他-责令改正" is the code 其他 with words of its own. */
const codeOf = (value: string): string => (value.startsWith("其他-") ? "其他" : value);

/** Whether all conditions that a test gives are met. */
export const meets = (test: PublicityTest, facts: PublicityFacts): boolean => {
  const { anyKind, onlyKinds, simpleProcedure, fineAtLeastYuan, fineBelowYuan, sector, code } = test;
  if (anyKind !== undefined && !facts.kinds.some((kind) => anyKind.includes(codeOf(kind)))) return false;
  if (
    onlyKinds !== undefined &&
    !(facts.kinds.length > 0 && facts.kinds.every((kind) => onlyKinds.includes(codeOf(kind))))
  )
    return false;
  if (simpleProcedure !== undefined && facts.simpleProcedure !== simpleProcedure) return false;
  if (fineAtLeastYuan !== undefined && !(facts.fineYuan !== null && facts.fineYuan >= fineAtLeastYuan)) return false;
  if (fineBelowYuan !== undefined && !(facts.fineYuan !== null && facts.fineYuan < fineBelowYuan)) return false;
  if (sector !== undefined && facts.sector !== sector) return false;
  if (code !== undefined && !(facts.codes[code.field] ?? []).some((value) => code.anyOf.includes(codeOf(value))))
    return false;
  return true;
};

/** Last day of publication that one class gives. */
export const endOf = (publicityClass: PublicityClass, facts: PublicityFacts): End => {
  if (!publicityClass.publish) return NEVER;
  const { term } = publicityClass;
  switch (term.kind) {
    case "none":
      return NEVER;
    case "noEnd":
      return NO_END;
    case "months":
      return addMonths(facts.decidedOn, term.months);
    case "afterValidity":
      if (facts.validUntil !== null) return addMonths(facts.validUntil, term.months);
      return term.withoutEnd === null ? NO_END : addMonths(facts.decidedOn, term.withoutEnd);
  }
};

export interface Classified {
  readonly class: PublicityClass;
  readonly end: End;
  /** All classes the record is in; more than one: the longest was taken, unless one prevails. */
  readonly among: readonly PublicityClass[];
}

/** The class of a rule that a record falls in, null when the rule (a city's narrowing) has none for it. */
export const classify = (rule: PublicityRule, facts: PublicityFacts): Classified | null => {
  const tested = rule.classes.filter((c) => c.tests.some((test) => meets(test, facts)));
  const among = tested.length > 0 ? tested : rule.classes.filter((c) => c.tests.length === 0);
  const prevailing = among.filter((c) => c.prevails);
  const ends = (prevailing.length > 0 ? prevailing : among).map((c) => ({ class: c, end: endOf(c, facts), among }));
  if (ends.length === 0) return null;
  // of several kinds in one decision the longest; of several that prevail the shortest
  return ends.reduce((a, b) => ((prevailing.length > 0 ? b.end < a.end : b.end > a.end) ? b : a));
};
