import type { CatalogueItem, Disclosure, Field } from "../catalogue/item.ts";
import type { RecordContent } from "../intake/checked-row.ts";
import type { Words } from "../words.ts";
import { maskNamesInText, maskPersonNames, maskPhone } from "./mask.ts";

/** Classes of fields that somebody may see; restricted and dropped ones are seen by nobody. */
export type SeenClass = Exclude<Disclosure, "restricted" | "dropped">;

/** How much of a record's content somebody sees: fields of these classes, persons in them masked or as they are stored. */
export interface Sight {
  readonly fields: readonly SeenClass[];
  readonly masked: boolean;
}

export const publicSight: Sight = { fields: ["public"], masked: true };

export interface ShownField {
  readonly id: string;
  readonly name: Words;
  readonly value: string;
  readonly disclosure: SeenClass;
}

/** Between several values of one field. */
const separator = "；";

const valueOf = (content: RecordContent, id: string): string | null => {
  const value = content[id];
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : value.join(separator);
  return text === "" ? null : text;
};

/** Names of persons that the record's own name fields hold, shown or not: so that sentences beside them can be masked. */
const personNames = (item: CatalogueItem, content: RecordContent): string[] =>
  item.fields
    .filter((field) => field.mask === "personName")
    .flatMap((field) => (valueOf(content, field.id) ?? "").split(/[\s、,，;；/|（）()]+/))
    .filter((name) => name.length >= 2);

const masked = (field: Field, value: string, names: readonly string[]): string => {
  switch (field.mask) {
    case "personName":
      return maskPersonNames(value);
    case "phone":
      return maskPhone(value);
    case "personNamesInText":
      return maskNamesInText(value, names);
    case undefined:
      return value;
  }
};

/**
 * What somebody sees of a record's content, and nothing else: the fields of the classes they see, in the order of the catalogue.
 * A field that the catalogue doesn't know is not shown.
 * @returns the fields, a look-up of one of them by id (null when absent, empty or not seen), and the names of filled fields that are withheld
 */
export const shownFields = (
  item: CatalogueItem,
  content: RecordContent,
  sight: Sight,
): { fields: ShownField[]; value: (id: string | undefined) => string | null; withheld: Words[] } => {
  const names = sight.masked ? personNames(item, content) : [];
  const fields: ShownField[] = [];
  const withheld: Words[] = [];
  for (const field of item.fields) {
    const value = valueOf(content, field.id);
    if (value === null) continue;
    const { id, name } = field;
    const disclosure = sight.fields.find((seen) => seen === field.disclosure);
    if (disclosure !== undefined)
      fields.push({ id, name, value: sight.masked ? masked(field, value, names) : value, disclosure });
    else withheld.push(name);
  }
  const byId = new Map(fields.map(({ id, value }) => [id, value]));
  return { fields, value: (id) => (id === undefined ? null : (byId.get(id) ?? null)), withheld };
};

/** What of a record's content the public does not see as it is stored: names of filled fields that are withheld or masked; `whole` where there is nothing of the kind. */
export const hiddenPart = (item: CatalogueItem, content: RecordContent): { names: Words[]; whole: boolean } => {
  const seen = new Map(shownFields(item, content, publicSight).fields.map(({ id, value }) => [id, value]));
  const hidden = Object.keys(content).filter((id) => {
    const value = valueOf(content, id);
    return value !== null && seen.get(id) !== value;
  });
  const named = item.fields.filter(({ id }) => hidden.includes(id));
  return { names: named.map(({ name }) => name), whole: hidden.length === 0 };
};

/** What the public sees: public fields, persons masked (charter 4). */
export const publicFields = (item: CatalogueItem, content: RecordContent): ReturnType<typeof shownFields> =>
  shownFields(item, content, publicSight);
