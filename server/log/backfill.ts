import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import { logUnlogged } from "./log-versions.ts";

const actor: Actor = { kind: "system", name: "log" };
/** Any number, the same in every version: one process at a time logs what is from before the log. */
export const backfillLock = 7_316_020_197;
/** Organisations whose versions are logged in one transaction. */
const organisationsAtOnce = 500;

/**
 * Logs the versions that were stored before there was a log. Begins where the first one without an entry is, so that it goes on after an interruption;
 * done with, it finds nothing and costs a look.
 * @returns how many; null: another process is at it
 */
export const backfill = async (
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  signal?: AbortSignal,
): Promise<number | null> => {
  const guard = await database.pool.connect();
  let broken = true;
  try {
    const { rows } = await guard.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [backfillLock]);
    if (!rows[0]?.held) {
      broken = false;
      return null;
    }
    const range = await guard.query<{ first: number | null; last: number | null }>(
      "select min(organisation_id) as first, max(organisation_id) as last from record where log_at is null",
    );
    const first = range.rows[0]?.first ?? 0;
    const last = range.rows[0]?.last ?? -1;
    let logged = 0;
    for (let after = first - 1; after < last && !signal?.aborted;) {
      const upTo = after + organisationsAtOnce;
      const from = after;
      logged += await transact(database, { actor, at: clock.now() }, async (tx) => {
        const versions = await logUnlogged(tx, from, upTo);
        tx.note({ action: "log.backfilled", object: "log:present", data: { after: from, upTo, versions } });
        return versions;
      });
      after = upTo;
    }
    await guard.query("select pg_advisory_unlock($1)", [backfillLock]);
    broken = false;
    return logged;
  } finally {
    guard.release(broken);
  }
};
