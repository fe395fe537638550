import type { HeaderMatch } from "./checked-row.ts";
import { identityContextOf, type CellContext } from "./cell-context.ts";
import { hanDigits } from "./digit-kinds.ts";
import { holdsIdentityNumber, removeIdentityNumbers, type IdentityContext } from "./identity-number.ts";
import { isTakenIn } from "./read-cell.ts";
import { readSubjectKind } from "./read-code.ts";
import { looksLikePersonName } from "./natural-person.ts";
import { readUscc } from "../organisation/uscc.ts";
import type { TurnAwayReason } from "./row-problem.ts";

/** What a cell of a spreadsheet can hold: the rejected rows go back as one. */
const MOST_CHARACTERS = 32_767;

/** Of a row with too many cells so many beyond the header are kept. */
const MOST_SURPLUS = 8;

/** Stands for the cells of a row that are not kept. */
const cellsLeftOut = (count: number): string => `〔另有 ${count} 格，没有保存〕`;

/** A cell that holds nothing but one number, however it is written. */
const isBareNumber = (cell: string): boolean => {
  const letters = cell.normalize("NFKC").match(/\p{L}/gu) ?? [];
  return letters.every((letter) => hanDigits.has(letter) || /[xXхХχΧ]/u.test(letter));
};

export interface CellKeeper {
  /** Cells of a rejected row as they may be kept: columns not taken in emptied, identity numbers removed. */
  readonly keep: (cells: readonly string[]) => string[];
  /** The same for a row with too few or too many cells, where nobody knows which cell belongs to which column; of surplus cells only a few. */
  readonly keepShifted: (cells: readonly string[]) => string[];
  /** Why such a row is presumably a natural person's, or null. */
  readonly turnAwayShifted: (cells: readonly string[]) => TurnAwayReason | null;
}

/** Made once a file. */
export const cellKeeper = (context: CellContext, header: HeaderMatch): CellKeeper => {
  const { item, today } = context;
  const columns = header.fields.map((id) => {
    const field = item.fields.find((f) => f.id === id);
    return {
      kept: field !== undefined && isTakenIn(field),
      identity: field === undefined ? ("text" as const) : identityContextOf(item, field.id),
    };
  });
  const name = header.fields.indexOf(item.roles.subjectName);

  const safe = (cell: string, identity: IdentityContext): string =>
    removeIdentityNumbers(cell.slice(0, MOST_CHARACTERS + 100), today, identity).text.slice(0, MOST_CHARACTERS);

  /** The columns that cell `i` of `count` may belong to. */
  const possible = (i: number, count: number): typeof columns => {
    const shift = Math.abs(count - columns.length);
    return columns.slice(Math.max(0, i - shift), i + shift + 1);
  };

  return {
    keep: (cells) =>
      cells.map((cell, i) => {
        const column = columns[i];
        return cell === "" || column?.kept !== true ? "" : safe(cell, column.identity);
      }),
    keepShifted: (cells) => {
      const most = columns.length + MOST_SURPLUS;
      const kept = cells.slice(0, most).map((cell, i) => {
        const may = possible(i, cells.length);
        // a cell beyond the last column may be the rest of any of them
        const all = i < columns.length ? may.every((column) => column.kept) : columns.every((column) => column.kept);
        return cell === "" || !all ? "" : safe(cell, "text");
      });
      return cells.length > most ? [...kept, cellsLeftOut(cells.length - most)] : kept;
    },
    turnAwayShifted: (cells) => {
      for (const cell of cells) {
        if (cell.length > 60) continue;
        if (readSubjectKind(cell.trim()) === "naturalPerson" && !/^\d+$/.test(cell.trim()))
          return "subject.natural_person_category";
        if (isBareNumber(cell) && holdsIdentityNumber(cell, today, "key")) return "subject.identity_number_in_code";
      }
      if (cells.some((cell) => cell.length < 60 && readUscc(cell).ok)) return null;
      return name >= 0 && looksLikePersonName((cells[name] ?? "").slice(0, 200))
        ? "subject.presumably_natural_person"
        : null;
    },
  };
};
