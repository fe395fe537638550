import type { CatalogueItem, Field } from "../catalogue/item.ts";
import type { RecordContent } from "../intake/checked-row.ts";
import type { Words } from "../words.ts";
import { maskNamesInText, maskPersonNames, maskPhone } from "./mask.ts";

export interface PublicField {
  readonly id: string;
  readonly name: Words;
  readonly value: string;
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
 * What the public sees of a record's content, and nothing else: fields whose class is `public`, masked, in the order of the catalogue.
 * A field that the catalogue doesn't know is not shown.
 * @returns the fields, a look-up of one of them by id (null when absent, empty or not public), and the names of filled fields that are withheld
 */
export const publicFields = (
  item: CatalogueItem,
  content: RecordContent,
): { fields: PublicField[]; value: (id: string | undefined) => string | null; withheld: Words[] } => {
  const names = personNames(item, content);
  const fields: PublicField[] = [];
  const withheld: Words[] = [];
  for (const field of item.fields) {
    const value = valueOf(content, field.id);
    if (value === null) continue;
    if (field.disclosure === "public")
      fields.push({ id: field.id, name: field.name, value: masked(field, value, names) });
    else withheld.push(field.name);
  }
  const byId = new Map(fields.map(({ id, value }) => [id, value]));
  return { fields, value: (id) => (id === undefined ? null : (byId.get(id) ?? null)), withheld };
};
