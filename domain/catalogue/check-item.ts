import type { Located, Report } from "./catalogue-files.ts";
import type { CodeTable } from "./code-table.ts";
import type { CatalogueItem, Condition, Field, Roles } from "./item.ts";
import type { Limit } from "./rules.ts";

export interface ItemContext {
  readonly tables: ReadonlyMap<string, Located<CodeTable>>;
  readonly limits: ReadonlyMap<string, Limit>;
}

/** What a field must be to play a part. */
const roleTypes: Partial<Record<keyof Roles, readonly Field["type"][]>> = {
  subjectName: ["text"],
  subjectCode: ["uscc"],
  subjectKind: ["subjectKind"],
  authority: ["text"],
  authorityCode: ["uscc"],
  documentNumber: ["text"],
  documentNumberElse: ["text"],
  title: ["text", "code"],
  summary: ["text", "code"],
  statedBasis: ["text"],
  decidedOn: ["date"],
  validFrom: ["date"],
  validUntil: ["date"],
  kind: ["code"],
  procedure: ["code"],
  outcome: ["code"],
  fine: ["amount"],
  confiscated: ["amount"],
  amount: ["amount"],
  formerNames: ["text"],
  status: ["code"],
  state: ["code"],
  region: ["text"],
};

/** A header as it is compared for ambiguity: stricter than intake's own matching, so that no two columns can be taken for each other. */
const foldHeader = (header: string): string =>
  header
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toUpperCase();

const checkHeaders = (file: string, item: CatalogueItem, report: Report): void => {
  const owner = new Map<string, string>();
  const claim = (header: string, field: string): void => {
    const folded = foldHeader(header);
    const other = owner.get(folded);
    if (other !== undefined && other !== field) report(file, "header.ambiguous", { header, field, other });
    owner.set(folded, field);
  };
  for (const field of item.fields)
    for (const header of [field.id, field.name.zh, field.name.en, ...field.aliases]) claim(header, field.id);
  const fields = new Map(item.fields.map((field) => [field.id, field]));
  for (const layout of item.layouts) {
    const fed = new Map<string, string>();
    for (const [header, target] of Object.entries(layout.columns)) {
      if (target === null) continue;
      const field = fields.get(target);
      if (field === undefined) {
        report(file, "field.unknown", { where: `layout ${layout.id}`, field: target });
        continue;
      }
      const standard = owner.get(foldHeader(header));
      if (standard !== undefined && standard !== target)
        report(file, "header.ambiguous", { header, field: target, other: standard });
      const before = fed.get(target);
      if (before !== undefined && !(field.type === "code" && field.multiple))
        report(file, "layout.feeds_twice", { layout: layout.id, field: target, header, other: before });
      fed.set(target, header);
    }
  }
};

/** A column that a row may leave empty can't tell decisions apart, unless its stand-in can. */
const mustBeRequired = (item: CatalogueItem): string[] => [
  ...new Set([item.roles.subjectName, item.roles.subjectCode, item.roles.decidedOn, ...item.key]),
];

