import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import pg from "pg";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { keptPath } from "./kept-checkpoint.ts";
import { endKey, makeKey } from "./witness-keys.ts";
import { addLog, originHash, removeLog } from "./witnessed-logs.ts";
import {
  openWitnessRig,
  operator,
  otherLog,
  requestOf,
  witnessedLog,
  type OtherLog,
  type WitnessRig,
} from "./witness-rig.ts";

/** A witness never cosigns what doesn't continue what it cosigned before, whatever happens around it. */

let rig: WitnessRig;
before(async () => {
  rig = await openWitnessRig();
});
after(() => rig.close());

const by = () => ({ actor: operator, at: rig.clock.now() });
const fileOf = (log: OtherLog): string => keptPath(rig.services.dataDir, originHash(log.origin));

const timesOf = async (log: OtherLog, size: number, lines: string, vkeys = [rig.vkey]): Promise<number[]> => {
  const { cosigners } = await openCheckpoint(log.note(size) + lines, await trustIn([log.signer.vkey], vkeys, 0));
  return cosigners.map(({ time }) => time ?? 0);
};
const timeOf = async (log: OtherLog, older: number, newer: number): Promise<number> => {
  const { status, text } = await rig.post(log.request(older, newer));
  assert.equal(status, 200, text);
  return (await timesOf(log, newer, text))[0] ?? 0;
};

/** As somebody with every right in the database, behind the program's back. */
const behind = async (sql: string, values: unknown[] = []): Promise<void> => {
  const client = new pg.Client({ connectionString: rig.fresh.url });
  await client.connect();
  try {
    await client.query("alter table witnessed_log disable trigger user");
    await client.query(sql, values);
    await client.query("alter table witnessed_log enable trigger user");
  } finally {
    await client.end();
  }
};

test("of many requests at once for different sizes one is answered, the others are told where it stands", async () => {
  const log = await witnessedLog(rig);
  for (const from of [0, 60, 120, 180]) {
    const size = Number((await rig.post(log.request(300, 300))).text);
    const sizes = Array.from({ length: 12 }, (_, i) => from + 60 - i);
    const replies = await Promise.all(sizes.map((newer) => rig.post(log.request(size, newer))));
    const taken = replies.flatMap(({ status }, i) => (status === 200 ? [sizes[i]] : []));
    assert.equal(taken.length, 1);
    for (const { status, text } of replies)
      if (status !== 200) assert.deepEqual([status, text], [409, `${taken[0]}\n`]);
    if (taken[0] !== from + 60) await timeOf(log, taken[0] ?? 0, from + 60);
  }
});

test("of two pasts offered at once, one is ever cosigned", async () => {
  for (let round = 0; round < 8; round++) {
    const [log, rest] = [await witnessedLog(rig, `past A ${round}`), `past B ${round}`];
    const other = otherLog(log.origin, rest);
    const replies = await Promise.all([log, other, log, other, other, log].map((one) => rig.post(one.request(0, 10))));
    assert.equal(replies.filter(({ status }) => status === 200).length, 1, JSON.stringify(replies));
    const winner = replies.findIndex(({ status }) => status === 200);
    const [kept, refused] = [log, other, log, other, other, log][winner] === log ? [log, other] : [other, log];
    assert.equal((await rig.post(refused.request(10, 10))).status, 422);
    assert.equal((await rig.post(refused.request(10, 11))).status, 422);
    assert.equal((await rig.post(kept.request(10, 11))).status, 200);
  }
});

test("a clock that goes back takes no cosignature back in time", async () => {
  const log = await witnessedLog(rig);
  const first = await timeOf(log, 0, 3);
  rig.clock.forward(-86_400_000);
  assert.equal(await timeOf(log, 3, 4), first);
  assert.equal(await timeOf(log, 4, 4), first);
  rig.clock.forward(86_400_000 + 5000);
  assert.equal(await timeOf(log, 4, 4), first + 5);
});

test("asked again within a second the same lines come back, and nothing is written", async () => {
  const log = await witnessedLog(rig);
  const first = await rig.post(log.request(0, 6));
  rmSync(fileOf(log));
  assert.equal((await rig.post(log.request(6, 6))).text, first.text);
  assert.equal(existsSync(fileOf(log)), false);
  rig.clock.forward(1000);
  assert.notEqual((await rig.post(log.request(6, 6))).text, first.text);
  assert.equal(existsSync(fileOf(log)), true);
});

test("a database that was set back to an older backup changes nothing of what was vouched for", async () => {
  const log = await witnessedLog(rig, "the one past");
  const liar = otherLog(log.origin, "another past");
  await timeOf(log, 0, 50);
  for (const backup of [
    "update witnessed_log set size = 0, root = null, cosigned_at = null, signed = null, cosignatures = null where origin = $1",
    "update witnessed_log set cosigned_at = cosigned_at - 100 where origin = $1",
  ]) {
    await behind(backup, [log.origin]);
    const told = await rig.post(liar.request(0, 60));
    assert.deepEqual([told.status, told.text], [409, "50\n"]);
    assert.equal((await rig.post(liar.request(50, 60))).status, 422);
    assert.equal((await rig.post(liar.request(50, 50))).status, 422);
    await timeOf(log, 50, 50);
  }
  assert.ok(rig.warnings.some((line) => line.includes("is not in the database") && line.includes(log.origin)));
  await timeOf(log, 50, 70);
});

