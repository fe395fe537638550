import type pg from "pg";
import { roundLock } from "../round.ts";
import type { Policy } from "./configure.ts";

/**
 * Which checkpoint readers get: the newest one with enough cosignatures, as long as it was overtaken no more than ten seconds ago; else the newest. It is
 * written down, so that all processes show the same and none ever goes back: a reader takes a log that does for one that lies.
 */

/** A checkpoint with its cosignatures is shown for so long after a newer one was signed. */
const patienceMs = 10_000;
/** After this the choice is no longer believed: whoever makes it has stopped. Longer than `patienceMs`. */
const forgottenMs = 15_000;

interface Sizes {
  readonly newest: number | null;
  /** The newest with enough cosignatures. */
  readonly cosigned: number | null;
  /** When the one after it was signed. */
  readonly overtakenAt: Date | null;
  readonly published: number | null;
  readonly publishedAt: Date | null;
  readonly publishedPolicy: number | null;
}

const sizes = `
  with newest as (select max(size) as size from log_checkpoint where log_no = $1),
  cosigned as (
    select s.size from log_cosignature s join log_witness w using (witness_no)
    where s.log_no = $1 and w.ended_at is null and s.size >= coalesce((select p.size from log_published p where p.log_no = $1), 0)
    group by s.size having count(*) >= $2 order by s.size desc limit 1
  )
  select (select size from newest) as newest, (select size from cosigned) as cosigned,
    (select c.at from log_checkpoint c where c.log_no = $1 and c.size > (select size from cosigned) order by c.size limit 1) as "overtakenAt",
    p.size as published, p.at as "publishedAt", p.policy_no as "publishedPolicy"
  from (select) one left join log_published p on p.log_no = $1`;

const isWithin = (moment: Date | null, at: Date, ms: number): boolean =>
  moment !== null && Math.abs(at.getTime() - moment.getTime()) <= ms;

const write = (client: pg.ClientBase, logNo: number, size: number, policyNo: number, at: Date): Promise<unknown> =>
  client.query(
    `insert into log_published (log_no, size, policy_no, at) values ($1, $2, $3, $4)
     on conflict (log_no) do update set size = excluded.size, policy_no = excluded.policy_no, at = excluded.at`,
    [logNo, size, policyNo, at],
  );

/** Until now readers got whatever was newest; nothing newer may be signed between looking and writing. */
const beginWithNewest = async (client: pg.ClientBase, logNo: number, policyNo: number, at: Date): Promise<void> => {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [roundLock]);
    const { rows } = await client.query<Sizes>(sizes, [logNo, 1]);
    const newest = rows[0]?.newest ?? null;
    if (newest !== null) await write(client, logNo, newest, policyNo, at);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
};

/**
 * Chooses anew. One process at a time does, on a connection of its own; it goes through no `transact`, since a choice of what is shown is no fact.
 * @param policy with a quorum over 0
 */
export const publish = async (
  client: pg.ClientBase,
  logNo: number,
  { policyNo, quorum }: Policy,
  at: Date,
): Promise<void> => {
  const { rows } = await client.query<Sizes>(sizes, [logNo, quorum]);
  const known = rows[0];
  if (!known || known.newest === null) return;
  if (known.publishedPolicy !== policyNo || !isWithin(known.publishedAt, at, patienceMs))
    return beginWithNewest(client, logNo, policyNo, at);
  const { newest, cosigned, overtakenAt } = known;
  const isFresh = cosigned === newest || isWithin(overtakenAt, at, patienceMs);
  await write(client, logNo, cosigned !== null && isFresh ? cosigned : newest, policyNo, at);
};

const shown = `
  select c.size, c.root, c.note, c.at, coalesce((
    select string_agg(s.line, '' order by s.witness_no) from log_cosignature s join log_witness w using (witness_no)
    where s.log_no = c.log_no and s.size = c.size and w.ended_at is null
  ), '') as lines
  from log_checkpoint c
  where c.log_no = $1 and c.size = coalesce(
    (select p.size from log_published p join (select policy_no, quorum from log_policy order by policy_no desc limit 1) y using (policy_no)
     where p.log_no = $1 and y.quorum > 0 and abs(extract(epoch from p.at - $2::timestamptz)) * 1000 <= ${forgottenMs}),
    (select max(size) from log_checkpoint where log_no = $1)
  )`;

/** What readers get of a log. */
export interface ShownCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** Signed by the log, and cosigned by those witnesses that have. */
  readonly note: string;
  readonly at: Date;
}

/** null: nothing was signed yet. */
export const shownCheckpoint = async (
  { pool }: { readonly pool: Pick<pg.ClientBase, "query"> },
  logNo: number,
  at: Date,
): Promise<ShownCheckpoint | null> => {
  const { rows } = await pool.query<ShownCheckpoint & { lines: string }>({
    name: "log.shown-checkpoint",
    text: shown,
    values: [logNo, at],
  });
  if (!rows[0]) return null;
  const { lines, note, ...its } = rows[0];
  return { ...its, note: note + lines };
};