/** Referential integrity of one item: fields, roles, key, conditions, layouts, order, code tables, combinations, deadline. */
export const checkItem = (
  { file, value: item }: Located<CatalogueItem>,
  { tables, limits }: ItemContext,
  report: Report,
): void => {
  const fields = new Map<string, Field>();
  for (const field of item.fields) {
    if (fields.has(field.id)) report(file, "id.twice", { kind: "field", id: field.id });
    fields.set(field.id, field);
  }
  const known = (where: string, id: string): Field | null => {
    const field = fields.get(id);
    if (field === undefined) report(file, "field.unknown", { where, field: id });
    return field ?? null;
  };
  /** Values must be in the table of the field. */
  const inTable = (where: string, field: Field | null, values: readonly string[]): void => {
    if (field === null) return;
    if (field.type !== "code") {
      report(file, "field.wrong_type", { where, field: field.id, type: field.type, expected: "code" });
      return;
    }
    const table = tables.get(field.codeTable)?.value;
    for (const value of values)
      if (table !== undefined && !table.codes.some((code) => code.value === value))
        report(file, "code.unknown", { where, table: field.codeTable, value });
  };
  const condition = (where: string, wanted: Condition | undefined): void => {
    if (wanted === undefined) return;
    const field = known(where, wanted.field);
    const values = [...(wanted.includesAny ?? []), ...(wanted.excludes ?? [])];
    if (values.length > 0) inTable(where, field, values);
    if (wanted.subjectKind !== undefined && field !== null && field.type !== "subjectKind")
      report(file, "field.wrong_type", { where, field: field.id, type: field.type, expected: "subjectKind" });
  };

  for (const field of item.fields) {
    if (field.type === "code" && !tables.has(field.codeTable))
      report(file, "table.unknown", { field: field.id, table: field.codeTable });
    condition(`${field.id}.requiredWhen`, field.requiredWhen);
    condition(`${field.id}.standardRequiredWhen`, field.standardRequiredWhen);
  }
  for (const [role, played] of Object.entries(item.roles) as [keyof Roles, Roles[keyof Roles]][]) {
    const ids =
      played === undefined ? [] : Array.isArray(played) ? played : [typeof played === "string" ? played : played.field];
    for (const id of ids) {
      const field = known(`roles.${role}`, id);
      const expected = roleTypes[role];
      if (field !== null && expected !== undefined && !expected.includes(field.type)) {
        report(file, "field.wrong_type", {
          where: `roles.${role}`,
          field: id,
          type: field.type,
          expected: expected.join(" or "),
        });
      }
      if (field?.disclosure === "dropped" && role !== "naturalPersonDocument")
        report(file, "field.wrong_type", { where: `roles.${role}`, field: id, type: "dropped", expected: "kept" });
      if (role === "naturalPersonDocument" && field !== null && field.disclosure !== "dropped")
        report(file, "charter.identity_kept", { field: id });
    }
  }
  const { state } = item.roles;
  if (state !== undefined) {
    const field = fields.get(state.field) ?? null;
    // a decision has one state
    if (field?.type === "code" && (field.multiple || field.otherWithText))
      report(file, "field.wrong_type", { where: "roles.state", field: field.id, type: "open code", expected: "code" });
    inTable("roles.state", field, state.withdrawnBy);
  }
  for (const layout of item.layouts)
    for (const [id, words] of Object.entries(layout.values ?? {})) {
      const where = `layout ${layout.id}`;
      inTable(
        where,
        known(where, id),
        Object.values(words).filter((value) => value !== null),
      );
    }
  if (item.roles.summary.length === 0) report(file, "field.no_summary", {});
  for (const id of item.key) known("key", id);
  for (const id of mustBeRequired(item))
    if (fields.get(id)?.required === false) report(file, "field.not_required", { field: id });
  for (const { before, after } of item.order) {
    for (const id of [before, after]) {
      const field = known("order", id);
      if (field !== null && field.type !== "date")
        report(file, "field.wrong_type", { where: "order", field: id, type: field.type, expected: "date" });
    }
  }
  for (const combination of item.combinations) {
    inTable("combinations", known("combinations", combination.field), [combination.value]);
    inTable("combinations", known("combinations", combination.other), combination.allowed);
  }
  if (item.reportWithin !== null) {
    const limit = limits.get(item.reportWithin);
    if (limit === undefined) report(file, "limit.unknown", { limit: item.reportWithin });
    else if (limit.unit !== "wd" || !/^\d+$/.test(limit.value ?? limit.productDefault ?? ""))
      report(file, "limit.not_working_days", { limit: limit.id });
  }
  if (item.effectiveTo !== null && item.effectiveTo < item.effectiveFrom)
    report(file, "item.effective_dates", { from: item.effectiveFrom, to: item.effectiveTo });
  checkHeaders(file, item, report);
};

/** One word of a cell must mean one code; a refused one means none. */
export const checkTable = ({ file, value: table }: Located<CodeTable>, report: Report): void => {
  const fold = (word: string): string => word.normalize("NFKC").replace(/\s/gu, "").toUpperCase();
  const owner = new Map<string, string>();
  const numbers = new Set<number>();
  const values = new Set<string>();
  for (const code of table.codes) {
    if (numbers.has(code.number)) report(file, "number.twice", { kind: "code", number: code.number });
    if (values.has(code.value)) report(file, "id.twice", { kind: "code", id: code.value });
    numbers.add(code.number);
    values.add(code.value);
    for (const word of [code.value, code.name.zh, ...code.aliases]) {
      const folded = fold(word);
      const other = owner.get(folded);
      if (other !== undefined && other !== code.value)
        report(file, "table.word_ambiguous", { word, code: code.value, other });
      owner.set(folded, code.value);
    }
  }
  for (const word of (table.refused ?? []).flatMap(({ words }) => words)) {
    const other = owner.get(fold(word));
    if (other !== undefined) report(file, "table.word_ambiguous", { word, code: "refused", other });
  }
};
