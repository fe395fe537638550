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

/** Each stream keeps a connection until it has been read or its time is over. */
const mostStreams = 3;
const longestMs = 10 * 60_000;
let streams = 0;

/**
 * Text or bytes made piece by piece from one look at the database, as fast as they are fetched; the database is asked when the first piece is wanted.
 * @throws Problem service.busy when too many are under way
 */
export const streamSnapshot = (
  database: Pick<Database, "pool">,
  work: (client: pg.PoolClient) => AsyncGenerator<string | Uint8Array>,
): Readable => {
  if (streams >= mostStreams) throw problem("service.busy");
  streams += 1;
  const stream = Readable.from(piecesOf(database, work), { objectMode: false });
  stream.once("close", () => (streams -= 1));
  return addAbortSignal(AbortSignal.timeout(longestMs), stream);
};
