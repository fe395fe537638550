import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { newestCheckpoint } from "./log/bundles.ts";
import { guardFilePath, readGuard } from "./log/guard.ts";
import { presentLog, publishedKeys } from "./log/keys.ts";
import { logStatements } from "./log/log-statements.ts";
import { placeWaiting } from "./log/round.ts";
import { systemClock } from "./platform/clock.ts";
import { transact } from "./platform/db.ts";
import { openKeyring } from "./platform/keys/open-keyring.ts";
import { programForThisFile } from "./test/program.ts";
import { asSuperuserOf } from "./log/log-rig.ts";

const program = programForThisFile("log");
const { run } = program;
const guardPath = (): string => guardFilePath(join(program.folder, "data"));

/** What a running instance does: gives what waits its place. */
const place = async (): Promise<void> => {
  const { database } = program.fresh;
  const dataDir = join(program.folder, "data");
  const keys = await openKeyring(database, {
    config: { keyFile: null, keySuite: "aes" },
    dataDir,
    clock: systemClock,
  });
  while (await placeWaiting({ database, keys, clock: systemClock, guardPath: guardPath() })) continue;
};

const logSomething = (statements: number) =>
  transact(program.fresh.database, { actor: { kind: "system", name: "test" }, at: systemClock.now() }, async (tx) => {
    const digest = "ab".repeat(32);
    await logStatements(
      tx,
      Array.from({ length: statements }, () => ({ kind: "rules", digest }) as const),
    );
    tx.note({ action: "test.logged", object: "log:1", data: {} });
  });

const newest = async (logNo: number) => {
  const found = await newestCheckpoint(program.fresh.database.sql, logNo);
  assert.ok(found);
  return found;
};

/** The last so many leaves are gone, as after a restore. */
const setBack = (leaves: number) =>
  asSuperuserOf(program.fresh, async (owner) => {
    const { rows } = await owner.query<{ size: string }>(
      "select max(size) as size from log_checkpoint where log_no = (select max(log_no) from log)",
    );
    const size = Number(rows[0]?.size);
    await owner.query(`begin; set local session_replication_role = replica;
      delete from log_checkpoint where size > ${size - leaves} and log_no = (select max(log_no) from log);
      update log_tile set hashes = substr(hashes, 1, ${(size - leaves) * 32}) where level = 0 and log_no = (select max(log_no) from log);
      delete from log_group where first_index >= ${size - leaves} and log_no = (select max(log_no) from log); commit`);
  });

test("what isn't a command is answered with those there are", async () => {
  for (const args of [
    [],
    ["lost"],
    ["status", "--head", "1"],
    ["monitor", "--language", "fr"],
    ["rotate-key", "--overlap", "0"],
    ["rotate-key", "--overlap", "1e9"],
    ["rotate-key", "--overlap", "-3"],
    ["continue", "--head", "5"],
    ["continue", "--head", `1e3 ${"A".repeat(43)}=`],
    ["toString"],
  ]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, /rotate-key \[--overlap DAYS\]/);
  }
});

test("a new key is added with its entry, signs at once, and the old one goes on for the overlap", async () => {
  assert.match((await run(["status"])).out, /^there is no log yet/);
  const { code, out, err } = await run(["rotate-key", "--overlap", "7"]);
  assert.equal(code, 0, err);
  await place();
  const { note } = await newest(1);
  const { out: status, code: whole } = await run(["status"]);
  assert.equal(whole, 0);
  const keys = [...status.matchAll(/^key {2}(\S+) {2}signs from \S+( until \S+)?$/gm)];
  assert.equal(keys.length, 2, status);
  assert.equal(keys[1]?.[1], out.trim());
  assert.deepEqual([keys[0]?.[2] === undefined, keys[1]?.[2] === undefined], [false, true]);
  for (const [, vkey = ""] of keys) await openCheckpoint(note, await trustIn([vkey]));
  assert.match(status, /^size {2}3, root /m);
  assert.match(status, /^runs: /m);
});

test("the monitor says that nothing differs; what differs is named in either language, with exit code 3", async () => {
  const whole = await run(["monitor"]);
  assert.equal(whole.code, 0, whole.out);
  assert.match(whole.err, /^\d+ entries, .*: nothing differs$/m);
  const flip = "update log_statement set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where type = 7";
  await asSuperuserOf(program.fresh, (owner) => owner.query(flip));
  const found = await run(["monitor", "--language", "zh"]);
  assert.equal(found.code, 3);
  assert.match(found.out, /声明或盐被改动 \[statement\.changed\]/);
  const { out } = await run(["monitor", "--json"]);
  assert.equal((JSON.parse(out) as { differenceCount: number }).differenceCount, 1);
  await asSuperuserOf(program.fresh, (owner) => owner.query(flip));
});

