import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { systemClock } from "../platform/clock.ts";
import { openAuditRig, type AuditRig } from "./audit-rig.ts";
import { EventSealer, SealFileAhead, sealEvents, sealOnce } from "./seal-events.ts";
import { lastOfSealFile } from "./seal-file.ts";

let rig: AuditRig;
before(async () => {
  rig = await openAuditRig();
});
after(() => rig.close());

const seals = async (): Promise<number> =>
  (await rig.database.pool.query<{ n: number }>("select count(*) as n from event_seal")).rows[0]!.n;

test("nothing new makes no seal; something new makes one that follows the last", async () => {
  await rig.note({});
  await rig.seal();
  const before = await seals();
  assert.equal(await sealOnce(rig.database, systemClock.now()), null);
  await rig.note({});
  await rig.seal();
  assert.equal(await seals(), before + 1);
  assert.equal((await lastOfSealFile(rig.filePath))?.sealNo, before + 1);
});

test("an event of a transaction that still runs waits for its seal, and those behind it too", async () => {
  const client = await rig.database.pool.connect();
  await client.query("begin");
  await client.query("select pg_current_xact_id()");
  await rig.note({ organisationId: 5 });
  const before = await seals();
  await sealEvents(rig.database, rig.filePath, systemClock.now());
  const { rowCount } = await rig.database.pool.query(
    "select from event where organisation_id = 5 and transaction >= (select max(to_transaction) from event_seal)",
  );
  assert.equal(rowCount, 1);
  assert.ok((await seals()) <= before + 1);
  await client.query("rollback");
  client.release();
  await rig.seal();
  assert.deepEqual((await rig.verify()).faults, []);
});

test("under many writers, several sealers and a verifier at once nothing is found and every event is sealed once", async () => {
  const sealers = [1, 2].map(
    () =>
      new EventSealer({
        database: rig.database,
        path: rig.filePath,
        clock: systemClock,
        everyMs: 5,
        onError: (error) => assert.fail(String(error)),
      }),
  );
  for (const sealer of sealers) sealer.start();
  let writing = true;
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let n = 0; writing; n += 1) await rig.note({ organisationId: (n * 7 + writer) % 5, data: { writer, n } });
  });
  for (let round = 0; round < 6; round += 1) {
    await sealOnce(rig.database, systemClock.now());
    const { faults, events } = await rig.verify();
    assert.deepEqual(faults, []);
    assert.ok(events > 0);
  }
  writing = false;
  await Promise.all(writers);
  for (const sealer of sealers) await sealer.stop();
  await rig.seal();
  const report = await rig.verify();
  assert.deepEqual(report.faults, []);
  const { rows } = await rig.database.pool.query<{ sealed: number; stored: number }>(
    "select (select sum(events)::bigint from event_seal) as sealed, (select count(*) from event) as stored",
  );
  assert.equal(rows[0]?.sealed, rows[0]?.stored);
});

test("a line cut off by a crash is written again and is no fault", async () => {
  const last = readFileSync(rig.filePath, "utf8").trimEnd().split("\n").at(-1)!;
  const next = last.replace(/"sealNo":(\d+)/, (_, no: string) => `"sealNo":${Number(no) + 1}`);
  appendFileSync(rig.filePath, next.slice(0, 12));
  await rig.note({});
  await rig.seal();
  assert.deepEqual((await rig.verify()).faults, []);
});

test("a file that is ahead of the database is never written to and says so", async () => {
  const text = readFileSync(rig.filePath, "utf8");
  const newest = await lastOfSealFile(rig.filePath);
  await rig.superuser.query("delete from event_seal where seal_no = $1", [newest?.sealNo]);
  await assert.rejects(sealEvents(rig.database, rig.filePath, systemClock.now()), SealFileAhead);
  assert.equal(readFileSync(rig.filePath, "utf8"), text);
  const { faults } = await rig.verify();
  assert.ok(faults.some(({ kind }) => kind === "file.ahead" || kind === "file.differs"));
});

test("events older than a minute without a seal are waited for, then a fault", async () => {
  const other = await openAuditRig();
  try {
    await other.note({}, new Date(Date.now() - 120_000));
    await other.settled();
    assert.deepEqual(
      (await other.verify()).faults.map(({ kind }) => kind),
      ["seal.behind"],
    );
    const [report] = await Promise.all([other.verify({ waitMs: 20_000 }), other.seal()]);
    assert.deepEqual(report.faults, []);
  } finally {
    await other.close();
  }
});

test("what is from before chaining is in the first seal alone, content included", async () => {
  const other = await openAuditRig();
  try {
    const old = (organisation: number, no: number): string =>
      `insert into event (organisation_id, chain_no, at, actor, action, object, data, key_version, mac) values (${organisation}, ${no}, '2026-01-01', 'system:x', 'a', 'b', '{"n":${no}}', 0, '')`;
    await other.superuser.query("truncate event, event_chain");
    for (const no of [1, 2, 3]) await other.superuser.query(old(8, no));
    await other.superuser.query("insert into event_chain values (8, 3, '')");
    await other.note({ organisationId: 8 });
    await other.seal();
    const report = await other.verify();
    assert.deepEqual(report.faults, []);
    assert.equal(report.unchained, 3);
    await other.superuser.query(`update event set data = '{"n":9}' where organisation_id = 8 and chain_no = 2`);
    assert.deepEqual(
      (await other.verify()).faults.map(({ kind }) => kind),
      ["seal.content_differs"],
    );
  } finally {
    await other.close();
  }
});

test("a verification that is called off stops, and its connection is fit for the next", async () => {
  const abort = new AbortController();
  abort.abort(new Error("called off"));
  await assert.rejects(rig.verify({ signal: abort.signal }), /called off/);
});
