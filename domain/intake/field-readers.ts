import type { Field } from "../catalogue/item.ts";
import type { PlainDate } from "../words.ts";
import { identityContextOf, noEnd, shown, type CellContext, type FieldReader } from "./cell-context.ts";
import { removeIdentityNumbers } from "./identity-number.ts";
import { unitOfHeader } from "./match-header.ts";
import { memo } from "./memo.ts";
import { readAmount, type AmountNote } from "./read-amount.ts";
import { codeReader, foldCode, readSubjectKind, subjectKindValues } from "./read-code.ts";
import { readDate } from "./read-date.ts";
import { isGarbledName, isGarbledText, TEXT_DIGITS } from "./read-text.ts";
import type { RowNoteCode } from "./row-problem.ts";
import { noteAt, problemAt, type Place } from "./row-state.ts";

const amountNotes: Readonly<Record<AmountNote, RowNoteCode>> = {
  width: "text.width_normalised",
  unitConverted: "amount.unit_converted",
  chineseCapitals: "amount.chinese_capitals",
  thousandsSeparator: "amount.thousands_separator",
};

/** Brackets other than the 〔〕 that document numbers are written with (GB/T 9704-2012). */
const otherBrackets = /[【［[(（｛{﹝〈《<]/;

export const textReader = (
  field: Field & { type: "text" },
  index: number,
  place: Place,
  context: CellContext,
): FieldReader => {
  const { item, today } = context;
  const { roles } = item;
  const isName = field.id === roles.subjectName || field.id === roles.authority;
  const isKey = item.key.includes(field.id) || field.id === roles.documentNumberElse;
  const identity = identityContextOf(item, field.id);
  const standardNote = (length: number) =>
    noteAt(place, "text.longer_than_standard", { length, standard: field.length });
  const hard = Math.min(
    field.hardLength ?? field.length * 4,
    field.id === roles.authority ? 300 : Number.POSITIVE_INFINITY,
  );
  const removedNote = noteAt(place, "text.identity_number_removed");
  const isNumber = identity === "number" && field.id !== roles.authority;
  return (text, row, flags) => {
    if (isGarbledText(text, flags) || (isName && isGarbledName(text))) {
      row.problems.push(problemAt(place, "row.mojibake", { value: shown(text, today) }));
      return;
    }
    let kept = text;
    if ((flags & TEXT_DIGITS) !== 0) {
      const cleaned = removeIdentityNumbers(text, today, identity);
      if (cleaned.removed > 0) {
        if (isKey) {
          row.problems.push(problemAt(place, "field.identity_number_in_key"));
          return;
        }
        kept = cleaned.text;
        row.notes.push(removedNote);
      }
    }
    if (kept.length > field.length) {
      const length = [...kept].length;
      if (length > hard) {
        row.problems.push(problemAt(place, "field.too_long", { length, limit: hard }));
        return;
      }
      if (length > field.length) row.notes.push(standardNote(length));
    }
    if (isNumber && otherBrackets.test(kept))
      row.notes.push(noteAt(place, "text.brackets_normalised", { value: shown(kept, today) }));
    row.values[index] = kept;
  };
};

export const dateReader = (
  field: Field & { type: "date" },
  index: number,
  place: Place,
  context: CellContext,
): FieldReader => {
  const decides = field.id === context.item.roles.decidedOn;
  const read = memo((text) => readDate(text, field.openEnded));
  return (text, row) => {
    const reading = read(text);
    if (reading.kind === "date") {
      if (decides && reading.date > context.today) {
        row.problems.push(problemAt(place, "date.in_future", { value: reading.date, today: context.today }));
        return;
      }
      row.values[index] = reading.date;
      if (reading.form !== null)
        row.notes.push(noteAt(place, "date.form_read", { from: text, to: reading.date, form: reading.form }));
    } else if (reading.kind === "openEnded") {
      row.values[index] = noEnd;
      row.openEnded[index] = true;
      if (text !== noEnd) row.notes.push(noteAt(place, "date.open_ended", { from: text }));
    } else if (reading.kind === "missing") {
      row.given[index] = false;
      row.notes.push(noteAt(place, "date.placeholder_as_missing", { value: text }));
    } else {
      row.problems.push(
        problemAt(place, reading.kind === "impossible" ? "date.impossible" : "date.unreadable", {
          value: shown(text, context.today),
        }),
      );
    }
  };
};

export const amountReader = (
  field: Field & { type: "amount" },
  index: number,
  place: Place,
  context: CellContext,
  header: string,
): FieldReader => {
  const column = unitOfHeader(header) ?? field.unit;
  const read = memo((text) => readAmount(text, field.unit, column));
  return (text, row) => {
    const reading = read(text);
    if (reading.ok) {
      row.values[index] = reading.value;
      for (const note of reading.notes)
        row.notes.push(noteAt(place, amountNotes[note], { from: text, to: reading.value, unit: field.unit }));
    } else {
      row.problems.push(
        problemAt(place, reading.problem === "negative" ? "amount.negative" : "amount.unreadable", {
          value: shown(text, context.today),
        }),
      );
    }
  };
};

/** Beyond 12 digits a number counts nothing that a file of decisions counts. */
const integer = /^-?\d{1,12}(?:\.0+)?$/;

export const integerReader =
  (index: number, place: Place, today: PlainDate): FieldReader =>
  (text, row) => {
    const halfWidth = text.normalize("NFKC");
    const plain = /^-?\d{1,3}(,\d{3})+$/.test(halfWidth) ? halfWidth.replaceAll(",", "") : halfWidth;
    if (!integer.test(plain)) {
      row.problems.push(problemAt(place, "integer.unreadable", { value: shown(text, today) }));
      return;
    }
    row.values[index] = String(Number(plain));
    if (halfWidth !== text) row.notes.push(noteAt(place, "text.width_normalised", { value: text }));
    if (plain !== halfWidth)
      row.notes.push(noteAt(place, "amount.thousands_separator", { from: text, to: plain, unit: "" }));
  };

export const codesReader = (
  field: Field & { type: "code" },
  index: number,
  place: Place,
  context: CellContext,
): FieldReader => {
  const table = context.catalogue.codeTables.get(field.codeTable);
  if (table === undefined) throw new Error(`catalogue item ${context.item.id}: no code table ${field.codeTable}`);
  const own = { ...context.layoutValues?.[field.id], ...context.source.valueMaps[field.id] };
  const read = memo(codeReader(table, field, own));
  // whether a decision stands is never guessed
  const unknown = field.id === context.item.roles.state?.field ? "state.ambiguous" : "code.unknown_value";
  const whyNot = new Map((table.refused ?? []).flatMap(({ words, why }) => words.map((word) => [foldCode(word), why])));
  const removedNote = noteAt(place, "text.identity_number_removed");
  const most = 2000;
  return (raw, row, flags) => {
    let text = raw;
    if ((flags & TEXT_DIGITS) !== 0) {
      const cleaned = removeIdentityNumbers(raw, context.today, "text");
      if (cleaned.removed > 0) row.notes.push(removedNote);
      text = cleaned.text;
    }
    if (text.length > most) {
      row.problems.push(problemAt(place, "field.too_long", { length: text.length, limit: most }));
      return;
    }
    const reading = read(text);
    if (!reading.ok) {
      const why = whyNot.get(foldCode(reading.unknown));
      row.problems.push(
        problemAt(place, unknown, {
          value: shown(reading.unknown, context.today),
          table: table.name.zh,
          ...(why && { whyZh: why.zh, whyEn: why.en }),
        }),
      );
      return;
    }
    const before = row.codes[index] ?? [];
    const matches = [
      ...before,
      ...reading.matches.filter((match) => !before.some((known) => known.value === match.value)),
    ];
    row.codes[index] = matches;
    const values = matches.map((match) => match.value);
    row.values[index] = field.multiple ? values : (values[0] as string);
    const to = reading.matches.map((match) => match.value).join(";");
    if (reading.matches.some((match) => match.mapped) || to !== text)
      row.notes.push(noteAt(place, "value.mapped", { from: shown(text, context.today), to }));
  };
};

export const kindReader = (field: Field, index: number, place: Place, context: CellContext): FieldReader => {
  const map = context.source.valueMaps[field.id] ?? {};
  return (text, row) => {
    const own = Object.hasOwn(map, text) ? readSubjectKind(map[text] as string) : readSubjectKind(text);
    // a natural person's row never gets here: the guard turned it away
    if (own !== "organisation" && own !== "soleTrader") {
      row.problems.push(
        problemAt(place, "code.unknown_value", { value: shown(text, context.today), table: field.name.zh }),
      );
      return;
    }
    const value = subjectKindValues[own];
    row.values[index] = value;
    if (value !== text) row.notes.push(noteAt(place, "value.mapped", { from: shown(text, context.today), to: value }));
  };
};
