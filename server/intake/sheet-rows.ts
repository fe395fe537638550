import { refuseFile } from "./file-refused.ts";
import { maxRecordBytes, maxSheetColumns, maxSheetRows } from "./limits.ts";
import type { Sheet, Workbook } from "./workbook-parts.ts";
import type { WorkbookZip } from "./workbook-zip.ts";

export interface SheetRow {
  /** The sheet's own row number. */
  readonly row: number;
  /** Cells up to the width asked for, empty ones filled in; behind them the first filled ones that stand further right. */
  readonly cells: string[];
  /** Cells whose value was calculated by a formula, and how many of those have no value stored. */
  readonly formulas: number;
  readonly valueless: number;
}

const dayMs = 86_400_000;

/** A day number of a workbook as `YYYY-MM-DD`, with the time where there is one. Null: outside what workbooks can date. */
const dateText = (serial: number, date1904: boolean): string | null => {
  if (!(serial >= 0) || serial > 2_958_466) return null;
  // The 1900 calendar has a 29 February 1900 that never was (ECMA-376 18.17.4.1).
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const moment = new Date(Math.round((days * dayMs) / 1000) * 1000 + Date.UTC(1899, 11, 30));
  const text = moment.toISOString();
  return text.slice(11, 19) === "00:00:00" ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
};

/** A number as the sheet shows it: 15 digits, no exponent. */
const numberText = (value: string): string => {
  const number = Number(value);
  if (!Number.isFinite(number) || value.trim() === "") return value;
  if (Number.isInteger(number) && Math.abs(number) < 1e21) return BigInt(Number(number.toPrecision(15))).toString();
  const rounded = String(Number(number.toPrecision(15)));
  return rounded.includes("e") ? value : rounded;
};

const columnOf = (reference: string): number => {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
};

/** So many filled cells beyond the width are handed on; there should be none. */
const mostBeyond = 256;

/**
 * Rows of one sheet as text, in batches, a few at a time in memory. Dates become ISO, a formula gives the value that was stored with it,
 * rich text its plain text. Rows that the sheet leaves out are left out.
 * @param width columns of the table: a cell further right is handed on without the empty ones before it, so that no row costs more than it holds
 * @throws FileRefused; so when rows or cells do not stand in order, since nobody could say then which row is meant
 */
export async function* sheetRows(
  zip: WorkbookZip,
  workbook: Workbook,
  sheet: Sheet,
  width: number,
): AsyncGenerator<SheetRow[]> {
  const damaged = (): Error => refuseFile("file.xlsx_damaged", { part: sheet.name });
  let done: SheetRow[] = [];
  let row = 0;
  let cells: string[] = [];
  let beyond: string[] = [];
  let size = 0;
  let formulas = 0;
  let valueless = 0;
  let column = -1;
  let type = "n";
  let isDate = false;
  let hasFormula = false;
  let hasValue = false;
  let collecting = false;
  let phonetic = 0;
  let text = "";

  const tooLong = (): Error => refuseFile("file.line_too_long", { row, megabytes: maxRecordBytes >> 20 });
  const cellText = (): string => {
    if (type === "s") {
      const shared = workbook.shared[Number(text)];
      if (shared === undefined) throw damaged();
      return shared;
    }
    if (type === "n" && text !== "")
      return (isDate ? dateText(Number(text), workbook.date1904) : null) ?? numberText(text);
    if (type === "b") return text === "1" ? "TRUE" : "FALSE";
    if (type === "d") return text.replace("T", " ").replace(/ 00:00:00(\.0+)?$/, "");
    return text;
  };

  const handlers = {
    open(name: string, attributes: Readonly<Record<string, string>>): void {
      if (name === "row") {
        const number = attributes["r"] ?? String(row + 1);
        if (!/^\d{1,7}$/.test(number) || Number(number) <= row || Number(number) > maxSheetRows) throw damaged();
        row = Number(number);
        cells = [];
        beyond = [];
        size = 0;
        formulas = 0;
        valueless = 0;
        column = -1;
      } else if (name === "c") {
        const at = attributes["r"] ? columnOf(attributes["r"]) : column + 1;
        if (at <= column || at >= maxSheetColumns) throw damaged();
        column = at;
        type = attributes["t"] ?? "n";
        isDate = workbook.dateStyles[Number(attributes["s"] ?? -1)] ?? false;
        hasFormula = false;
        hasValue = false;
        text = "";
      } else if (name === "f") hasFormula = true;
      else if (name === "v") collecting = hasValue = true;
      else if (name === "t") collecting = hasValue = true;
      else if (name === "rPh") phonetic++;
    },
    text(part: string): void {
      if (!collecting || phonetic > 0) return;
      text += part;
      if (size + text.length > maxRecordBytes) throw tooLong();
    },
    close(name: string): void {
      if (name === "v" || name === "t") collecting = false;
      else if (name === "rPh") phonetic--;
      else if (name === "c") {
        if (hasFormula) formulas++;
        if (hasFormula && (!hasValue || text === "")) valueless++;
        const value = cellText();
        size += value.length;
        if (size > maxRecordBytes) throw tooLong();
        if (value === "") return;
        if (column >= width) {
          if (beyond.length < mostBeyond) beyond.push(value);
          return;
        }
        while (cells.length < column) cells.push("");
        cells.push(value);
      } else if (name === "row") {
        if (beyond.length > 0) {
          while (cells.length < width) cells.push("");
          cells.push(...beyond);
        }
        done.push({ row, cells, formulas, valueless });
      }
    },
  };
  for await (const _ of zip.parse(sheet.path, handlers)) {
    if (done.length > 0) {
      const batch = done;
      done = [];
      yield batch;
    }
  }
  if (done.length > 0) yield done;
}
