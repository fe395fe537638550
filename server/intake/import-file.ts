import { basename } from "node:path";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { allowed } from "@chengxin/domain/access/policy.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { HeaderMatch } from "@chengxin/domain/intake/checked-row.ts";
import { removeIdentityNumbers } from "@chengxin/domain/intake/identity-number.ts";
import { matchHeader } from "@chengxin/domain/intake/match-header.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { failBatch, finishBatch, openBatch, type BatchHead } from "./batches.ts";
import { ChunkPool, engineFor } from "./chunk-engine.ts";
import { writeReceipt } from "./deliver-receipt.ts";
import { FileRefused } from "./file-refused.ts";
import { ImportStopped, lastingFaults } from "./import-stopped.ts";
import type { IntakeFile } from "./intake-file.ts";
import type { Language } from "@chengxin/domain/text/receipt-words.ts";
import { defaultChunkBytes } from "./limits.ts";
import { openFile } from "./open-file.ts";
import type { Receipt } from "./receipt.ts";
import { storeFile } from "./store-file.ts";

export interface ImportServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Absolute; receipts go below it. */
  readonly dataDir: string;
}

/** How far an import is. */
export type ImportProgress =
  | { readonly kind: "checking" }
  | { readonly kind: "waiting" }
  | { readonly kind: "resumed"; readonly stored: number; readonly chunks: number }
  | {
      readonly kind: "stored";
      /** Part of the file, 0–1. */ readonly part: number;
      /** Rows read by this run. */ readonly rows: number;
    };

export interface ImportOptions {
  readonly path: string;
  readonly item: string;
  readonly source: string;
  readonly actor?: Actor;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** What the file is called in receipts; its own name by default. */
  readonly name?: string;
  /** Told the number of the batch before anything of the file is stored in it. */
  readonly begun?: (batch: number) => Promise<void>;
  /** Ends the import at the next chunk; the next run goes on with the batch. */
  readonly signal?: AbortSignal;
  /** Given the receipt before the batch is marked as finished: a receipt that did not arrive is made again by the next run. */
  readonly deliver?: (receipt: Receipt) => void | Promise<void>;
  /** Words of the rejected rows' workbook. */
  readonly language?: Language;
  readonly demonstration?: boolean;
  /** Threads to use, for several files one after another; else made and ended here. */
  readonly pool?: ChunkPool;
  /** Where chunks are cut; a batch that goes on keeps its own. For tests. */
  readonly chunkBytes?: number;
}

/** Thrown for an item or source that isn't there, or a source that may not send the item. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
  readonly reason: "unknownItem" | "unknownSource" | "sourceMayNot" | "actorMayNot";

  constructor(reason: ImportRefused["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** File names and headers are kept: a number that stands in one is taken out too. */
const withoutNumbers = (text: string, today: string): string => removeIdentityNumbers(text, today, "text").text;

const headerOf = (file: IntakeFile, services: ImportServices, options: ImportOptions, today: string): HeaderMatch => {
  const { items } = services.catalogue;
  const item = items.get(options.item);
  if (!item) throw new ImportRefused("unknownItem");
  const matched = matchHeader(item, file.format.header.headers, [...items.values()]);
  if ("match" in matched) return matched.match;
  throw new FileRefused(
    matched.problems.map(({ code, data }) => ({
      code,
      data: Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          typeof value === "string" ? withoutNumbers(value, today) : value,
        ]),
      ),
    })),
  );
};

/**
 * Takes in one file, from bytes to receipt. The same file sent again changes nothing; cut off at any instant and called again it goes on where it stopped
 * and ends in the same state with the same receipt.
 * @throws ImportRefused, FileRefused (nothing stored), ImportStopped (the batch is marked as failed, some of the file may be stored),
 * or whatever else went wrong: then the batch stays open and the next run goes on with it
 */
