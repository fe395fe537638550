import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { openDatabase, transact, type Tx } from "./db.ts";

let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());

const actor: Actor = { kind: "operator", name: "clerk" };
const at = new Date("2026-06-01T08:00:00Z");
const addAuthority = (tx: Tx, name: string) => tx.sql.insertInto("authority").values({ name }).execute();
const authorities = async (): Promise<string[]> =>
  (await fresh.database.sql.selectFrom("authority").select("name").orderBy("name").execute()).map(({ name }) => name);

test("a transaction commits its rows together with its events, in the order they were noted", async () => {
  await transact(fresh.database, { actor, at }, async (tx) => {
    await addAuthority(tx, "甲机关");
    tx.note({ action: "authority.added", object: "authority:甲机关", data: { n: 1 } });
    tx.note({ action: "authority.praised", object: "authority:甲机关", organisationId: 7, data: {} });
  });
  assert.deepEqual(await authorities(), ["甲机关"]);
  const events = await fresh.database.sql
    .selectFrom("event")
    .select(["at", "actor", "action", "organisation_id", "data"])
    .orderBy("event_id")
    .execute();
  assert.deepEqual(events, [
    { at, actor: "operator:clerk", action: "authority.added", organisation_id: 0, data: '{"n":1}' },
    { at, actor: "operator:clerk", action: "authority.praised", organisation_id: 7, data: "{}" },
  ]);
});

test("a transaction that notes no event does not commit", async () => {
  await assert.rejects(
    transact(fresh.database, { actor, at }, (tx) => addAuthority(tx, "无事件")),
    /notes no event/,
  );
  assert.ok(!(await authorities()).includes("无事件"));
});

test("what throws is rolled back, and its connection is fit for the next", async () => {
  await assert.rejects(
    transact(fresh.database, { actor, at }, async (tx) => {
      await addAuthority(tx, "半途");
      tx.note({ action: "x", object: "y", data: {} });
      throw new Error("stop");
    }),
    /stop/,
  );
  assert.ok(!(await authorities()).includes("半途"));
});

test("a statement's error that was swallowed does not become a commit", async () => {
  await assert.rejects(
    transact(fresh.database, { actor, at }, async (tx) => {
      await addAuthority(tx, "吞掉错误");
      await tx.client.query("select 1 / 0").catch(() => {});
      tx.note({ action: "x", object: "y", data: {} });
    }),
  );
  assert.ok(!(await authorities()).includes("吞掉错误"));
});

test("tx.client is the transaction's own connection", async () => {
  await transact(fresh.database, { actor, at }, async (tx) => {
    await addAuthority(tx, "同一连接");
    const { rows } = await tx.client.query("select 1 from authority where name = '同一连接'");
    assert.equal(rows.length, 1);
    tx.note({ action: "x", object: "y", data: {} });
  });
});

test("a connection that breaks in mid-transaction leaves nothing and the pool goes on", async () => {
  await assert.rejects(
    transact(fresh.database, { actor, at }, async (tx) => {
      await addAuthority(tx, "断线");
      tx.note({ action: "x", object: "y", data: {} });
      await tx.client.query("select pg_terminate_backend(pg_backend_pid())");
    }),
  );
  assert.ok(!(await authorities()).includes("断线"));
});

test("the application's role may not change or remove what happened", async () => {
  const { pool } = fresh.database;
  for (const attack of [
    "update event set actor = 'nobody'",
    "delete from event",
    "truncate event",
    "update record set content = '{}'",
    "delete from record",
    "drop table event",
    "alter table record disable trigger all",
    "delete from rejection",
    "update batch_chunk set read = 0",
    "create table mine (n int)",
    "set role chengxin_owner",
  ]) {
    await assert.rejects(pool.query(attack), { code: "42501" }, attack);
  }
});

test("the owner's login with the application's role has the application's rights only", async () => {
  const database = openDatabase({ url: fresh.url, role: "chengxin_app" });
  try {
    await assert.rejects(database.pool.query("delete from event"), { code: "42501" });
    await database.pool.query("reset role");
    await assert.rejects(database.pool.query("delete from event"), { code: "42501" });
  } finally {
    await database.close();
  }
});

test("a public question that takes too long is ended", async () => {
  const database = openDatabase({ url: fresh.appUrl, statementTimeoutMs: 50 });
  try {
    await assert.rejects(database.pool.query("select pg_sleep(5)"), { code: "57014" });
  } finally {
    await database.close();
  }
});

test("days arrive as text, whole numbers as numbers, infinity as infinity, and a number too large as an error", async () => {
  const { rows } = await fresh.database.pool.query(
    "select date '2026-02-28' as day, date 'infinity' as no_end, 9007199254740991::bigint as big, 1.10::numeric as amount, timestamptz 'infinity' as for_ever, timestamptz '2026-06-01 08:00:00Z' as moment",
  );
  assert.deepEqual(rows, [
    { day: "2026-02-28", no_end: "infinity", big: 9007199254740991, amount: "1.10", for_ever: "infinity", moment: at },
  ]);
  await assert.rejects(fresh.database.pool.query("select 9007199254740993::bigint"), RangeError);
});
