import type { showLog as route } from "@chengxin/domain/log/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { publishedKeys } from "./keys.ts";
import { shownCheckpoint } from "./witnesses/publish.ts";

/** An entry gets its place within a second; one that waits longer than this says that nothing is signed. */
const patienceMs = 60_000;

/**
 * The present log in a few facts.
 * @throws Problem log.not_found before it was begun
 */
export const describeLog = async ({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<RouteAnswer<typeof route>> => {
  const { sql } = database;
  const log = await sql.selectFrom("log").selectAll().orderBy("log_no", "desc").limit(1).executeTakeFirst();
  if (!log) throw problem("log.not_found", {});
  const [keys, newest, waiting] = await Promise.all([
    publishedKeys(database, log.origin),
    shownCheckpoint(database, log.log_no, clock.now()),
    sql
      .selectFrom("log_group")
      .select("at")
      .where("first_index", "is", null)
      .orderBy("group_no")
      .limit(1)
      .executeTakeFirst(),
  ]);
  const stands = waiting !== undefined && clock.now().getTime() - waiting.at.getTime() > patienceMs;
  return {
    log: log.log_no,
    origin: log.origin,
    begunAt: log.begun_at.toISOString(),
    keys,
    checkpoint: newest && {
      size: newest.size,
      root: newest.root.toString("base64"),
      at: newest.at.toISOString(),
    },
    standsSince: stands ? waiting.at.toISOString() : null,
  };
};
