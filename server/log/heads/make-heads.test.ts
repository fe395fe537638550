import assert from "node:assert/strict";
import { test } from "node:test";
import { openDisclosure } from "@chengxin/verifier/disclosure.js";
import { decodeStatement } from "@chengxin/verifier/statement.js";
import { rootOfHeads } from "@chengxin/verifier/heads.js";
import { dayInShanghai } from "../../platform/clock.ts";
import { inSnapshot } from "../../platform/snapshot.ts";
import { buildOrganisation, buildRecord } from "../../test/build.ts";
import { storeTestCatalogue, testCatalogue } from "../../test/catalogue.ts";
import { backfill } from "../backfill.ts";
import { leafHashes } from "../entry.ts";
import { entriesBetween } from "../bundles.ts";
import { continueLog } from "../continue-log.ts";
import { presentLog } from "../keys.ts";
import { asSuperuserOf, logForThisFile } from "../log-rig.ts";
import { monitorLog } from "../monitor/monitor.ts";
import { placeWaiting } from "../round.ts";
import { checkHeads } from "./check-heads.ts";
import { headsLeaf } from "./heads-tree.ts";
import { makeHeads, newestDay } from "./make-heads.ts";
import { placedDay, proveHead } from "./prove-head.ts";

let now = new Date("2026-11-28T02:00:00Z");
const rig = logForThisFile({ now: () => now, today: () => dayInShanghai(now) });

const days = (number: number): void => void (now = new Date(now.getTime() + number * 24 * 3_600_000));
const place = async (): Promise<void> => {
  await backfill({ database: rig.database, clock: rig.services.clock });
  while (await placeWaiting(rig.services));
};
const make = () => makeHeads(rig.services, now);
const check = () => inSnapshot(rig.database, (client) => checkHeads(client, rig.keyring));

const organisations: { organisationId: number; uscc: string }[] = [];
/** New organisations, each with so many records. */
const arrive = async (number: number, records: number): Promise<void> => {
  for (let i = 0; i < number; i++) {
    const organisation = await buildOrganisation(rig.database);
    organisations.push(organisation);
    await recordsOf(organisation, records);
  }
};
const recordsOf = async ({ organisationId }: { organisationId: number }, records: number): Promise<void> => {
  for (let i = 0; i < records; i++)
    await buildRecord(rig.database, { organisation_id: organisationId, item_id: 3, source_id: 1 });
};

/** Every organisation's leaf leads to the root that is in the log. @returns their counts */
const provenCounts = async (): Promise<number[]> => {
  const client = await rig.database.pool.connect();
  try {
    const placed = await placedDay(client, (await presentLog(client)) ?? rig.services.log);
    assert.ok(placed);
    const statement = decodeStatement(placed.statement);
    assert.ok(statement.kind === "heads");
    assert.deepEqual([statement.day, statement.size], [placed.day, placed.size]);
    const counts = [];
    for (const { organisationId, uscc } of organisations) {
      const proof = await proveHead(client, rig.keyring, placed, organisationId);
      assert.ok(proof);
      const { rows } = await client.query<{ head: Buffer }>("select head from log_head where organisation_id = $1", [
        organisationId,
      ]);
      const { key, leaf } = headsLeaf(uscc, proof.nonce, {
        count: proof.count,
        head: rows[0]?.head ?? Buffer.alloc(0),
      });
      const root = await rootOfHeads(key, leaf, [...proof.siblings]);
      assert.equal(Buffer.from(root).toString("hex"), statement.root);
      counts.push(proof.count);
    }
    return counts;
  } finally {
    client.release();
  }
};
const superuser = (...statements: string[]): Promise<void> =>
  asSuperuserOf(rig.fresh, async (client) => {
    for (const statement of statements) await client.query(statement);
  });

