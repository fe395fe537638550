import { isBlankRecord, splitRecords } from "./split-records.ts";

/** Columns that the workbook of rejected rows adds in front; taken off again when it is sent back. */
export const markerColumns = { row: "【原文件行号】", reason: "【退回原因】" } as const;
const isMarker = (header: string): boolean => header === markerColumns.row || header === markerColumns.reason;

export interface HeaderRow {
  /** Headers as sent, without marker columns and without empty ones at the end. */
  readonly headers: readonly string[];
  /** Where each of `headers` stands in the file (0-based). */
  readonly columns: readonly number[];
  /** Columns of the file up to the last header. */
  readonly width: number;
  /** The file's row number of the header. */
  readonly row: number;
}

/** Which of the first rows is the header: blank rows and a title (one filled cell above a wider row) are passed over. Null: none. */
export const findHeaderRow = (rows: readonly (readonly string[])[]): HeaderRow | null => {
  for (let i = 0; i < rows.length; i++) {
    const cells = (rows[i] as readonly string[]).map((cell) => cell.trim());
    if (isBlankRecord(cells)) continue;
    const filled = cells.filter((cell) => cell !== "").length;
    const below = rows.slice(i + 1).find((row) => !isBlankRecord(row));
    if (filled === 1 && below && below.filter((cell) => cell.trim() !== "").length > 1) continue;
    let width = cells.length;
    while (width > 0 && cells[width - 1] === "") width--;
    const columns = cells.slice(0, width).flatMap((cell, column) => (isMarker(cell) ? [] : [column]));
    return { headers: columns.map((column) => cells[column] as string), columns, width, row: i + 1 };
  }
  return null;
};

/**
 * The cells of a data row in the order of `headers`. Filled cells beyond the header stay at the end, so that the check sees too many;
 * empty ones there are dropped (spreadsheets add separators).
 * @param padded the format leaves out empty cells at the end of a row (workbooks)
 */
export const rowReader = (header: HeaderRow, padded: boolean): ((cells: string[]) => string[]) => {
  const { columns, width } = header;
  const plain = columns.length === width;
  return (cells) => {
    if (plain && cells.length === width) return cells;
    let end = cells.length;
    while (end > width && cells[end - 1] === "") end--;
    if (padded) while (cells.length < width) cells.push("");
    if (plain) return cells.length <= width ? cells : cells.slice(0, end);
    const picked: string[] = [];
    for (const column of columns) {
      if (column >= cells.length) break;
      picked.push(cells[column] as string);
    }
    for (let i = width; i < end; i++) picked.push(cells[i] as string);
    return picked;
  };
};

const separators = [",", "\t", ";"] as const;
export type Separator = (typeof separators)[number];

/** The separator that gives the widest row among the first ones. */
const detectSeparator = (head: string): Separator => {
  let best: Separator = ",";
  let most = 1;
  for (const separator of separators) {
    let widest = 0;
    let records = 0;
    splitRecords(head, separator, (cells) => {
      if (records++ < 5) widest = Math.max(widest, cells.length);
    });
    if (widest > most) {
      most = widest;
      best = separator;
    }
  }
  return best;
};

/**
 * Separator and header of a CSV text.
 * @param beginning of the text; it may end within a record
 * @returns header null: none among the first 20 rows
 */
export const readBeginning = (beginning: string): { separator: Separator; header: HeaderRow | null } => {
  const separator = detectSeparator(beginning.slice(0, beginning.lastIndexOf("\n") + 1 || undefined));
  const rows: string[][] = [];
  splitRecords(beginning, separator, (cells) => {
    if (rows.length < 20) rows.push(cells);
  });
  return { separator, header: findHeaderRow(rows) };
};
