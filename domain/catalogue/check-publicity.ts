import { addDays } from "../calendar/plain-date.ts";
import type { Located, Report } from "./catalogue-files.ts";
import type { CodeTable } from "./code-table.ts";
import type { CatalogueItem } from "./item.ts";
import type { LegalBasis, LegalDocument } from "./legal-basis.ts";
import type { PublicityClass, PublicityRule } from "./rules.ts";

/** Rules of a set must cover every decision that can be reported: from the founding of the People's Republic on. */
export const firstDayCovered = "1949-10-01";

type Rule = Located<PublicityRule>;

/** Citations must exist, and hold while what cites them is in effect. An assumption may lean on a document by analogy before that was in force. */
export const checkBasis = (
  {
    file,
    where,
    from,
    to,
    assumed,
  }: { file: string; where: string; from: string | null; to: string | null; assumed: boolean },
  basis: readonly LegalBasis[],
  documents: ReadonlyMap<string, LegalDocument>,
  report: Report,
): void => {
  for (const { document: id, confidence } of basis) {
    const document = documents.get(id);
    if (document === undefined) {
      report(file, "document.unknown", { where, document: id });
      continue;
    }
    if (document.repealedOn !== null && (to === null || to >= document.repealedOn))
      report(file, "document.repealed", { where, document: id, repealedOn: document.repealedOn });
    if (
      from !== null &&
      document.effectiveFrom !== null &&
      from < document.effectiveFrom &&
      !assumed &&
      confidence !== "A"
    ) {
      report(file, "document.not_yet_in_force", { where, document: id, effectiveFrom: document.effectiveFrom });
    }
  }
};

const checkClass = (
  file: string,
  rule: PublicityRule,
  publicityClass: PublicityClass,
  items: readonly CatalogueItem[],
  tables: ReadonlyMap<string, Located<CodeTable>>,
  report: Report,
): void => {
  const where = `${rule.id}.${publicityClass.id}`;
  if (publicityClass.publish === (publicityClass.term.kind === "none"))
    report(file, "publicity.term_contradicts", { where });
  const check = (item: CatalogueItem, fieldId: string | undefined, values: readonly string[]): void => {
    const field = item.fields.find((f) => f.id === fieldId);
    if (field?.type !== "code") {
      report(file, "field.unknown", { where: `${where} (${item.id})`, field: fieldId ?? "kind" });
      return;
    }
    const table = tables.get(field.codeTable)?.value;
    for (const value of values)
      if (table !== undefined && !table.codes.some((code) => code.value === value))
        report(file, "code.unknown", { where, table: field.codeTable, value });
  };
  for (const test of publicityClass.tests) {
    for (const item of items) {
      const kinds = [...(test.anyKind ?? []), ...(test.onlyKinds ?? [])];
      if (kinds.length > 0) check(item, item.roles.kind, kinds);
      if (test.code !== undefined) check(item, test.code.field, test.code.anyOf);
      if (test.simpleProcedure !== undefined) check(item, item.roles.procedure, []);
      if ((test.fineAtLeastYuan !== undefined || test.fineBelowYuan !== undefined) && item.roles.fine === undefined)
        report(file, "field.unknown", { where: `${where} (${item.id})`, field: "fine" });
    }
  }
};

/** Adverse facts are published for a time with an end, whatever else is stated (charter 6 and 8). */
const checkAdverseEnd = (rule: Rule, items: readonly CatalogueItem[], report: Report): void => {
  for (const { id, publish, term } of rule.value.classes) {
    const endless = publish && (term.kind === "noEnd" || (term.kind === "afterValidity" && term.withoutEnd === null));
    for (const item of items)
      if (endless && item.effect === "adverse")
        report(rule.file, "charter.adverse_without_end", { rule: rule.value.id, class: id, item: item.id });
  }
};

/** Whether one term can never last longer than another, whatever the record. */
export const notLonger = (own: PublicityClass, other: PublicityClass): boolean => {
  if (!own.publish || own.term.kind === "none") return true;
  if (!other.publish) return false;
  const [a, b] = [own.term, other.term];
  if (b.kind === "noEnd") return true;
  if (a.kind === "months" && b.kind === "months") return a.months <= b.months;
  if (a.kind === "afterValidity" && b.kind === "afterValidity") {
    return a.months <= b.months && (b.withoutEnd === null || (a.withoutEnd !== null && a.withoutEnd <= b.withoutEnd));
  }
  return false;
};

