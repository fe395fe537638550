import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "./platform/clock.ts";
import { openKeyring } from "./platform/keys/open-keyring.ts";
import { programForThisFile } from "./test/program.ts";

const program = programForThisFile("keys");
const { run } = program;

test("what isn't a command is answered with those there are", async () => {
  for (const args of [[], ["lost"], ["list", "--data"], ["rotate", "--data", "--data-only"], ["toString"]]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, /rotate --data /);
  }
});

test("keys are listed, rotated and pruned beside a process that goes on with what it has", async () => {
  const first = await run(["list"]);
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^key-encryption key 1 {2}aes .* wraps \d+ data keys$/m);
  assert.match(first.out, /^account 1 {2}aes .* wrapped by 1 {2}in use {2}0 sealed$/m);
  const keyFile = join(program.folder, "data", "keys", "keys.json");
  const options = { config: { keyFile, keySuite: "aes" }, dataDir: program.folder, clock: systemClock } as const;
  const running = await openKeyring(program.fresh.database, options);
  const sealed = running.seal("account", "c", "x");

  const rotated = await run(["rotate"], { KEY_SUITE: "sm" });
  assert.equal(rotated.code, 0, rotated.err);
  assert.match(rotated.err, /key-encryption key 2 made, \d+ data keys wrapped by it/);
  assert.equal(running.open("account", "c", sealed), "x");
  await running.refresh(program.fresh.database);
  assert.equal((await openKeyring(program.fresh.database, options)).open("account", "c", sealed), "x");

  assert.match((await run(["prune"])).err, /removed from the file: 1$/m);
  const { out } = await run(["list"]);
  assert.doesNotMatch(out, /key-encryption key 1/);
  assert.match(out, /^account 1 {2}aes .* wrapped by 2 /m);
  assert.equal((await openKeyring(program.fresh.database, options)).open("account", "c", sealed), "x");

  const secrets = [...readFileSync(keyFile, "utf8").matchAll(/[0-9a-f]{64}/g)].map(([secret]) => secret);
  for (const said of [first, rotated])
    for (const secret of secrets) assert.ok(!`${said.out}${said.err}`.includes(secret));
});

test("a key file open to others stops the start with one line that says what to do", async () => {
  const keyFile = join(program.folder, "data", "keys", "keys.json");
  chmodSync(keyFile, 0o644);
  const { code, err } = await run(["list"]);
  chmodSync(keyFile, 0o600);
  assert.equal(code, 1);
  assert.match(err, /^others may read or change the key file .* run "chmod 600 [^\n]*\n$/);
});

test("KEY_FILE is made on demand only, and one that is there is left alone", async () => {
  const keyFile = join(program.folder, "elsewhere", "keys.json");
  assert.equal((await run(["create"])).code, 2);
  assert.equal((await run(["list"], { KEY_FILE: keyFile })).code, 1);
  assert.equal(existsSync(keyFile), false);
  const made = await run(["create"], { KEY_FILE: keyFile, KEY_SUITE: "sm" });
  assert.equal(made.code, 0, made.err);
  const bytes = readFileSync(keyFile);
  assert.equal((await run(["create"], { KEY_FILE: keyFile })).code, 2);
  assert.deepEqual(readFileSync(keyFile), bytes);
  const other = await run(["list"], { KEY_FILE: keyFile });
  assert.equal(other.code, 1);
  assert.match(other.err, /lacks version 2|another installation's/);
});