test("cut off between file and commit it goes on from the file", async () => {
  const log = await witnessedLog(rig);
  await timeOf(log, 0, 5);
  const before = `${fileOf(log)}.before`;
  copyFileSync(fileOf(log), before);
  const answer = await rig.post(log.request(5, 9));
  await behind("update witnessed_log set size = 5, root = $2, signed = $3 where origin = $1", [
    log.origin,
    Buffer.from(log.root(5)),
    log.note(5),
  ]);
  assert.equal((await rig.post(log.request(5, 8))).text, "9\n");
  assert.equal((await rig.post(log.request(9, 9))).text, answer.text);
  const { rows } = await rig.fresh.database.pool.query("select size from witnessed_log where origin = $1", [
    log.origin,
  ]);
  assert.deepEqual(rows, [{ size: 9 }]);
  // a file from before is no harm: the database knows more
  copyFileSync(before, fileOf(log));
  await timeOf(log, 9, 12);
});

test("a file that we didn't write, or one with another root, stops cosigning of that log alone", async () => {
  const [log, beside] = [await witnessedLog(rig), await witnessedLog(rig)];
  await timeOf(log, 0, 5);
  const good = readFileSync(fileOf(log), "utf8");
  const liar = otherLog(log.origin, "another past");
  for (const text of [
    "",
    "x",
    good.slice(0, -3),
    log.note(7),
    good.replace("\n5\n", "\n4\n"),
    liar.note(5) + good.split("\n").at(-2),
  ]) {
    writeFileSync(fileOf(log), text);
    const { status, code } = await rig.post(log.request(5, 6));
    assert.deepEqual([status, code], [500, "service.failed"], text);
  }
  await timeOf(beside, 0, 1);
  writeFileSync(fileOf(log), good);
  await timeOf(log, 5, 6);
});

test("the database itself refuses to take back what was cosigned, also from the application's role", async () => {
  const log = await witnessedLog(rig);
  await timeOf(log, 0, 5);
  const { pool } = rig.fresh.database;
  for (const change of [
    "size = 4",
    "root = sha256('x')",
    "cosigned_at = cosigned_at - 1",
    "size = 0, root = null, cosigned_at = null, signed = null, cosignatures = null",
  ])
    await assert.rejects(
      pool.query(`update witnessed_log set ${change} where origin = $1`, [log.origin]),
      /takes back nothing/,
      change,
    );
  for (const statement of [
    "delete from witnessed_log",
    "truncate witnessed_log",
    "delete from witness_key",
    "update witnessed_log set origin = 'other'",
    "update witness_key set vkey = 'x'",
    "update witnessed_fork set refused = ''",
  ])
    await assert.rejects(pool.query(statement), /permission denied/, statement);
});

test("a log that was removed and is added again goes on where it was", async () => {
  const log = await witnessedLog(rig, "kept");
  const liar = otherLog(log.origin, "another");
  await timeOf(log, 0, 8);
  assert.equal(await removeLog(rig.services.database, log.origin, by()), true);
  assert.equal(await removeLog(rig.services.database, log.origin, by()), false);
  await addLog(rig.services.database, log.origin, log.signer.vkey, by());
  assert.equal((await rig.post(liar.request(0, 9))).text, "8\n");
  assert.equal((await rig.post(liar.request(8, 9))).status, 422);
  await timeOf(log, 8, 9);
});

test("a new key signs beside the old one until that is ended; without any nothing is cosigned", async () => {
  const log = await witnessedLog(rig);
  const next = await makeKey(rig.services, "city.example/witness", by());
  assert.notEqual(next, rig.vkey);
  const both = await rig.post(log.request(0, 2));
  assert.equal(both.text.split("\n").length, 3);
  assert.equal((await timesOf(log, 2, both.text, [rig.vkey, next])).length, 2);
  assert.equal(await endKey(rig.services, rig.vkey, by()), true);
  assert.equal(await endKey(rig.services, rig.vkey, by()), false);
  const one = await rig.post(log.request(2, 3));
  assert.equal((await timesOf(log, 3, one.text, [next])).length, 1);
  assert.equal((await timesOf(log, 3, one.text, [rig.vkey])).length, 0);
  await endKey(rig.services, next, by());
  assert.equal((await rig.post(log.request(3, 4))).status, 404);
  for (const name of ["", "a b", "a+b", "a\nb", "x".repeat(300)])
    await assert.rejects(makeKey(rig.services, name, by()), /a name such as/, name);
  const third = await makeKey(rig.services, "city.example/witness", by());
  const reply = await rig.post(log.request(3, 4));
  assert.equal((await timesOf(log, 4, reply.text, [third])).length, 1);
});

test("two keys of a log are trusted while it changes them", async () => {
  const log = await witnessedLog(rig);
  const next = otherLog(log.origin, "key").signer;
  await addLog(rig.services.database, log.origin, next.vkey, by());
  assert.equal((await rig.post(requestOf("0", [], log.note(4)))).status, 200);
  assert.equal((await rig.post(requestOf("4", log.proof(4, 5), log.note(5, [log.signer])))).status, 200);
});
