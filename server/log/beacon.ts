import { randomBytes } from "node:crypto";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { NothingToDo, transactIfDue, type Database } from "../platform/db.ts";
import type { Clock } from "../platform/clock.ts";
import { logStatements } from "./log-statements.ts";

const actor: Actor = { kind: "system", name: "log" };
const lock = 7_316_020_211;

const isDue = async (client: Pick<pg.ClientBase, "query">, day: PlainDate): Promise<boolean> =>
  (await client.query("select from log_beacon where day >= $1 limit 1", [day])).rowCount === 0;

/**
 * Logs the day's random value, salted, so that from now on it is fixed and not known; it is laid open when the day is over. A day on which nothing ran has none:
 * a value of yesterday that is made today could be chosen.
 * @returns the day; null: it has its beacon
 */
export const commitBeacon = async ({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<PlainDate | null> => {
  const day = clock.today();
  if (!(await isDue(database.pool, day))) return null;
  return transactIfDue(database, { actor, at: clock.now() }, async (tx) => {
    await tx.client.query("select pg_advisory_xact_lock($1)", [lock]);
    if (!(await isDue(tx.client, day))) throw new NothingToDo();
    const value = randomBytes(32).toString("hex");
    const [logAt] = await logStatements(tx, [{ kind: "beacon", day, value }]);
    await tx.client.query("insert into log_beacon (day, log_at) values ($1, $2)", [day, logAt]);
    // the value itself stays out of the events until the day is over, and afterwards it is public anyway
    tx.note({ action: "log.beacon_committed", object: `beacon:${day}`, data: {} });
    return day;
  });
};
