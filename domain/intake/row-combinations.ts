import type { CatalogueItem, Field } from "../catalogue/item.ts";
import { problemAt, type Place, type RowState } from "./row-state.ts";

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** Code values that only go together (item.combinations: each rating scheme has its own grades), made once a file. */
export const combinationRules = (item: CatalogueItem, placeOf: (field: Field) => Place): ((row: RowState) => void) => {
  const rules = item.combinations.map(({ field, value, other, allowed }) => {
    const index = item.fields.findIndex((f) => f.id === field);
    const otherField = item.fields.find((f) => f.id === other);
    if (index < 0 || otherField === undefined)
      throw new Error(`catalogue item ${item.id}: a combination names a field it has not`);
    return { index, value, other: item.fields.indexOf(otherField), allowed, place: placeOf(otherField) };
  });
  return (row) => {
    for (const { index, value, other, allowed, place } of rules) {
      if (!asList(row.values[index]).includes(value)) continue;
      const wrong = asList(row.values[other]).find((code) => !allowed.includes(code));
      if (wrong !== undefined)
        row.problems.push(problemAt(place, "code.unknown_value", { value: wrong, table: value }));
    }
  };
};