const overlap = (a: PublicityRule, b: PublicityRule): boolean =>
  (a.effectiveTo === null || a.effectiveTo >= b.effectiveFrom) &&
  (b.effectiveTo === null || b.effectiveTo >= a.effectiveFrom);

const checkSequence = (set: string, rules: readonly Rule[], report: Report): void => {
  const sorted = [...rules].sort((a, b) => (a.value.effectiveFrom < b.value.effectiveFrom ? -1 : 1));
  let covered: string | null = addDays(firstDayCovered, -1);
  for (const { file, value: rule } of sorted) {
    if (rule.effectiveTo !== null && rule.effectiveTo < rule.effectiveFrom)
      report(file, "item.effective_dates", { from: rule.effectiveFrom, to: rule.effectiveTo });
    if (covered === null || rule.effectiveFrom <= covered)
      report(file, "publicity.overlap", { set, rule: rule.id, from: rule.effectiveFrom });
    else if (rule.effectiveFrom > addDays(covered, 1))
      report(file, "publicity.gap", { set, from: addDays(covered, 1), to: addDays(rule.effectiveFrom, -1) });
    covered =
      covered === null || rule.effectiveTo === null ? null : rule.effectiveTo > covered ? rule.effectiveTo : covered;
  }
  const last = sorted.at(-1);
  if (covered !== null && last !== undefined)
    report(last.file, "publicity.gap", { set, from: addDays(covered, 1), to: "" });
};

/** A city's rule may only shorten: class by class against every national rule of its time. */
const checkLocal = (rule: Rule, national: readonly Rule[], locals: readonly Rule[], report: Report): void => {
  const own = rule.value;
  for (const { value: other } of locals)
    if (other.id < own.id && other.set === own.set && overlap(other, own))
      report(rule.file, "publicity.overlap", { set: own.set, rule: own.id, from: own.effectiveFrom });
  for (const { value: base } of national) {
    if (base.set !== own.set || !overlap(base, own)) continue;
    for (const publicityClass of own.classes) {
      const counterpart = base.classes.find((c) => c.id === publicityClass.id);
      if (counterpart === undefined || !notLonger(publicityClass, counterpart))
        report(rule.file, "city.looser_publicity", { rule: own.id, class: publicityClass.id, national: base.id });
    }
  }
};

/** All publicity rules against the items that use them: every set complete, every test answerable, every city rule a narrowing. */
export const checkPublicity = (
  rules: readonly Rule[],
  items: readonly Located<CatalogueItem>[],
  tables: ReadonlyMap<string, Located<CodeTable>>,
  documents: ReadonlyMap<string, LegalDocument>,
  report: Report,
): void => {
  const national = rules.filter((rule) => !rule.local);
  const local = rules.filter((rule) => rule.local);
  const ownSets = new Set(items.filter((item) => item.local).map((item) => item.value.publicity));
  const complete = (set: string): readonly Rule[] => {
    const base = national.filter((rule) => rule.value.set === set);
    return base.length > 0 || !ownSets.has(set) ? base : local.filter((rule) => rule.value.set === set);
  };
  for (const { file, value: item } of items)
    if (complete(item.publicity).length === 0) report(file, "publicity.set_unknown", { set: item.publicity });
  for (const set of new Set(rules.map((rule) => rule.value.set))) {
    const ruled = complete(set);
    checkSequence(set, ruled, report);
    const using = items.map((item) => item.value).filter((item) => item.publicity === set);
    for (const rule of rules.filter((r) => r.value.set === set)) {
      if (using.length === 0) report(rule.file, "publicity.set_unused", { set });
      const defaults = rule.value.classes.filter((c) => c.tests.length === 0).length;
      if (defaults > 1 || (defaults === 0 && ruled.includes(rule)))
        report(rule.file, "publicity.default_class", { rule: rule.value.id, classes: defaults });
      checkAdverseEnd(rule, using, report);
      for (const publicityClass of rule.value.classes)
        checkClass(rule.file, rule.value, publicityClass, using, tables, report);
      if (rule.local && !ruled.includes(rule)) checkLocal(rule, national, local, report);
    }
  }
  for (const { file, value: rule } of rules) {
    const basis = [...rule.legalBasis, ...rule.classes.map((c) => c.legalBasis)];
    checkBasis(
      { file, where: rule.id, from: rule.effectiveFrom, to: rule.effectiveTo, assumed: rule.confidence === "A" },
      basis,
      documents,
      report,
    );
  }
};
