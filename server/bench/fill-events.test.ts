import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { findEvents } from "../audit/search-events.ts";
import { freshDatabase, testPostgres } from "../test/database.ts";
import { accountNo, fillEvents } from "./fill-events.ts";

test("a filled log has every event in the chain of its organisation, and all its indexes again", async () => {
  const fresh = await freshDatabase();
  const postgres = await testPostgres();
  const client = new pg.Client({
    connectionString: postgres.url("superuser", new URL(fresh.url).pathname.slice(1)),
  });
  await client.connect();
  const indexes = async (): Promise<string[]> =>
    (
      await client.query<{ definition: string }>(
        "select indexdef as definition from pg_indexes where tablename = 'event' order by 1",
      )
    ).rows.map(({ definition }) => definition);
  try {
    const before = await indexes();
    await fillEvents({ client, events: 3000, organisations: 50, seed: 1, say: () => {} });
    assert.deepEqual(await indexes(), before);
    await fillEvents({ client, events: 500, organisations: 50, seed: 2, say: () => {}, chain: fresh.database.chain() });
    const { rows } = await client.query<{ n: number; whole: boolean }>(
      `select count(*)::integer as n, bool_and(last_no = n) as whole from (select organisation_id, count(*) as n from event group by 1) e
       join event_chain using (organisation_id)`,
    );
    assert.ok(rows[0]!.n > 40 && rows[0]!.whole);
    const { items, next } = await findEvents(fresh.database, { actor: accountNo(0), only: "readings" }, { limit: 20 });
    assert.ok(items.length === 20 && next !== null);
    assert.ok(items.every(({ actor, purpose }) => actor === accountNo(0) && purpose !== null));
  } finally {
    await client.end();
    await fresh.close();
    await postgres.release();
  }
});