test("a log that runs isn't continued unless its head is confirmed, and a wrong head is refused", async () => {
  const refused = await run(["continue"]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /doesn't stand.*nothing was changed/);
  const wrong = await run(["continue", "--head", `1 ${"A".repeat(43)}=`]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /what was signed last is "3 .*nothing was changed/);
  assert.equal((await presentLog(program.fresh.database.pool))?.logNo, 1);
});

test("a database set back: the status says so and what to do; the new log begins with its key and with what it continues", async () => {
  const { database } = program.fresh;
  const old = await presentLog(database.pool);
  await logSomething(40);
  await place();
  const lost = await newest(1);
  const before = readFileSync(guardPath(), "utf8");
  await setBack(40);
  const status = await run(["status"]);
  assert.equal(status.code, 3);
  assert.match(status.out, /^STANDS \(rolledBack\): .* set back$/m);
  assert.ok(status.out.includes(`signed last  43 ${lost.root.toString("base64")}`), status.out);
  assert.match(status.out, /npm run log -- continue/);
  await logSomething(3);
  await assert.rejects(place(), /set back/);

  const { code, out, err } = await run(["continue"]);
  assert.equal(code, 0, err);
  assert.match(err, /at size 43, .* kept in .*signed-1\.json/s);
  assert.equal(readFileSync(join(program.folder, "data/log/signed-1.json"), "utf8"), before);
  const log = await presentLog(database.pool);
  assert.deepEqual([log?.logNo, log?.origin], [2, out.trim()]);
  assert.notEqual(log?.origin, old?.origin);
  await place();
  const { rows } = await database.pool.query<{ statement: string; index: string }>(
    `select s.statement, g.first_index + s.log_at % 1048576 as index from log_statement s join log_group g on g.group_no = s.log_at / 1048576
     where g.log_no = 2 order by 2`,
  );
  assert.deepEqual(
    rows.map(({ index }) => Number(index)),
    [0, 1, 2, 3, 4],
    "its own two first, then those that waited",
  );
  const [key] = await publishedKeys(database, log?.origin ?? "");
  assert.equal(rows[0]?.statement, `key\n${key?.vkey}\n`);
  assert.equal(rows[1]?.statement, `continuation\n${old?.origin}\n43\n${lost.root.toString("base64")}\n`);
  await openCheckpoint((await newest(2)).note, await trustIn([key?.vkey ?? ""]));
  assert.equal((await publishedKeys(database, log?.origin ?? "")).length, 1, "the old log's keys don't sign it");
  assert.equal((await publishedKeys(database, old?.origin ?? "")).length, 2);
  assert.equal(readGuard(guardPath())?.logNo, 2);
  assert.equal((await run(["status"])).code, 0);
  const { rows: events } = await database.pool.query("select actor from event where action = 'log.continued'");
  assert.equal(events.length, 1);
});

test("a damaged file of what was signed: the log stands, and is continued only by a head that somebody confirms", async () => {
  const head = await newest(2);
  writeFileSync(guardPath(), "{");
  assert.match((await run(["status"])).out, /STANDS \(guardDamaged\)/);
  const { code, err } = await run(["continue"]);
  assert.equal(code, 1);
  assert.match(err, /give --head/);
  const less = await run(["continue", "--head", `3 ${head.root.toString("base64")}`]);
  assert.equal(less.code, 1);
  assert.match(less.err, /more than 3/);
  const more = await run(["continue", "--head", `9 ${"A".repeat(43)}=`]);
  assert.equal(more.code, 0, more.err);
  assert.equal(readFileSync(join(program.folder, "data/log/signed-2.json"), "utf8"), "{");
  await place();
  assert.equal((await newest(3)).size, 2);

  // a restore into a new folder has no file: who learns from a witness that more was signed confirms that
  rmSync(guardPath());
  const again = await run(["continue", "--head", `7 ${"B".repeat(42)}A=`]);
  assert.equal(again.code, 0, again.err);
  await place();
  assert.equal((await newest(4)).size, 2);
});
