import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import type pg from "pg";
import { transact, type Database } from "../platform/db.ts";
import type { FileNote } from "./intake-file.ts";

export interface BatchHead {
  readonly itemNumber: number;
  readonly sourceNumber: number;
  readonly fileName: string;
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly layout: string;
  readonly headers: readonly string[];
  readonly chunkBytes: number;
  readonly chunkCount: number;
  /** Of text files. */
  readonly encoding: string | null;
  readonly notes: readonly FileNote[];
  readonly demonstration: boolean;
}

/** A batch that this process alone works on. */
export interface OpenBatch {
  readonly id: number;
  readonly chunkBytes: number;
  readonly startedAt: Date;
  /** Chunks stored by an earlier run that was cut off. */
  readonly stored: ReadonlySet<number>;
  release(): Promise<void>;
}

interface Unfinished {
  batch_id: number;
  chunk_bytes: number;
  started_at: Date;
}

// Any number, the same in every version: with it and the batch's number a process says that it works on the batch.
const lockSpace = 731_602;

const unfinished = async (database: Database, head: BatchHead): Promise<Unfinished | undefined> => {
  const { rows } = await database.pool.query<Unfinished>(
    "select batch_id, chunk_bytes, started_at from batch where file_sha256 = $1 and item_id = $2 and source_id = $3 and state = 'running'",
    [head.sha256, head.itemNumber, head.sourceNumber],
  );
  return rows[0];
};

const insert = (database: Database, by: { actor: Actor; at: Date }, head: BatchHead): Promise<void> =>
  transact(database, by, async (tx) => {
    const { rows } = await tx.client.query<{ batch_id: number }>(
      `insert into batch (item_id, source_id, file_name, file_sha256, file_bytes, layout, header, chunk_bytes, chunk_count, encoding, file_notes, demonstration, state, started_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'running', $13) returning batch_id`,
      [
        head.itemNumber,
        head.sourceNumber,
        head.fileName,
        head.sha256,
        head.bytes,
        head.layout,
        JSON.stringify(head.headers),
        head.chunkBytes,
        head.chunkCount,
        head.encoding,
        JSON.stringify(head.notes),
        head.demonstration,
        by.at,
      ],
    );
    tx.note({
      action: "batch.started",
      object: `batch:${rows[0]?.batch_id}`,
      data: { item: head.itemNumber, source: head.sourceNumber, bytes: head.bytes },
    });
  });

const lock = async (client: pg.PoolClient, batch: number): Promise<boolean> => {
  const { rows } = await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1, $2) as locked", [
    lockSpace,
    batch % 2 ** 31,
  ]);
  return rows[0]?.locked ?? false;
};

/**
 * Begins a batch, or goes on with one of the same file, item and source that was cut off. When another process works on that very batch, waits for it.
 * @param onWait called once when there is somebody to wait for
 */
export const openBatch = async (
  database: Database,
  by: { actor: Actor; now(): Date },
  head: BatchHead,
  onWait: () => void,
): Promise<OpenBatch> => {
  const client = await database.pool.connect();
  let waited = false;
  try {
    for (;;) {
      const found = await unfinished(database, head);
      if (!found) {
        await insert(database, { actor: by.actor, at: by.now() }, head).catch((error: unknown) => {
          if ((error as { code?: string }).code !== "23505") throw error; // begun by another process just now
        });
        continue;
      }
      if (!(await lock(client, found.batch_id))) {
        if (!waited) onWait();
        waited = true;
        await sleep(100);
        continue;
      }
      const again = await unfinished(database, head);
      if (again?.batch_id !== found.batch_id) {
        await client.query("select pg_advisory_unlock($1, $2)", [lockSpace, found.batch_id % 2 ** 31]);
        continue;
      }
      const { rows } = await client.query<{ chunk_no: number }>(
        "select chunk_no from batch_chunk where batch_id = $1",
        [found.batch_id],
      );
      return {
        id: found.batch_id,
        chunkBytes: found.chunk_bytes,
        startedAt: found.started_at,
        stored: new Set(rows.map((row) => row.chunk_no)),
        release: async () => {
          const broken = await client
            .query("select pg_advisory_unlock($1, $2)", [lockSpace, found.batch_id % 2 ** 31])
            .then(
              () => false,
              () => true,
            );
          client.release(broken);
        },
      };
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
};

/** Marks a batch as done. */
export const finishBatch = (
  database: Database,
  by: { actor: Actor; at: Date },
  batch: number,
  data: object,
): Promise<void> =>
  transact(database, by, async (tx) => {
    await tx.client.query(
      "update batch set state = 'finished', finished_at = greatest($2, started_at) where batch_id = $1 and state = 'running'",
      [batch, by.at],
    );
    tx.note({ action: "batch.finished", object: `batch:${batch}`, data });
  });

/** Marks a batch as one that can't go on (the file changed while it was read). */
export const failBatch = (
  database: Database,
  by: { actor: Actor; at: Date },
  batch: number,
  failure: string,
): Promise<void> =>
  transact(database, by, async (tx) => {
    await tx.client.query(
      "update batch set state = 'failed', failure = $3, finished_at = greatest($2, started_at) where batch_id = $1 and state = 'running'",
      [batch, by.at, failure],
    );
    tx.note({ action: "batch.failed", object: `batch:${batch}`, data: { failure } });
  });
