import { setImmediate as nextTurn } from "node:timers/promises";
import { entryTypes } from "@chengxin/verifier/entry.js";
import type pg from "pg";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { inTransaction } from "../platform/in-transaction.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { inSnapshot } from "../platform/snapshot.ts";
import { leafHashes } from "./entry.ts";
import { Frontier, lastTiles } from "./frontier.ts";
import { GuardFileDamaged, readGuard, writeGuard, type GuardState, type Head } from "./guard.ts";
import { joinGroup } from "./places.ts";
import { activeSigners, presentLog, type Log } from "./keys.ts";
import { signCheckpoint } from "./signer.ts";
import { emptyRoot, readTiles, rootAt, TreeDamaged } from "./tree.ts";

/** Any number, the same in every version: one process at a time signs. */
export const roundLock = 7_316_020_196;
/** Entries that one round places, about; a group is never cut. */
const leavesAtOnce = 20_000;
const groupsAtOnce = 1000;

export interface RoundServices {
  readonly database: Database;
  readonly keys: Keyring;
  readonly clock: Clock;
  /** The guard's file. */
  readonly guardPath: string;
}

export const standReasons = ["rolledBack", "guardMissing", "guardDamaged", "treeDamaged", "contradicted"] as const;
export type StandReason = (typeof standReasons)[number];

/** The log signs nothing any more: what is stored is not what was signed. Publication goes on, entries wait. */
export class LogStands extends Error {
  override readonly name = "LogStands";
  readonly reason: StandReason;

  constructor(reason: StandReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Faults of tree and file as what they mean for the log. @throws LogStands */
const sayingWhy = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof TreeDamaged) throw new LogStands("treeDamaged", error.message, { cause: error });
    if (error instanceof GuardFileDamaged) throw new LogStands("guardDamaged", error.message, { cause: error });
    throw error;
  });

interface Group {
  readonly group_no: number;
  readonly leaves: number;
}

const newest = async (client: pg.ClientBase, logNo: number): Promise<{ size: number; root: Buffer } | null> =>
  (
    await client.query<{ size: number; root: Buffer }>(
      "select size, root from log_checkpoint where log_no = $1 order by size desc limit 1",
      [logNo],
    )
  ).rows[0] ?? null;

const sameHead = (head: Head, size: number, root: Buffer): boolean =>
  head.size === size && head.root === root.toString("hex");

/** A witness has a checkpoint of ours that we don't (server/log/witnesses/contradictions.ts). @throws LogStands */
const assertUncontradicted = async (client: pg.ClientBase, logNo: number): Promise<void> => {
  const { rows } = await client.query<{ size: number; name: string }>(
    "select c.size, w.name from log_contradiction c join log_witness w using (witness_no) where c.log_no = $1 limit 1",
    [logNo],
  );
  if (rows[0])
    throw new LogStands(
      "contradicted",
      `${rows[0].name} shows a checkpoint of ${rows[0].size} entries that this log signed and does not have: the database was set back, or somebody else has the key`,
    );
};

/**
 * Compares what the database has with what was signed.
 * @returns the groups of a checkpoint that was signed and perhaps not committed: it is made again, exactly so. null: nothing is pending
 * @throws LogStands
 */
const compare = async (
  client: pg.ClientBase,
  guard: GuardState,
  log: Log,
  size: number,
  root: Buffer,
): Promise<readonly number[] | null> => {
  // a log that continues another one was begun on purpose
  if (guard.logNo < log.logNo) return null;
  const { committed, intended } = guard;
  if (guard.logNo === log.logNo && guard.origin === log.origin) {
    if (intended && sameHead(intended, size, root)) return null;
    if (sameHead(committed, size, root)) return intended?.groups ?? null;
    // another process, with a file of its own, went on
    if (size > committed.size && sameHead(committed, committed.size, await rootAt(client, log.logNo, committed.size)))
      return null;
  }
  throw new LogStands(
    "rolledBack",
    `a tree of ${(intended ?? committed).size} entries was signed for ${guard.origin}, and the database has another one of ${size}: it was set back, or belongs to another installation`,
  );
};

/** The group that says which log a new one continues: its first. */
const beginning = `
  select g.group_no, g.leaves from log_statement s ${joinGroup("s")}
  where s.type = ${entryTypes.continuation} and g.first_index is null order by s.log_at desc limit 1`;

/** @param isFirst there is no checkpoint of this log yet */
const waiting = async (client: pg.ClientBase, redo: readonly number[] | null, isFirst: boolean): Promise<Group[]> => {
  if (redo) {
    const { rows } = await client.query<Group>(
      "select g.group_no, g.leaves from unnest($1::bigint[]) with ordinality as w (group_no, n) join log_group g using (group_no) where g.first_index is null order by w.n",
      [redo],
    );
    if (rows.length !== redo.length)
      throw new LogStands(
        "rolledBack",
        "entries of a tree that was signed are missing in the database: it was set back",
      );
    return rows;
  }
  if (isFirst) {
    const { rows } = await client.query<Group>(beginning);
    if (rows.length > 0) return rows;
  }
  const { rows } = await client.query<Group>(
    `select group_no, leaves from log_group where first_index is null order by group_no limit ${groupsAtOnce}`,
  );
  let leaves = 0;
  return rows.filter(({ leaves: more }) => {
    if (leaves >= leavesAtOnce) return false;
    leaves += more;
    return true;
  });
};

