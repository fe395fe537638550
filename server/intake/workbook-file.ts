import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { refuseFile } from "./file-refused.ts";
import { findHeaderRow, type HeaderRow } from "@chengxin/domain/intake/header-row.ts";
import type { FileNote, IntakeFile, RawChunk } from "./intake-file.ts";
import { blockBytes, maxChunkRows, maxColumns } from "./limits.ts";
import { isBlankRecord } from "@chengxin/domain/intake/split-records.ts";
import { sheetRows, type SheetRow } from "./sheet-rows.ts";
import { readWorkbook, type Sheet, type Workbook } from "./workbook-parts.ts";
import { openWorkbookZip, type WorkbookZip } from "./workbook-zip.ts";

/** The header is looked for among so many rows. */
const headerWithin = 20;

const sha256Of = async (file: FileHandle, size: number): Promise<Buffer> => {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(Math.min(size, blockBytes));
  for (let at = 0; at < size;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) throw refuseFile("file.changed_while_reading");
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest();
};

/** The rows at the beginning of a sheet; null when no cell of it holds anything. */
const firstRows = async (zip: WorkbookZip, workbook: Workbook, sheet: Sheet): Promise<SheetRow[] | null> => {
  const first: SheetRow[] = [];
  let filled = false;
  for await (const rows of sheetRows(zip, workbook, sheet, maxColumns)) {
    for (const row of rows) if (first.length < headerWithin) first.push(row);
    filled ||= rows.some((row) => !isBlankRecord(row.cells));
    if (filled && first.length >= headerWithin) break;
  }
  return filled ? first : null;
};

/** Where the header is among the first rows; rows that the sheet leaves out count. */
const headerOf = (rows: readonly SheetRow[]): HeaderRow => {
  const first: string[][] = [];
  for (const { row, cells } of rows) {
    if (row > headerWithin) break;
    while (first.length < row - 1) first.push([]);
    first[row - 1] = cells;
  }
  const header = findHeaderRow(first);
  if (!header || header.headers.length === 0) throw refuseFile("file.no_header");
  if (header.width > maxColumns) throw refuseFile("file.kind_unknown");
  return header;
};

/** Cuts rows into chunks, always at the same places: by the characters in their cells and their number. */
async function* cutRows(
  batches: AsyncIterable<SheetRow[]>,
  after: number,
  chunkBytes: number,
): AsyncGenerator<SheetRow[]> {
  let chunk: SheetRow[] = [];
  let size = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.row <= after || isBlankRecord(row.cells)) continue;
      chunk.push(row);
      for (const cell of row.cells) size += cell.length * 2 + 1;
      if (size < chunkBytes && chunk.length < maxChunkRows) continue;
      yield chunk;
      chunk = [];
      size = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * Reads a workbook through once: its parts are whole and well-formed, and which of its sheets is meant (the first visible one that holds anything).
 * @throws FileRefused
 */
export const openWorkbook = async (file: FileHandle, chunkBytes: number): Promise<IntakeFile> => {
  const stat = await file.stat();
  const sha256 = await sha256Of(file, stat.size);
  const zip = await openWorkbookZip(file);
  const workbook = await readWorkbook(zip);
  let sheet: Sheet | undefined;
  let first: SheetRow[] | null = null;
  for (const candidate of workbook.sheets) {
    sheet = candidate;
    first = await firstRows(zip, workbook, candidate);
    if (first) break;
  }
  if (!sheet || !first) throw refuseFile("file.xlsx_empty");
  const chosen = sheet;
  const header = headerOf(first);

  let formulas = 0;
  let valueless = 0;
  let lastRow = 0;
  async function* counted(): AsyncGenerator<SheetRow[]> {
    for await (const rows of sheetRows(zip, workbook, chosen, header.width)) {
      for (const row of rows) {
        formulas += row.formulas;
        valueless += row.valueless;
        lastRow = row.row;
      }
      yield rows;
    }
  }
  let chunkCount = 0;
  for await (const _ of cutRows(counted(), header.row, chunkBytes)) chunkCount++;

  const notes: FileNote[] = [];
  if (header.row > 1) notes.push({ code: "file.title_rows_skipped", data: { rows: header.row - 1 } });
  if (workbook.sheets.length > 1)
    notes.push({ code: "file.first_sheet_of_several", data: { sheet: chosen.name, sheets: workbook.sheets.length } });
  if (formulas > 0) notes.push({ code: "file.formula_values_taken", data: { cells: formulas } });
  if (valueless > 0) notes.push({ code: "file.formula_without_value", data: { cells: valueless } });

  const assertUnchanged = async (): Promise<void> => {
    const now = await file.stat();
    if (now.size !== stat.size || now.mtimeMs !== stat.mtimeMs) throw refuseFile("file.changed_while_reading");
  };
  return {
    bytes: stat.size,
    sha256,
    format: { kind: "rows", header },
    chunkCount,
    chunkBytes,
    notes,
    async *chunks(leaveOut) {
      let no = 0;
      for await (const rows of cutRows(sheetRows(zip, workbook, chosen, header.width), header.row, chunkBytes)) {
        const number = no++;
        if (leaveOut(number)) continue;
        await assertUnchanged();
        const firstRow = (rows[0] as SheetRow).row;
        const chunk: RawChunk = {
          no: number,
          firstRow,
          bytes: null,
          rows: rows.map((row) => row.cells),
          rowNumbers: rows.map((row) => row.row),
          progress: (rows.at(-1) as SheetRow).row / lastRow,
        };
        yield chunk;
      }
      await assertUnchanged();
    },
    close: () => file.close(),
  };
};
