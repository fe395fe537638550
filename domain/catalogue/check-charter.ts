import type { Located, Report } from "./catalogue-files.ts";
import type { CodeTable } from "./code-table.ts";
import type { CatalogueItem, Field, Roles } from "./item.ts";
import {
  gradingWords,
  identityWords,
  naturalPersonKinds,
  personWords,
  refusedTopic,
  wordsOf,
} from "./refused-topics.ts";

const namesOf = (field: Field): string[] => [field.id, field.name.zh, field.name.en, ...field.aliases];
const says = (words: { readonly zh: RegExp; readonly en: RegExp }, texts: readonly string[]): boolean =>
  texts.some((text) => words.zh.test(text.normalize("NFKC").replace(/\s/gu, "")) || words.en.test(wordsOf(text)));

/**
 * Before the shape is looked at: an item for natural persons is refused as such, not as a spelling mistake.
 * @param content parsed JSON of an item file, of any shape
 */
export const checkRawItem = (file: string, content: unknown, report: Report): void => {
  const kinds =
    typeof content === "object" && content !== null && "subjectKinds" in content && Array.isArray(content.subjectKinds)
      ? content.subjectKinds
      : [];
  for (const kind of kinds)
    if (typeof kind === "string" && naturalPersonKinds.test(kind)) report(file, "charter.natural_person", { kind });
};

const checkField = (file: string, item: CatalogueItem, field: Field, report: Report): void => {
  // a dropped column is known only so that it can be left out
  if (field.disclosure === "dropped") return;
  const names = namesOf(field);
  for (const name of names) {
    const refused = refusedTopic(name);
    if (refused !== null) report(file, "charter.refused_topic", { ...refused, where: field.id, name });
  }
  if (says(identityWords, names)) report(file, "charter.identity_kept", { field: field.id });
  const kept = field.disclosure === "restricted";
  if (says(personWords, names) && !kept && field.mask !== "personName")
    report(file, "charter.person_shown", { field: field.id });
  if (field.mask === "personName" || says(personWords, names)) {
    const roles = Object.entries(item.roles as Record<keyof Roles, string | string[] | undefined>)
      .filter(([, played]) => (Array.isArray(played) ? played.includes(field.id) : played === field.id))
      .map(([role]) => role);
    if (roles.length > 0 || item.key.includes(field.id))
      report(file, "charter.person_as_key", { field: field.id, roles: roles.join(", ") });
  }
};

/** The charter's refusals for one item of good shape (charter 1 to 4). */
export const checkCharter = (
  { file, value: item }: Located<CatalogueItem>,
  tables: ReadonlyMap<string, Located<CodeTable>>,
  report: Report,
): void => {
  if (item.category === 4) report(file, "charter.personal_category", { category: 4 });
  for (const name of [item.id, item.name.zh, item.name.en]) {
    const refused = refusedTopic(name);
    if (refused !== null) report(file, "charter.refused_topic", { ...refused, where: "item", name });
  }
  for (const field of item.fields) checkField(file, item, field, report);
  for (const layout of item.layouts) {
    for (const [header, target] of Object.entries(layout.columns)) {
      const field = item.fields.find((f) => f.id === target);
      if (field === undefined || field.disclosure === "dropped") continue;
      const refused = refusedTopic(header);
      if (refused !== null)
        report(file, "charter.refused_topic", { ...refused, where: `layout ${layout.id}`, name: header });
      if (says(identityWords, [header])) report(file, "charter.identity_kept", { field: field.id, header });
    }
  }
  for (const field of item.fields) {
    const table = field.type === "code" ? tables.get(field.codeTable) : undefined;
    if (field.type !== "code" || table === undefined) continue;
    for (const code of table.value.codes) {
      for (const name of [code.value, code.name.zh, code.name.en, ...code.aliases]) {
        const refused = refusedTopic(name);
        if (refused !== null) report(table.file, "charter.refused_topic", { ...refused, where: field.codeTable, name });
      }
    }
  }
  const graded =
    item.category === 9 ||
    says(gradingWords, [item.id, item.name.zh, item.name.en]) ||
    item.fields.some((f) => says(gradingWords, namesOf(f)));
  if (graded && item.subjectKinds.includes("soleTrader"))
    report(file, "charter.sole_trader_rated", { category: item.category });
  // the database tells by the number which records may not be about a sole trader (migration 0003)
  const organisationsOnly = !item.subjectKinds.includes("soleTrader");
  if (organisationsOnly !== item.number % 1000 >= 500) report(file, "charter.number_range", { number: item.number });
};