const openFrontier = async (client: pg.ClientBase, logNo: number, size: number, root: Buffer): Promise<Frontier> => {
  const wanted = lastTiles(size);
  const tiles = await readTiles(client, logNo, wanted);
  const frontier = new Frontier(size, tiles);
  if (tiles.length !== wanted.length || !(frontier.root() ?? emptyRoot).equals(root))
    throw new LogStands("treeDamaged", `the stored tree of ${size} entries is not the one that was signed`);
  return frontier;
};

const store = async (
  client: pg.ClientBase,
  log: Log,
  at: Date,
  frontier: Frontier,
  note: string,
  groups: readonly Group[],
  first: number,
  root: Buffer,
): Promise<void> => {
  const tiles = frontier.changed();
  await client.query(
    `insert into log_tile (log_no, level, n, hashes) select $1, * from unnest($2::smallint[], $3::bigint[], $4::bytea[])
     on conflict (log_no, level, n) do update set hashes = excluded.hashes`,
    [log.logNo, tiles.map(({ level }) => level), tiles.map(({ n }) => n), tiles.map(({ hashes }) => hashes)],
  );
  await client.query("insert into log_checkpoint (log_no, size, root, note, at) values ($1, $2, $3, $4, $5)", [
    log.logNo,
    frontier.size,
    root,
    note,
    at,
  ]);
  let next = first;
  const firsts = groups.map(({ leaves }) => (next += leaves) - leaves);
  const placed = await client.query(
    "update log_group g set log_no = $1, first_index = w.first from unnest($2::bigint[], $3::bigint[]) as w (group_no, first) where g.group_no = w.group_no",
    [log.logNo, groups.map((group) => group.group_no), firsts],
  );
  if (placed.rowCount !== groups.length) throw new Error("a group vanished while it was placed");
};

/** What a round did. */
export interface Round {
  readonly size: number;
  readonly leaves: number;
}

/** What is to be signed next, if what is stored is what was signed. @throws LogStands, GuardFileDamaged */
const lookForWork = async (client: pg.ClientBase, guardPath: string) => {
  // another process may have begun another log meanwhile
  const log = await presentLog(client);
  if (!log) throw new Error("the log was not begun");
  await assertUncontradicted(client, log.logNo);
  const last = await newest(client, log.logNo);
  const [size, root] = [last?.size ?? 0, last?.root ?? emptyRoot];
  const guard = readGuard(guardPath);
  if (!guard && last)
    throw new LogStands(
      "guardMissing",
      `the file of what was signed (${guardPath}) is missing: this database may be an older copy, and nobody here could tell`,
    );
  const redo = guard ? await compare(client, guard, log, size, root) : null;
  return { log, last, size, root, guard, redo, groups: await waiting(client, redo, last === null) };
};

const inRound = async (client: pg.ClientBase, services: RoundServices): Promise<Round | null> => {
  const { database, keys, clock, guardPath } = services;
  const { log, last, size, root, guard, redo, groups } = await lookForWork(client, guardPath);
  if (groups.length === 0 && last) return null;
  const frontier = await openFrontier(client, log.logNo, size, root);
  for (const { group_no: no, leaves } of groups) {
    const { rows } = await client.query<{ entries: Buffer }>("select entries from log_group where group_no = $1", [no]);
    frontier.append(leafHashes(rows[0]?.entries ?? Buffer.alloc(0), leaves));
    await nextTurn();
  }
  const nextRoot = frontier.root() ?? emptyRoot;
  const next: Head = { size: frontier.size, root: nextRoot.toString("hex") };
  if (redo && guard?.intended && !sameHead(guard.intended, frontier.size, nextRoot))
    throw new LogStands("rolledBack", "the entries of a tree that was signed are others in the database now");
  const signers = await activeSigners(database, keys, log.origin, clock.now());
  if (signers.length === 0) throw new Error("the log has no key that signs now");
  const note = await signCheckpoint(signers, log.origin, frontier.size, nextRoot);
  await writeGuard(guardPath, {
    format: "chengxin-log-1",
    logNo: log.logNo,
    origin: log.origin,
    committed: { size, root: root.toString("hex") },
    intended: { ...next, groups: groups.map((group) => group.group_no) },
  });
  await store(client, log, clock.now(), frontier, note, groups, size, nextRoot);
  return { size: frontier.size, leaves: frontier.size - size };
};

/**
 * Gives the entries that wait their places, in one transaction: hashes, tiles, a signed checkpoint. It doesn't go through `transact`: that an entry has
 * its place is no fact of its own.
 * @returns null: nothing waits, or another process is at it
 * @throws LogStands
 */
export const placeWaiting = (services: RoundServices): Promise<Round | null> =>
  sayingWhy(
    inTransaction(services.database, async (client) => {
      const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_xact_lock($1) as held", [
        roundLock,
      ]);
      return rows[0]?.held ? inRound(client, services) : null;
    }),
  );

/** Looks whether the next round would sign, and signs nothing. @throws LogStands */
export const checkWhatWasSigned = async ({
  database,
  guardPath,
}: Pick<RoundServices, "database" | "guardPath">): Promise<void> =>
  sayingWhy(
    inSnapshot(database, async (client) => {
      const { log, size, root } = await lookForWork(client, guardPath);
      await openFrontier(client, log.logNo, size, root);
    }),
  );
