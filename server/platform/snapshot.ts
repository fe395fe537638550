import { addAbortSignal, Readable } from "node:stream";
import { problem } from "@chengxin/domain/problem.ts";
import type pg from "pg";
import type { Database } from "./db.ts";

/** Runs `work` on one look at the database, which nothing that others write meanwhile changes. Nothing can be written in it. */
export const inSnapshot = async <T>(
  { pool }: Pick<Database, "pool">,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    return await work(client);
  } finally {
    await giveBack(client);
  }
};

/** What was read is all there is to keep. */
const giveBack = async (client: pg.PoolClient): Promise<void> => {
  const broken = await client.query("rollback").then(
    () => false,
    () => true,
  );
  client.release(broken);
};

async function* piecesOf<T>(
  { pool }: Pick<Database, "pool">,
  work: (client: pg.PoolClient) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    yield* work(client);
  } finally {
    await giveBack(client);
  }
}

/** Each stream keeps a connection until it has been read, nobody fetches from it any more, or its time is over. */
const mostStreams = 4;
const longestMs = 10 * 60_000;
const idleMs = 30_000;
const under = new Set<string>();

/** Ends the stream when nothing is fetched for a while: who stops reading keeps nobody else from it. */
async function* whileFetched<T>(pieces: AsyncGenerator<T>, giveUp: () => void, idle: number): AsyncGenerator<T> {
  for await (const piece of pieces) {
    const timer = setTimeout(giveUp, idle);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * Text or bytes made piece by piece from one look at the database, as fast as they are fetched; the database is asked when the first piece is wanted.
 * @param by who asks: one stream at a time for each
 * @throws Problem service.busy when too many are under way
 */
export const streamSnapshot = (
  database: Pick<Database, "pool">,
  by: string,
  work: (client: pg.PoolClient) => AsyncGenerator<string | Uint8Array>,
  idle: number = idleMs,
): Readable => {
  if (under.size >= mostStreams || under.has(by)) throw problem("service.busy");
  under.add(by);
  const pieces = whileFetched(piecesOf(database, work), () => stream.destroy(), idle);
  const stream: Readable = Readable.from(pieces, { objectMode: false });
  stream.once("close", () => under.delete(by));
  return addAbortSignal(AbortSignal.timeout(longestMs), stream);
};