export const importFile = async (services: ImportServices, options: ImportOptions): Promise<Receipt> => {
  const { database, catalogue, clock } = services;
  const actor = options.actor ?? { kind: "operator", name: "import" };
  if (!allowed(actor, "intake.import-file")) throw new ImportRefused("actorMayNot");
  const item = catalogue.items.get(options.item);
  if (!item) throw new ImportRefused("unknownItem");
  const source = catalogue.sources.get(options.source);
  if (!source) throw new ImportRefused("unknownSource");
  if (!source.items.includes(item.id)) throw new ImportRefused("sourceMayNot");
  const today = clock.today();
  const onProgress = (progress: ImportProgress): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.(progress);
  };

  onProgress({ kind: "checking" });
  let file = await openFile(options.path, options.chunkBytes ?? defaultChunkBytes);
  const pool = options.pool ?? new ChunkPool();
  try {
    const match = headerOf(file, services, options, today);
    const name = withoutNumbers(options.name ?? basename(options.path), today);
    const head: BatchHead = {
      itemNumber: item.number,
      sourceNumber: source.number,
      fileName: name,
      sha256: file.sha256,
      bytes: file.bytes,
      layout: match.layout,
      headers: match.headers.map((header) => withoutNumbers(header, today)),
      chunkBytes: file.chunkBytes,
      chunkCount: file.chunkCount,
      encoding: file.format.kind === "csv" ? file.format.encoding : null,
      notes: file.notes,
      demonstration: options.demonstration ?? false,
    };
    const by = { actor, now: () => clock.now() };
    const batch = await openBatch(database, by, head, () => onProgress({ kind: "waiting" }));
    const receiptOf = (stopped: readonly string[]): Promise<Receipt> =>
      writeReceipt({
        database,
        dataDir: services.dataDir,
        batch: batch.id,
        item,
        source: source.id,
        file: name,
        sha256: head.sha256,
        layout: match.layout,
        encoding: head.encoding,
        headers: head.headers,
        fileNotes: file.notes,
        language: options.language ?? "zh",
        stopped,
      });
    try {
      await options.begun?.(batch.id);
      if (batch.chunkBytes !== file.chunkBytes) {
        await file.close();
        file = await openFile(options.path, batch.chunkBytes);
        if (!file.sha256.equals(head.sha256)) throw new FileRefused([{ code: "file.changed_while_reading", data: {} }]);
      }
      if (batch.stored.size > 0) onProgress({ kind: "resumed", stored: batch.stored.size, chunks: file.chunkCount });
      const task = {
        catalogue,
        itemId: item.id,
        sourceId: source.id,
        format: file.format,
        match,
        today,
        batch: batch.id,
      };
      await storeFile({
        database,
        catalogue,
        by,
        item,
        source,
        file,
        match,
        batch,
        engine: engineFor(pool, task, file.chunkCount),
        onProgress,
      });
      const receipt = await receiptOf([]);
      await options.deliver?.(receipt);
      const { read, accepted, corrected, duplicate, rejected, turnedAway } = receipt;
      await finishBatch(database, { actor, at: clock.now() }, batch.id, {
        item: item.id,
        source: source.id,
        read,
        accepted,
        corrected,
        duplicate,
        rejected,
        turnedAway,
      });
      return receipt;
    } catch (error) {
      const faults = lastingFaults(error);
      if (faults === null) throw error;
      // the batch must end even when its receipt is what fails
      const receipt = await receiptOf(faults.map((fault) => fault.code)).catch(() => null);
      const failure = faults.map(({ code, data }) => [code, ...Object.values(data)].join(" ")).join(", ");
      await failBatch(database, { actor, at: clock.now() }, batch.id, failure);
      if (receipt && receipt.read > 0) await options.deliver?.(receipt);
      throw new ImportStopped(faults, receipt);
    } finally {
      await batch.release();
    }
  } finally {
    await file.close();
    if (!options.pool) await pool.close();
  }
};
