import { setTimeout as sleep } from "node:timers/promises";
import type { NameProjection } from "../organisation/name-projection.ts";
import type { Database } from "../platform/db.ts";

/**
 * Lets the index take in everything that was committed. The feed leaves an event for later while any older transaction
 * of the whole server runs, and the tests' databases share one server.
 */
export const catchUpWholly = async (names: NameProjection, database: Database): Promise<void> => {
  for (;;) {
    const { rowCount } = await database.pool.query(
      "select from event where transaction >= pg_snapshot_xmin(pg_current_snapshot()) limit 1",
    );
    if (rowCount === 0) return names.catchUp();
    await sleep(5);
  }
};