test("the first heads wait for what waits, then count everything, and their entry is in the log", async () => {
  await storeTestCatalogue(rig.database, testCatalogue());
  await arrive(6, 2);
  await backfill({ database: rig.database, clock: rig.services.clock });
  now = new Date(now.getTime() + 1000);
  await placeWaiting(rig.services);
  await rig.log(1);
  now = new Date(now.getTime() + 1000);
  assert.equal(await make(), null, "an entry waits");
  await place();
  const made = await make();
  assert.deepEqual([made?.day, made?.organisations, made?.again], ["2026-11-27", 6, false]);
  await place();
  assert.deepEqual(await provenCounts(), [2, 2, 2, 2, 2, 2]);
  assert.equal(await make(), null, "once a day");

  const { sql, pool } = rig.database;
  const placed = await placedDay(pool, rig.services.log);
  assert.ok(placed);
  const { time, salt, statement, index } = placed;
  const { leaf } = await openDisclosure(
    { uscc: null, time, salt: salt.toString("hex"), statement, content: null },
    "heads",
  );
  const entry = (await entriesBetween(sql, rig.services.log.logNo, index, index + 1)) ?? Buffer.alloc(0);
  assert.deepEqual(Buffer.from(leaf), leafHashes(entry, 1));
});

test("only what is new is added, only after midnight, and several at once make one", async () => {
  await arrive(3, 1);
  await recordsOf(organisations[0] as { organisationId: number }, 4);
  await place();
  now = new Date("2026-11-28T16:04:59Z");
  assert.equal(await make(), null, "four minutes past midnight");
  now = new Date("2026-11-28T16:05:00Z");
  const made = await Promise.all(Array.from({ length: 4 }, make));
  assert.deepEqual(
    made.filter((one) => one !== null).map(({ day, organisations: all }) => [day, all]),
    [["2026-11-28", 9]],
  );
  await place();
  assert.deepEqual(await provenCounts(), [6, 2, 2, 2, 2, 2, 1, 1, 1]);
  assert.deepEqual((await check()).faults, []);
});

test("an entry of the old day that still waits for its place holds the heads up", async () => {
  await rig.log(1);
  days(1);
  assert.equal(await make(), null);
  await place();
  // what came after midnight is counted tomorrow at the latest, and holds nothing up
  await rig.log(1);
  assert.equal((await make())?.day, "2026-11-29");
  await place();
});

test("the program was off for a week: the next heads count everything, the days between have none", async () => {
  await recordsOf(organisations[1] as { organisationId: number }, 2);
  await place();
  days(7);
  assert.equal((await make())?.day, "2026-12-06");
  await place();
  assert.deepEqual(await provenCounts(), [6, 4, 2, 2, 2, 2, 1, 1, 1]);
  const { rows } = await rig.database.pool.query<{ day: string }>("select day from log_day order by day");
  assert.deepEqual(
    rows.map(({ day }) => day),
    ["2026-11-27", "2026-11-28", "2026-11-29", "2026-12-06"],
  );
  // a clock that goes backwards makes none again
  days(-3);
  assert.equal(await make(), null);
  days(3);
});

test("killed in between: nothing of the day is there, and the next look makes it", async () => {
  await recordsOf(organisations[2] as { organisationId: number }, 1);
  await place();
  days(1);
  const before = await rig.database.pool.query("select * from log_head order by organisation_id");
  await superuser(
    `create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`,
    "create trigger die before insert on log_day for each row execute function die()",
  );
  await assert.rejects(make());
  await superuser("drop trigger die on log_day", "drop function die()");
  assert.deepEqual(
    (await rig.database.pool.query("select * from log_head order by organisation_id")).rows,
    before.rows,
  );
  const stopped = new AbortController();
  stopped.abort();
  await assert.rejects(makeHeads(rig.services, now, stopped.signal));
  assert.equal((await newestDay(rig.database.pool, rig.services.log.logNo))?.day, "2026-12-06");
  assert.equal((await make())?.day, "2026-12-07");
  await place();
  assert.equal((await provenCounts())[2], 3);
  assert.deepEqual((await check()).faults, []);
});

