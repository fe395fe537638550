import type { CatalogueItem, Condition, Field } from "../catalogue/item.ts";
import { kindOfUscc } from "../organisation/uscc.ts";
import { readSubjectKind } from "./read-code.ts";
import { noteAt, problemAt, type Place, type RowState } from "./row-state.ts";

type Test = (row: RowState) => boolean;

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** "其他-责令改正" counts as 其他. */
const isAmong = (value: string, wanted: readonly string[]): boolean =>
  wanted.includes(value) || (value.startsWith("其他-") && wanted.includes("其他"));

const compileCondition = (condition: Condition, item: CatalogueItem): Test => {
  const index = item.fields.findIndex((field) => field.id === condition.field);
  if (index < 0)
    throw new Error(`catalogue item ${item.id}: a condition names the field ${condition.field}, which it has not`);
  const code = item.fields.findIndex((field) => field.id === item.roles.subjectCode);
  const { includesAny, excludes, subjectKind, empty } = condition;
  return (row) => {
    const values = asList(row.values[index]);
    if (empty === true && (values.length > 0 || row.given[index] === true)) return false;
    if (includesAny !== undefined && !values.some((value) => isAmong(value, includesAny))) return false;
    if (excludes !== undefined && (values.length === 0 || values.some((value) => isAmong(value, excludes))))
      return false;
    if (subjectKind !== undefined) {
      const uscc = row.values[code];
      const stated = values[0] === undefined ? undefined : readSubjectKind(values[0]);
      const kind =
        stated ??
        (typeof uscc !== "string" ? undefined : kindOfUscc(uscc) === "soleTrader" ? "soleTrader" : "organisation");
      if (kind !== "organisation" && kind !== "soleTrader") return false;
      if (!subjectKind.includes(kind)) return false;
    }
    return true;
  };
};

/**
 * What must be filled, made once a file. A field is missing when nothing was given; a value that could not be read has a problem of its own.
 * Indispensable fields reject the row, those that only the standard demands leave a note.
 */
export const requirements = (item: CatalogueItem, placeOf: (field: Field) => Place): ((row: RowState) => void) => {
  const { roles } = item;
  const indexOf = (id: string | undefined): number => item.fields.findIndex((field) => field.id === id);
  const standIn = indexOf(roles.documentNumberElse);
  const checks: ((row: RowState) => void)[] = [];
  item.fields.forEach((field, index) => {
    const place = placeOf(field);
    const missing: Test =
      field.id === roles.documentNumber && standIn >= 0
        ? (row) => row.given[index] !== true && row.given[standIn] !== true
        : (row) => row.given[index] !== true;
    const indispensable = field.required || [roles.subjectName, roles.subjectCode, roles.decidedOn].includes(field.id);
    const code =
      field.id === roles.subjectName
        ? "subject.name_missing"
        : field.id === roles.subjectCode
          ? "subject.code_missing"
          : "field.required";
    const problem = Object.freeze(problemAt(place, code));
    const note = Object.freeze(noteAt(place, "field.missing_by_standard"));
    const when = field.requiredWhen === undefined ? null : compileCondition(field.requiredWhen, item);
    const standardWhen =
      field.standardRequiredWhen === undefined ? null : compileCondition(field.standardRequiredWhen, item);
    if (!indispensable && when === null && standardWhen === null && !field.standardRequired) return;
    const conditional = Object.freeze(
      problemAt(place, "field.required", when === null ? {} : { because: nameOf(item, field.requiredWhen?.field) }),
    );
    checks.push((row) => {
      if (!missing(row)) return;
      if (indispensable) row.problems.push(problem);
      else if (when?.(row) === true) row.problems.push(conditional);
      else if (field.standardRequired || standardWhen?.(row) === true) row.notes.push(note);
    });
  });
  return (row) => {
    for (const check of checks) check(row);
  };
};

const nameOf = (item: CatalogueItem, id: string | undefined): string =>
  item.fields.find((field) => field.id === id)?.name.zh ?? "";

/** Dates that must not come one before the other (item.order), made once a file. */
export const orderRules = (item: CatalogueItem, placeOf: (field: Field) => Place): ((row: RowState) => void) => {
  const rules = item.order.map(({ before, after, severity }) => {
    const first = item.fields.findIndex((field) => field.id === before);
    const second = item.fields.findIndex((field) => field.id === after);
    if (first < 0 || second < 0) throw new Error(`catalogue item ${item.id}: an order rule names a field it has not`);
    return {
      first,
      second,
      severity,
      place: placeOf(item.fields[second] as Field),
      names: { before: nameOf(item, before), after: nameOf(item, after) },
    };
  });
  return (row) => {
    for (const { first, second, severity, place, names } of rules) {
      const a = row.values[first];
      const b = row.values[second];
      if (
        typeof a !== "string" ||
        typeof b !== "string" ||
        row.openEnded[first] === true ||
        row.openEnded[second] === true ||
        a <= b
      )
        continue;
      const data = { ...names, first: a, second: b };
      if (severity === "error") row.problems.push(problemAt(place, "date.order", data));
      else row.notes.push(noteAt(place, "date.order_unusual", data));
    }
  };
};
