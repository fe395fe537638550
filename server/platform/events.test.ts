import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { freshDatabase, testChain, type FreshDatabase } from "../test/database.ts";
import { AccessLog } from "./access-log.ts";
import { openDatabase, transact } from "./db.ts";
import { chainText, type ChainedEvent } from "./events.ts";

let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());

const actor: Actor = { kind: "system", name: "test" };
const at = new Date("2026-06-01T08:00:00.123Z");

/** Every event of an organisation in order of its number, each checked against the one before. */
const assertChain = async (organisationId: number): Promise<number> => {
  const rows = await fresh.database.sql
    .selectFrom("event")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .orderBy("chain_no")
    .execute();
  let previous: Uint8Array = Buffer.alloc(0);
  rows.forEach((row, i) => {
    assert.equal(row.chain_no, i + 1);
    const event: ChainedEvent = {
      organisationId,
      chainNo: row.chain_no,
      at: row.at,
      actor: row.actor,
      role: row.role,
      action: row.action,
      object: row.object,
      purpose: row.purpose,
      basis: row.basis,
      data: row.data,
    };
    assert.ok(testChain.verify(row.key_version, chainText(event, previous), row.mac), `event ${i + 1}`);
    previous = row.mac;
  });
  const end = await fresh.database.sql
    .selectFrom("event_chain")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .executeTakeFirst();
  assert.equal(end?.last_no ?? 0, rows.length);
  if (rows.length > 0) assert.deepEqual(end?.last_mac, previous);
  return rows.length;
};

const note = (organisationIds: readonly number[]): Promise<void> =>
  transact(fresh.database, { actor, at }, (tx) => {
    for (const organisationId of organisationIds)
      tx.note({ action: "x", object: "y", organisationId, data: { text: '甲\n"乙"' } });
    return Promise.resolve();
  });

test("writers at the same time leave chains without a gap or a fork, and never wait for each other in a circle", async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => note(n % 2 ? [1, 2, 3, 1] : [3, 1, 2])));
  assert.deepEqual(await Promise.all([1, 2, 3].map(assertChain)), [60, 40, 40]);
});

test("what is rolled back leaves no number behind", async () => {
  const before = await assertChain(1);
  await assert.rejects(
    transact(fresh.database, { actor, at }, (tx) => {
      tx.note({ action: "x", object: "y", organisationId: 1, data: {} });
      tx.note({ action: "x", object: "y", organisationId: 1, purpose: "a purpose without a basis", data: {} });
      return Promise.resolve();
    }),
    { code: "23514" },
  );
  await note([1]);
  assert.equal(await assertChain(1), before + 1);
});

test("the application's role can neither change nor shorten a chain", async () => {
  await note([4, 4]);
  for (const attack of [
    "update event set at = now()",
    "delete from event where organisation_id = 4",
    "truncate event_chain",
    "delete from event_chain",
    "update event_seal set events = 0",
    "delete from event_seal",
  ])
    await assert.rejects(fresh.database.pool.query(attack), { code: "42501" }, attack);
  for (const attack of [
    "update event_chain set last_no = 1 where organisation_id = 4",
    "update event_chain set last_mac = '' where organisation_id = 4",
  ])
    await assert.rejects(fresh.database.pool.query(attack), { code: "23514" }, attack);
});

const reading = (organisationId: number) => [
  { action: "read.dossier", object: "organisation:x", organisationId, purpose: "supervision", basis: "law", data: {} },
];

test("readings that arrive together are stored together, each in the chain of its organisation", async () => {
  const log = new AccessLog(fresh.database);
  await Promise.all(Array.from({ length: 300 }, (_, n) => log.write(actor, at, reading(10 + (n % 7)))));
  const lengths = await Promise.all([10, 11, 12, 13, 14, 15, 16].map(assertChain));
  assert.equal(
    lengths.reduce((sum, length) => sum + length, 0),
    300,
  );
  const { rows } = await fresh.database.pool.query<{ transactions: number }>(
    "select count(distinct transaction)::integer as transactions from event where organisation_id between 10 and 16",
  );
  assert.ok((rows[0]?.transactions ?? 0) < 30, "a few transactions, not one for each reading");
});

test("a reading that can't be logged is refused, and the next one is tried anew", async () => {
  const away = openDatabase({ url: "postgres://nobody@127.0.0.1:1/nothing" });
  away.useChain(testChain);
  const log = new AccessLog(away);
  await assert.rejects(log.write(actor, at, reading(20)));
  await assert.rejects(log.write(actor, at, reading(20)));
  await away.close();
  assert.equal(await assertChain(20), 0);
});
