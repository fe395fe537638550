import type { Actor } from "@chengxin/domain/access/actor.ts";
import { addDays } from "@chengxin/domain/calendar/plain-date.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { dayInShanghai, type Clock } from "../../platform/clock.ts";
import { NothingToDo, transactIfDue, type Database, type Tx } from "../../platform/db.ts";
import type { Keyring } from "../../platform/keys/keyring.ts";
import { presentLog, type Log } from "../keys.ts";
import { logStatements } from "../log-statements.ts";
import { HeadTable } from "./head-table.ts";
import { treeRoot, type Branch } from "./heads-tree.ts";
import { appendEntries, branchesOver, noncesOf, storedHeads } from "./walk-heads.ts";

export interface HeadsServices {
  readonly database: Database;
  readonly keys: Keyring;
  readonly clock: Clock;
}

type Reader = Pick<pg.ClientBase, "query">;

const actor: Actor = { kind: "system", name: "log" };
const lock = 7_316_020_210;
/** So long after midnight the heads are made: what was begun before it is stored by then. */
const afterMidnightMs = 5 * 60_000;
const rowsAtOnce = 5000;

/** The newest day whose heads are in the log. */
export interface StoredDay {
  readonly day: PlainDate;
  readonly size: number;
  readonly root: Buffer;
  readonly nonce_key: number;
}

export const newestDay = async (client: Reader, logNo: number): Promise<StoredDay | null> =>
  (
    await client.query<StoredDay>(
      "select day, size, root, nonce_key from log_day where log_no = $1 order by day desc limit 1",
      [logNo],
    )
  ).rows[0] ?? null;

/** What is to be made: of which log, the day, after which heads, up to which entry. */
interface Due {
  readonly log: Log;
  readonly day: PlainDate;
  readonly before: StoredDay | null;
  readonly size: number;
}

const midnight = (day: PlainDate): Date => new Date(`${day}T00:00:00+08:00`);

/** @returns null: the heads of the last day are there, or entries of that day still wait for their place */
const dueNow = async (client: Reader, { clock }: Pick<HeadsServices, "clock">, since: Date): Promise<Due | null> => {
  const log = await presentLog(client);
  if (!log) return null;
  const present = dayInShanghai(new Date(clock.now().getTime() - afterMidnightMs));
  const day = addDays(present, -1);
  const before = await newestDay(client, log.logNo);
  if (before && before.day >= day) return null;
  const { rows } = await client.query<{ size: number; waits: boolean }>(
    `select size, exists (select from log_group where first_index is null and at < $2) as waits
     from log_checkpoint where log_no = $1 order by size desc limit 1`,
    [log.logNo, before ? midnight(present) : since],
  );
  const [newest] = rows;
  return newest && !newest.waits ? { log, day, before, size: newest.size } : null;
};

const largest = async (client: pg.ClientBase): Promise<number> =>
  (await client.query<{ last: number }>("select coalesce(max(organisation_id), 0) as last from organisation_directory"))
    .rows[0]?.last ?? 0;

/** Organisations that were registered since stand in the tree without entries. */
const addNewcomers = `
  insert into log_head (organisation_id, bucket, count, head)
  select organisation_id, (get_byte(key, 0) * 16 + get_byte(key, 1) / 16)::smallint, 0, decode(repeat('00', 32), 'hex')
  from (select organisation_id, sha256(convert_to(E'cx1:key\\n' || uscc, 'UTF8')) as key from organisation_directory d
    where not exists (select from log_head h where h.organisation_id = d.organisation_id)) n`;

const storeChanged = async (client: pg.ClientBase, table: HeadTable): Promise<void> => {
  const changed = [...table.changed];
  for (let at = 0; at < changed.length; at += rowsAtOnce) {
    const ids = changed.slice(at, at + rowsAtOnce);
    const heads = ids.map((id) => table.get(id));
    const { rowCount } = await client.query(
      `update log_head h set count = w.count, head = w.head from unnest($1::integer[], $2::integer[], $3::bytea[]) as w (organisation_id, count, head)
       where h.organisation_id = w.organisation_id`,
      [ids, heads.map(({ count }) => count), heads.map(({ head }) => head)],
    );
    if (rowCount !== ids.length) throw new Error("an entry of the log names an organisation that isn't registered");
  }
};