test("heads that somebody changed in the database are noticed by the check and by the next day, which makes them from the entries", async () => {
  const { organisationId } = organisations[3] as { organisationId: number };
  const kinds = async () => [...new Set((await check()).faults.map(({ kind }) => kind))];
  await superuser(
    `update log_head set count = count - 1, head = sha256(head) where organisation_id = ${organisationId}`,
  );
  assert.deepEqual((await check()).faults, [{ kind: "head", organisationId }]);
  // versions of this test know nothing of intake: what the monitor says of them is another matter
  const { differences } = await monitorLog(rig.services);
  const [named, ...others] = differences.filter(({ kind }) => kind.startsWith("heads."));
  assert.deepEqual([named?.kind, named?.organisationId, others], ["heads.head", organisationId, []]);
  days(1);
  const made = await make();
  assert.equal(made?.again, true);
  await place();
  assert.deepEqual((await check()).faults, []);
  assert.deepEqual(await provenCounts(), [6, 4, 3, 2, 2, 2, 1, 1, 1]);

  await superuser(`delete from log_head where organisation_id = ${organisationId}`);
  assert.deepEqual(await kinds(), ["branch", "root", "statement"]);
  days(1);
  assert.equal((await make())?.again, true);
  await place();
  assert.deepEqual(await kinds(), []);

  await superuser("update log_bucket set root = sha256(root) where organisations = 1");
  assert.deepEqual(await kinds(), ["branch"]);
  days(1);
  assert.equal((await make())?.again, false, "branches are made anew each day");
  await place();
  assert.deepEqual(await kinds(), []);

  await superuser("update log_day set root = sha256(root) where day = (select max(day) from log_day)");
  assert.deepEqual(await kinds(), ["root"]);
  days(1);
  assert.equal((await make())?.again, true);
  await place();
  await superuser(
    "update log_statement set statement = replace(statement, E'\\n9\\n', E'\\n8\\n') where log_at = (select log_at from log_day order by day desc limit 1)",
  );
  assert.deepEqual(await kinds(), ["statement"]);
});

test("entries that are gone or name nobody are said to be so", async () => {
  const asOwner = "set session_replication_role = replica";
  const kindsAfter = async (statement: string) => {
    await superuser(asOwner, "create table saved_group as table log_group", statement);
    const kinds = (await check()).faults.map(({ kind }) => kind);
    await superuser(
      asOwner,
      "delete from log_group",
      "insert into log_group select * from saved_group",
      "drop table saved_group",
    );
    return kinds;
  };
  const nobody = "decode(repeat('ff', length(organisations)), 'hex')";
  const second = "where first_index = (select min(first_index) from log_group where first_index > 0)";
  assert.deepEqual(await kindsAfter(`delete from log_group ${second}`), ["entries"]);
  assert.deepEqual(await kindsAfter(`update log_group set organisations = ${nobody} ${second}`), ["entries"]);
  assert.ok(!(await check()).faults.some(({ kind }) => kind === "entries"));
});

test("the application can take back neither a day nor a beacon", async () => {
  for (const statement of [
    "update log_day set root = sha256(root)",
    "delete from log_day",
    "delete from log_head",
    "delete from log_bucket",
    "update log_beacon set day = day - 1",
    "delete from log_beacon",
  ])
    await assert.rejects(rig.database.pool.query(statement), /permission denied/, statement);
});

test("a log that continues another one counts its own entries", async () => {
  const { size, root } = (
    await rig.database.pool.query<{ size: number; root: Buffer }>(
      "select size, root from log_checkpoint order by size desc limit 1",
    )
  ).rows[0] as { size: number; root: Buffer };
  await continueLog(rig.services, { actor: { kind: "system", name: "test" }, at: now }, "test.invalid/log", {
    size,
    root: root.toString("base64"),
  });
  await recordsOf(organisations[4] as { organisationId: number }, 3);
  await place();
  now = new Date(now.getTime() + 1000);
  assert.equal((await make())?.again, false);
  await place();
  assert.deepEqual(await provenCounts(), [0, 0, 0, 0, 3, 0, 0, 0, 0]);
  assert.deepEqual((await check()).faults, []);
});
