import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { Database } from "../platform/db.ts";
import type { FileNote } from "./intake-file.ts";
import { receiptWords, type Language } from "@chengxin/domain/text/receipt-words.ts";
import { countBatch, problemTallies, rejections, type Receipt } from "./receipt.ts";
import { mostRejectsInWorkbook, openRejectsWorkbook } from "./rejects-workbook.ts";

export interface ReceiptInput {
  readonly database: Database;
  /** DATA_DIR. */
  readonly dataDir: string;
  readonly batch: number;
  readonly item: CatalogueItem;
  readonly source: string;
  readonly file: string;
  readonly sha256: Buffer;
  readonly layout: string;
  readonly encoding: string | null;
  readonly headers: readonly string[];
  readonly fileNotes: readonly FileNote[];
  readonly language: Language;
  /** Why the import ended before the end of the file; empty: it did not. */
  readonly stopped: readonly string[];
}

const folderOf = (dataDir: string): string => join(dataDir, "receipts");
const baseOf = (dataDir: string, batch: number, item: string): string =>
  join(folderOf(dataDir), `${String(batch).padStart(6, "0")}-${item}`);

/** Where the workbook of a batch's rejected rows lies. */
export const rejectsPath = (dataDir: string, batch: number, item: string): string =>
  `${baseOf(dataDir, batch, item)}-rejected.xlsx`;

/** Fields without a column that some rejected row needs, in the order of the item. */
const missingFields = async (input: ReceiptInput): Promise<string[]> => {
  const { rows } = await input.database.pool.query<{ field: string }>(
    `select distinct p ->> 'field' as field from rejection r, jsonb_array_elements(replace(r.problems, '\\u0000', '')::jsonb) p
     where r.batch_id = $1 and p ->> 'field' is not null and p ->> 'column' is null`,
    [input.batch],
  );
  const wanted = new Set(rows.map((row) => row.field));
  return input.item.fields.flatMap((field) => (wanted.has(field.id) ? [field.id] : []));
};

/**
 * Writes receipt and rejected rows below `receipts/`, from what is stored, so that they come out the same however often the import was cut off.
 * Files appear whole: written beside and renamed.
 */
export const writeReceipt = async (input: ReceiptInput): Promise<Receipt> => {
  mkdirSync(folderOf(input.dataDir), { recursive: true, mode: 0o750 });
  const base = baseOf(input.dataDir, input.batch, input.item.id);
  const { reasons, notes, noteFields, noteRows, problems, ...counts } = await countBatch(input.database, input.batch);
  const tallies = problemTallies(
    problems,
    input.headers,
    (id) => input.item.fields.find((field) => field.id === id)?.name.zh ?? id,
  );
  let rejects: string | null = null;
  if (counts.rejected > 0) {
    rejects = rejectsPath(input.dataDir, input.batch, input.item.id);
    const unfinished = `${rejects}.part`;
    const book = openRejectsWorkbook({
      path: unfinished,
      item: input.item,
      headers: input.headers,
      missing: await missingFields(input),
      words: receiptWords(input.language),
    });
    let written = 0;
    for await (const rows of rejections(input.database, input.batch)) {
      for (const row of rows) {
        tallies.take(row);
        if (written++ < mostRejectsInWorkbook) await book.add(row);
      }
    }
    await book.close();
    renameSync(unfinished, rejects);
  } else rmSync(rejectsPath(input.dataDir, input.batch, input.item.id), { force: true });
  const receipt: Receipt = {
    ...counts,
    batch: input.batch,
    item: input.item.id,
    source: input.source,
    file: input.file,
    sha256: input.sha256.toString("hex"),
    layout: input.layout,
    encoding: input.encoding,
    problems: tallies.done(),
    reasons,
    notes,
    noteFields,
    noteRows,
    fileNotes: input.fileNotes,
    stopped: input.stopped,
    rejects,
    receipt: `${base}.json`,
  };
  writeFileSync(`${base}.json.part`, `${JSON.stringify(receipt, null, 2)}\n`, { mode: 0o640 });
  renameSync(`${base}.json.part`, `${base}.json`);
  return receipt;
};
