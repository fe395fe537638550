import assert from "node:assert/strict";
import { test } from "node:test";
import { logSigner, witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { ensureLog } from "../keys.ts";
import { guardFilePath } from "../guard.ts";
import { placeWaiting } from "../round.ts";
import { beside } from "../../test/beside.ts";
import { programForThisFile } from "../../test/program.ts";

const program = programForThisFile("log");
const { run } = program;
const { vkey } = witnessSigner("paper.example/witness");
const add = ["witness", "add", "日报", "https://paper.example/witness", vkey];

test("what isn't a command, or lacks something, is answered with those there are", async () => {
  for (const args of [
    [],
    ["lost"],
    ["witness"],
    ["witness", "lost"],
    add.slice(0, -1),
    [...add, "x"],
    ["witness", "toString"],
  ]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, /witness add NAME URL VKEY /);
  }
});

test("witnesses are added, counted on, listed and removed; what can't be is said in words", async () => {
  const none = await run(["witness", "list"]);
  assert.equal(none.code, 1);
  assert.match(none.err, /has signed nothing yet/);
  await beside(
    { DATABASE_URL: program.fresh.url, DATABASE_APP_URL: program.fresh.appUrl, DATA_DIR: `${program.folder}/data` },
    async ({ database, keys, clock, dataDir }) => {
      await ensureLog(database, keys, "test.invalid/log", clock.now());
      await placeWaiting({ database, keys, clock, guardPath: guardFilePath(dataDir) });
    },
  );
  assert.equal((await run(add)).code, 0);
  assert.match((await run(add)).err, /is there already: remove it first/);
  assert.match((await run([...add.slice(0, -1), logSigner("paper.example").vkey])).err, /no verifier key of a witness/);
  assert.match((await run(["witness", "quorum", "2"])).err, /from 0 to 1/);
  assert.equal((await run(["witness", "quorum", "1"])).code, 0);
  const { out } = await run(["witness", "list"]);
  assert.match(out, /^test\.invalid\/log\/\w+: \d+ entries; shown are \d+, cosigned by 0 of 1, of whom 1 have to$/m);
  assert.match(out, /^日报 {2}https:\/\/paper\.example\/witness {2}has cosigned nothing yet$/m);
  assert.match((await run(["witness", "remove", "日报"])).err, /lower the quorum first/);
  assert.equal((await run(["witness", "quorum", "0"])).code, 0);
  assert.equal((await run(["witness", "remove", "日报"])).code, 0);
  assert.match((await run(["witness", "remove", "日报"])).err, /no witness is called/);
  const { rows } = await program.fresh.database.pool.query<{ action: string }>(
    "select action from event where actor like 'operator:%' and action like 'log.%' order by chain_no",
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ["log.witness-added", "log.quorum-set", "log.quorum-set", "log.witness-removed"],
  );
});
