import assert from "node:assert/strict";
import { test } from "node:test";
import { parseVkey } from "@chengxin/verifier/note.js";
import { logSigner, witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { programForThisFile } from "./test/program.ts";

const program = programForThisFile("witness");
const { run } = program;
const { vkey } = logSigner("city.example/log");

test("what isn't a command, or lacks something, is answered with those there are", async () => {
  for (const args of [[], ["lost"], ["add", "city.example/log"], ["key", "a", "b"], ["list", "x"], ["toString"]]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, /add ORIGIN VKEY /);
  }
});

test("a key is made under its name and told to everybody; its seed to nobody", async () => {
  const none = await run(["key"]);
  assert.deepEqual([none.code, none.out], [0, ""]);
  assert.match(none.err, /give it a name/);
  const made = await run(["key", "paper.example/witness"]);
  assert.equal(made.code, 0, made.err);
  const key = await parseVkey(made.out.trim(), "witness");
  assert.equal(key.name, "paper.example/witness");
  assert.equal((await run(["key"])).out, made.out);
  const { rows } = await program.fresh.database.pool.query<{ seed_sealed: Buffer }>(
    "select seed_sealed from witness_key",
  );
  assert.ok((rows[0]?.seed_sealed.length ?? 0) > 44);
  const second = await run(["key", "paper.example/witness"]);
  assert.equal((await run(["end-key", made.out.trim()])).code, 0);
  assert.equal((await run(["end-key", made.out.trim()])).code, 1);
  assert.match((await run(["key"])).out, new RegExp(`ended .*\\n${second.out.replaceAll("+", "\\+")}`));
});

test("logs are added, listed and removed, each time with an event that names the operator", async () => {
  assert.equal((await run(["add", "city.example/log", vkey])).code, 0);
  assert.match((await run(["list"])).out, /^city\.example\/log {2}witnessed {2}nothing cosigned yet$/m);
  assert.equal((await run(["remove", "city.example/log"])).code, 0);
  const again = await run(["remove", "city.example/log"]);
  assert.deepEqual([again.code, again.err], [1, "no log of that origin is witnessed\n"]);
  assert.match((await run(["list"])).out, /^city\.example\/log {2}not since \d{4}-/m);
  const { rows } = await program.fresh.database.pool.query<{ action: string; actor: string }>(
    "select action, actor from event where action like 'witness.%' order by chain_no",
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ["witness.key-made", "witness.key-made", "witness.key-ended", "witness.log-added", "witness.log-removed"],
  );
  assert.ok(rows.every(({ actor }) => actor.startsWith("operator:")));
});

test("what is no origin or no key of a log is refused in words", async () => {
  for (const key of [
    "x",
    "",
    witnessSigner("city.example/log").vkey,
    vkey.slice(0, -4),
    vkey.replace("city", "town"),
  ]) {
    const { code, err } = await run(["add", "city.example/log", key]);
    assert.equal(code, 1, key);
    assert.match(err, /^that is no verifier key of a log: .*\n$/);
  }
  for (const origin of ["", "a\nb", "x".repeat(501)]) {
    const { code, err } = await run(["add", origin, vkey]);
    assert.equal(code, 1, origin);
    assert.match(err, /^the origin is the first line /);
  }
});
