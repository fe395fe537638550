import { entryLength } from "@chengxin/verifier/entry.js";
import type { Sql } from "../platform/db.ts";
import { sql } from "kysely";

/** The newest signed checkpoint of a log. */
export const newestCheckpoint = async (
  db: Sql,
  logNo: number,
): Promise<{ readonly size: number; readonly root: Buffer; readonly note: string; readonly at: Date } | null> =>
  (await db
    .selectFrom("log_checkpoint")
    .select(["size", "root", "note", "at"])
    .where("log_no", "=", logNo)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst()) ?? null;

/** Hashes of a tile, `width` of them; null when the log does not have so many there. */
export const tileHashes = async (
  db: Sql,
  logNo: number,
  level: number,
  n: number,
  width: number,
): Promise<Buffer | null> => {
  const row = await db
    .selectFrom("log_tile")
    .select("hashes")
    .where("log_no", "=", logNo)
    .where("level", "=", level)
    .where("n", "=", n)
    .executeTakeFirst();
  return row && row.hashes.length >= width * 32 ? row.hashes.subarray(0, width * 32) : null;
};

/** Entries `from` up to, not including, `to`, one after another as they were logged; null when the log does not have them all. */
export const entriesBetween = async (db: Sql, logNo: number, from: number, to: number): Promise<Buffer | null> => {
  const { rows } = await sql<{ part: Buffer }>`
    select substr(g.entries, (greatest(${from}::bigint, g.first_index) - g.first_index)::integer * ${entryLength} + 1,
      (least(${to}::bigint, g.first_index + g.leaves) - greatest(${from}::bigint, g.first_index))::integer * ${entryLength}) as part
    from log_group g
    where g.log_no = ${logNo} and g.first_index < ${to}
      and g.first_index >= (select max(first_index) from log_group where log_no = ${logNo} and first_index <= ${from})
    order by g.first_index`.execute(db);
  const entries = Buffer.concat(rows.map(({ part }) => part));
  return entries.length === (to - from) * entryLength ? entries : null;
};

/** c2sp.org/tlog-tiles: each entry after its length in two bytes. */
export const bundleOf = (entries: Buffer): Buffer => {
  const count = entries.length / entryLength;
  const bundle = Buffer.alloc(count * (2 + entryLength));
  for (let i = 0; i < count; i++) {
    bundle.writeUInt16BE(entryLength, i * (2 + entryLength));
    entries.copy(bundle, i * (2 + entryLength) + 2, i * entryLength, (i + 1) * entryLength);
  }
  return bundle;
};
