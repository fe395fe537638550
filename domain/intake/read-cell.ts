import type { Field } from "../catalogue/item.ts";
import type { CellContext, FieldReader } from "./cell-context.ts";
import { legacyReader, usccReader } from "./code-readers.ts";
import { amountReader, codesReader, dateReader, integerReader, kindReader, textReader } from "./field-readers.ts";
import { isNullWord, scanText, tidyText, TEXT_CONTROL } from "./read-text.ts";
import { noteAt, problemAt, type Place, type RowState } from "./row-state.ts";

export type CellReader = (raw: string, row: RowState) => void;

/** Cells beyond this are not even searched: no field takes so much, and time must stay bounded. */
const MOST_CHARACTERS = 100_000;

const readerOf = (field: Field, index: number, place: Place, context: CellContext, header: string): FieldReader => {
  switch (field.type) {
    case "text":
      return textReader(field, index, place, context);
    case "uscc":
      return usccReader(field, index, place, context);
    case "legacyCode":
      return legacyReader(field, index, place, context.today);
    case "date":
      return dateReader(field, index, place, context);
    case "amount":
      return amountReader(field, index, place, context, header);
    case "integer":
      return integerReader(index, place, context.today);
    case "code":
      return codesReader(field, index, place, context);
    case "subjectKind":
      return kindReader(field, index, place, context);
  }
};

/** Whether a field's values are taken in at all: what is `dropped` or `restricted` reaches neither content nor rejected rows. */
export const isTakenIn = (field: Field): boolean => field.disclosure !== "dropped" && field.disclosure !== "restricted";

/**
 * The reader of one column, made once a file: trims, knows the null words, refuses control characters, then reads by the field's type.
 * A column that is not taken in leaves a note where it was filled, and nothing else.
 */
export const cellReader = (input: {
  readonly field: Field | null;
  readonly index: number;
  readonly column: number;
  readonly header: string;
  readonly context: CellContext;
}): CellReader => {
  const { field, index, column, header, context } = input;
  const place: Place = { field: field?.id ?? null, column };
  const dropped = Object.freeze(noteAt(place, "field.dropped", { header }));
  if (field === null || !isTakenIn(field)) {
    return (raw, row) => {
      const text = tidyText(raw.slice(0, MOST_CHARACTERS), scanText(raw.slice(0, 40)) | 3);
      if (text === "" || isNullWord(text)) return;
      if (field !== null) row.given[index] = true;
      row.notes.push(dropped);
    };
  }
  const read = readerOf(field, index, place, context, header);
  const spaces = noteAt(place, "text.spaces_removed");
  return (raw, row) => {
    if (raw.length > MOST_CHARACTERS) {
      row.given[index] = true;
      row.problems.push(problemAt(place, "field.too_long", { length: raw.length, limit: MOST_CHARACTERS }));
      return;
    }
    const flags = scanText(raw);
    if ((flags & TEXT_CONTROL) !== 0) {
      row.given[index] = true;
      row.problems.push(problemAt(place, "row.control_character"));
      return;
    }
    const text = tidyText(raw, flags);
    if (text === "") return;
    if (isNullWord(text)) {
      row.notes.push(noteAt(place, "value.null_word", { value: text }));
      return;
    }
    if (text !== raw) row.notes.push(spaces);
    row.given[index] = true;
    read(text, row, flags);
  };
};
