import { once, type EventEmitter } from "node:events";
import ExcelJS from "exceljs";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import { markerColumns } from "@chengxin/domain/intake/header-row.ts";
import type { ReceiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { columnLabel, type StoredRejection } from "./receipt.ts";

/** A sheet has 1,048,576 rows. */
export const mostRejectsInWorkbook = 1_000_000;
/** Comments are held in memory until the sheet is written; further down the same words stand in the second column only. */
const mostRowsWithComments = 2000;
/** Surplus cells of a row that are shown, however many were kept. */
const mostSurplus = 100;

const faulty = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFD9D6" } } as const;
const markerFill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFF1F1EC" } } as const;

/** Text, also for what is typed in later: a spreadsheet program would make a number of an all-digit code and lose its last digits. */
const textFormat = "@";

/** The stream that a sheet is written to, of an age before `writableNeedDrain`. */
type OldWritable = EventEmitter & { readonly _writableState?: { readonly needDrain: boolean } };

/** Waits until what has been written so far is on its way to the file: ExcelJS takes in rows without bound. */
const drained = async (sheet: ExcelJS.Worksheet): Promise<void> => {
  const { stream } = sheet as unknown as { stream?: { pipes?: OldWritable[] } };
  for (const pipe of stream?.pipes ?? []) if (pipe._writableState?.needDrain === true) await once(pipe, "drain");
};

export interface RejectsWorkbook {
  /** Resolves when the next row may follow. */
  add(rejection: StoredRejection): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes rejected rows as a workbook that can be mended and sent again: the header as sent, columns that were missing added, two columns in front that say
 * where a row came from and why it came back, faulty cells filled, in the first rows with a comment too. Rows go to the file as they come. All cells are text, so nothing in them is calculated.
 * @param missing fields that have no column in the file and that some row needs
 */
export const openRejectsWorkbook = (options: {
  path: string;
  item: CatalogueItem;
  headers: readonly string[];
  missing: readonly string[];
  words: ReceiptWords;
}): RejectsWorkbook => {
  const { item, headers, missing, words } = options;
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: options.path,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = book.addWorksheet(words.intake.sheet, { views: [{ state: "frozen", xSplit: 2, ySplit: 1 }] });
  const nameOf = (id: string): string => item.fields.find((field) => field.id === id)?.name.zh ?? id;
  const allHeaders = [...headers, ...missing.map(nameOf)];
  const columnOf = (column: number | null, field: string | null): number | null => {
    if (column !== null) return column;
    const added = field === null ? -1 : missing.indexOf(field);
    return added < 0 ? null : headers.length + added;
  };
  const style = { numFmt: textFormat };
  sheet.columns = [
    { width: 14, style },
    { width: 60, style },
    ...allHeaders.map((header) => ({ width: Math.min(40, Math.max(12, header.length * 2 + 2)), style })),
  ];
  const head = sheet.addRow([markerColumns.row, markerColumns.reason, ...allHeaders]);
  head.font = { bold: true };
  head.commit();
  let rows = 0;

  return {
    async add({ row, cells, problems }) {
      const sentences = problems.map(({ code, column, field, data }) => {
        const sentence = words.problem(code, data);
        const place = columnLabel(
          column === null ? null : (headers[column] ?? null),
          field === null ? null : nameOf(field),
        );
        return place === null ? sentence : `${place}：${sentence}`;
      });
      const filled = cells.slice(0, headers.length);
      while (filled.length < allHeaders.length) filled.push("");
      const line = sheet.addRow(
        [
          String(row),
          sentences.join("\n"),
          ...filled,
          ...cells.slice(headers.length, headers.length + mostSurplus),
        ].map((text) => (text === "" ? null : clean(text))),
      );
      for (let column = 1; column <= line.cellCount; column++) line.getCell(column).numFmt = textFormat;
      for (const marker of [1, 2]) line.getCell(marker).fill = markerFill;
      line.getCell(2).alignment = { wrapText: true, vertical: "top" };
      const withComments = rows++ < mostRowsWithComments;
      const comments = new Map<number, string[]>();
      problems.forEach(({ column, field, code, data }) => {
        const at = columnOf(column, field);
        if (at !== null) comments.set(at, [...(comments.get(at) ?? []), words.problem(code, data)]);
      });
      for (const [column, texts] of comments) {
        const cell = line.getCell(column + 3);
        cell.fill = faulty;
        if (withComments) cell.note = clean(texts.join("\n"));
      }
      line.commit();
      if (rows % 100 === 0) await drained(sheet);
    },
    close: async () => {
      sheet.commit();
      await book.commit();
    },
  };
};

const isXmlCharacter = (code: number): boolean =>
  (code >= 0x20 || code === 9 || code === 10 || code === 13) && code !== 0xfffe && code !== 0xffff;

/** Without what XML can't hold, and no longer than a cell may be. */
const clean = (text: string): string => {
  const kept = [...text].every((c) => isXmlCharacter(c.charCodeAt(0)))
    ? text
    : [...text].filter((c) => isXmlCharacter(c.charCodeAt(0))).join("");
  return kept.slice(0, 32_767);
};
