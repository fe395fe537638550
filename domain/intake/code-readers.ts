import type { Field } from "../catalogue/item.ts";
import { readLegacyCode } from "../organisation/legacy-codes.ts";
import { readUscc, regionOfUscc, type UsccFault, type UsccNote } from "../organisation/uscc.ts";
import type { PlainDate } from "../words.ts";
import { shown, type CellContext, type FieldReader } from "./cell-context.ts";
import { holdsIdentityNumber } from "./identity-number.ts";
import { memo } from "./memo.ts";
import { TEXT_DIGITS } from "./read-text.ts";
import type { RowNoteCode, RowProblemCode } from "./row-problem.ts";
import { noteAt, problemAt, type Place } from "./row-state.ts";

/** Nothing longer is worth reading as a code. */
const MOST_CHARACTERS = 200;

const usccProblems: Readonly<Record<UsccFault, RowProblemCode>> = {
  missing: "subject.code_missing",
  legacyNumber: "subject.code_is_legacy_number",
  length: "subject.code_length",
  character: "subject.code_character",
  masked: "subject.code_masked",
  checkDigit: "subject.code_check_digit",
  department: "subject.code_department",
};
const usccNotes: Readonly<Record<UsccNote, RowNoteCode>> = {
  width: "text.width_normalised",
  case: "code.upper_cased",
  separators: "code.separators_removed",
  innerCheckDigit: "code.inner_check_digit",
  placeholder: "code.placeholder_as_missing",
};
/** The subject's code, or another body's (then a fault is `authority.code_invalid`). */
export const usccReader = (field: Field, index: number, place: Place, context: CellContext): FieldReader => {
  const isSubject = field.id === context.item.roles.subjectCode;
  const city = context.catalogue.city.region.slice(0, 4);
  const read = isSubject
    ? readUscc
    : memo((text) => (holdsIdentityNumber(text, context.today, "key") ? null : readUscc(text)));
  return (text, row) => {
    const reading = text.length > MOST_CHARACTERS ? null : read(text);
    if (reading === null) {
      row.problems.push(
        problemAt(place, isSubject ? "subject.code_length" : "authority.code_invalid", {
          value: shown(text, context.today),
          length: text.length,
          reason: "length",
        }),
      );
      return;
    }
    for (const note of reading.notes)
      row.notes.push(noteAt(place, usccNotes[note], { value: shown(text, context.today) }));
    if (reading.ok) {
      row.values[index] = reading.uscc;
      if (!isSubject) return;
      const region = regionOfUscc(reading.uscc);
      // 100000 registers for the whole country
      if (!region.startsWith(city) && region !== "100000")
        row.notes.push(noteAt(place, "code.region_outside_city", { region }));
      return;
    }
    if (reading.problem === "missing") {
      if (!reading.notes.includes("placeholder"))
        row.notes.push(noteAt(place, "value.null_word", { value: shown(text, context.today) }));
      row.given[index] = false;
      return;
    }
    const data = {
      value: shown(text, context.today),
      length: reading.code.length,
      ...(reading.position === null
        ? {}
        : { position: reading.position, character: reading.code.charAt(reading.position - 1) }),
      ...(reading.expected === null ? {} : { expected: reading.expected, found: reading.code.charAt(17) }),
    };
    row.problems.push(
      isSubject
        ? problemAt(place, usccProblems[reading.problem], data)
        : problemAt(place, "authority.code_invalid", { ...data, reason: reading.problem }),
    );
  };
};

/** A code from before 2015: a wrong check character is a note and keeps the code out of the search index. */
export const legacyReader = (
  field: Field & { type: "legacyCode" },
  index: number,
  place: Place,
  today: PlainDate,
): FieldReader => {
  const removedNote = noteAt(place, "text.identity_number_removed");
  return (text, row, flags) => {
    // only a sole trader's tax number gets here with one: the guard turned every other such row away
    if ((flags & TEXT_DIGITS) !== 0 && holdsIdentityNumber(text, today, "key")) {
      row.notes.push(removedNote);
      return;
    }
    const reading = readLegacyCode(field.scheme, text);
    for (const change of reading.changes)
      row.notes.push(noteAt(place, usccNotes[change], { value: shown(text, today) }));
    if (!reading.ok) {
      row.problems.push(problemAt(place, "legacy.code_invalid", { value: shown(text, today), scheme: field.scheme }));
      return;
    }
    if (reading.checked === false) {
      row.unchecked.push(index);
      row.notes.push(noteAt(place, "legacy.check_digit", { value: reading.code }));
    }
    row.values[index] = reading.code;
  };
};