const storeBranches = (client: pg.ClientBase, branches: readonly Branch[]): Promise<unknown> =>
  client.query(
    `insert into log_bucket (bucket, organisations, root) select * from unnest($1::smallint[], $2::integer[], $3::bytea[])
     on conflict (bucket) do update set organisations = excluded.organisations, root = excluded.root`,
    [branches.map((_, bucket) => bucket), branches.map((b) => b.organisations), branches.map((b) => b.root)],
  );

/** The stored heads, when they still give the root that was logged of them; null when not. */
const trustedHeads = async (
  client: pg.ClientBase,
  keys: Keyring,
  { day, root, nonce_key }: StoredDay,
  signal: AbortSignal | undefined,
): Promise<HeadTable | null> => {
  const nonces = noncesOf(keys, nonce_key, day);
  if (!nonces) return null;
  const table = new HeadTable(await largest(client));
  for await (const lot of storedHeads(client)) for (const row of lot) table.set(row.organisation_id, row);
  const branches = await branchesOver(client, table, nonces, signal);
  return treeRoot(branches).root.equals(root) ? table : null;
};

/** The heads of a day as they were made. */
export interface MadeHeads {
  readonly day: PlainDate;
  readonly size: number;
  readonly organisations: number;
  /** The stored heads didn't give the root that was logged of them: all were made again from the entries. */
  readonly again: boolean;
}

const makeDue = async (
  tx: Tx,
  { keys }: Pick<HeadsServices, "keys">,
  { log, day, before, size }: Due,
  signal: AbortSignal | undefined,
): Promise<MadeHeads> => {
  const { client } = tx;
  const trusted = before && (await trustedHeads(client, keys, before, signal));
  if (!trusted)
    await client.query("update log_head set count = 0, head = decode(repeat('00', 32), 'hex') where count <> 0");
  await client.query(addNewcomers);
  const table = trusted ?? new HeadTable(await largest(client));
  await appendEntries(client, log, table, trusted ? (before?.size ?? 0) : 0, size, signal);
  await storeChanged(client, table);
  const { keyVersion } = keys.mac("log", "");
  const nonces = noncesOf(keys, keyVersion, day);
  if (!nonces) throw new Error("the key that was in use a moment ago is gone");
  const branches = await branchesOver(client, table, nonces, signal);
  await storeBranches(client, branches);
  const { organisations, root } = treeRoot(branches);
  const statement = { kind: "heads", day, size, organisations, root: root.toString("hex") } as const;
  const [logAt] = await logStatements(tx, [statement]);
  await client.query(
    "insert into log_day (log_no, day, size, organisations, root, nonce_key, log_at) values ($1, $2, $3, $4, $5, $6, $7)",
    [log.logNo, day, size, organisations, root, keyVersion, logAt],
  );
  const made = { day, size, organisations, again: before !== null && trusted === null };
  tx.note({ action: "log.heads_made", object: `log:${log.logNo}`, data: { ...made, root: statement.root } });
  return made;
};

/**
 * Makes the heads of the last day that is over, when they are missing: from the entries since the day before, in one transaction with their entry in the
 * log. Days that were missed stay without: the next heads count everything.
 * @param since for the first heads of a log: entries from before it are waited for
 * @returns null: nothing is due, or another process is at it
 */
export const makeHeads = async (
  services: HeadsServices,
  since: Date,
  signal?: AbortSignal,
): Promise<MadeHeads | null> => {
  const { database, clock } = services;
  if (!(await dueNow(database.pool, services, since))) return null;
  return transactIfDue(database, { actor, at: clock.now() }, async (tx) => {
    const { rows } = await tx.client.query<{ held: boolean }>("select pg_try_advisory_xact_lock($1) as held", [lock]);
    const due = rows[0]?.held ? await dueNow(tx.client, services, since) : null;
    if (!due) throw new NothingToDo();
    return makeDue(tx, services, due, signal);
  });
};
