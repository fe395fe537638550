import { hash } from "node:crypto";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { parseVkey, type NoteKey } from "@chengxin/verifier/note.js";
import { NothingToDo, transact, transactIfDue, type Database } from "../platform/db.ts";

/** Which logs this instance witnesses: configured by the operator, by origin and keys. */

export const originHash = (origin: string): Buffer => hash("sha256", origin, "buffer");

/** Keys that are trusted for a log; null: it is not witnessed. */
export const keysOfLog = async ({ pool }: Pick<Database, "pool">, origin: string): Promise<NoteKey[] | null> => {
  const { rows } = await pool.query<{ vkey: string }>({
    name: "witness.keys-of-log",
    text: "select k.vkey from witnessed_log l join witnessed_log_key k using (origin) where origin = $1 and l.ended_at is null",
    values: [origin],
  });
  return rows.length === 0 ? null : Promise.all(rows.map(({ vkey }) => parseVkey(vkey, "log")));
};

/** The newest cosigned checkpoint of a log, by the hash of its origin in hex; null: none was ever cosigned. */
export const cosignedCheckpoint = async ({ pool }: Pick<Database, "pool">, hex: string): Promise<string | null> => {
  const { rows } = await pool.query<{ note: string | null }>({
    name: "witness.cosigned-checkpoint",
    text: "select signed || cosignatures as note from witnessed_log where origin_hash = $1",
    values: [Buffer.from(hex, "hex")],
  });
  return rows[0]?.note ?? null;
};

export interface WitnessedLog {
  readonly origin: string;
  readonly vkeys: readonly string[];
  readonly addedAt: Date;
  readonly endedAt: Date | null;
  readonly size: number;
  /** Seconds since 1970; null: nothing was cosigned yet. */
  readonly cosignedAt: number | null;
  /** Checkpoints with another root than the one cosigned, signed by the log itself. */
  readonly forks: number;
}

export const listWitnessedLogs = async ({ pool }: Pick<Database, "pool">): Promise<WitnessedLog[]> =>
  (
    await pool.query<WitnessedLog>(
      `select origin, added_at as "addedAt", ended_at as "endedAt", size, cosigned_at as "cosignedAt",
         (select array_agg(k.vkey order by k.added_at, k.vkey) from witnessed_log_key k where k.origin = l.origin) as vkeys,
         (select count(*)::integer from witnessed_fork f where f.origin = l.origin) as forks
       from witnessed_log l order by origin`,
    )
  ).rows;

interface By {
  readonly actor: Actor;
  readonly at: Date;
}

const originFault = /[\p{Cc}\p{Surrogate}]/u;

/**
 * From now on the log is witnessed, or has one more key. One that was witnessed before goes on where it was.
 * @throws Error in words
 */
export const addLog = async (database: Database, origin: string, vkey: string, by: By): Promise<void> => {
  if (origin === "" || origin.length > 500 || originFault.test(origin))
    throw new Error("the origin is the first line of the log's checkpoints, such as credit.example.cn/log");
  await parseVkey(vkey, "log").catch(() => {
    throw new Error(
      "that is no verifier key of a log: it has the form name+8 hexadecimal digits+base64, and is on the log's own page",
    );
  });
  if ((await database.pool.query("select from log where origin = $1", [origin])).rowCount)
    throw new Error("that is this instance's own log: a witness of itself says nothing to others");
  await transact(database, by, async ({ client, note }) => {
    await client.query(
      `insert into witnessed_log (origin, origin_hash, added_at) values ($1, $2, $3)
       on conflict (origin) do update set ended_at = null`,
      [origin, originHash(origin), by.at],
    );
    await client.query(
      "insert into witnessed_log_key (origin, vkey, added_at) values ($1, $2, $3) on conflict do nothing",
      [origin, vkey, by.at],
    );
    note({
      action: "witness.log-added",
      object: `witnessed_log:${originHash(origin).toString("hex")}`,
      data: { origin, vkey },
    });
  });
};

/** @returns whether it was witnessed until now */
export const removeLog = async (database: Database, origin: string, by: By): Promise<boolean> => {
  const removed = await transactIfDue(database, by, async ({ client, note }) => {
    const { rowCount } = await client.query(
      "update witnessed_log set ended_at = $2 where origin = $1 and ended_at is null",
      [origin, by.at],
    );
    if (rowCount === 0) throw new NothingToDo();
    note({
      action: "witness.log-removed",
      object: `witnessed_log:${originHash(origin).toString("hex")}`,
      data: { origin },
    });
    return true;
  });
  return removed ?? false;
};
