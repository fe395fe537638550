import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkWithGo, checkWithSigstore, goAbsent, runGo } from "./test/cross-check.ts";
import { inventEntries } from "./test/entries.ts";
import { logSigner, witnessSigner } from "./test/sign.ts";
import { temporary } from "./test/temporary.ts";
import { writeLog } from "./test/write-log.ts";

/** Code that nobody here wrote says the same: Debian's golang.org/x/mod/sumdb, and @sigstore/verify. */

const skip = goAbsent() ?? false;
const log = logSigner("log.example/cross-check");
const sizes = [0, 1, 255, 256, 257, 1000, 3000];
const written = (directory: string) =>
  writeLog(directory, inventEntries(3000), sizes, log, [witnessSigner("w.example")]);

test("the vectors are what their generator writes", { skip }, (t) => {
  const directory = temporary(t);
  runGo("vectors", directory);
  const kept = new URL("vectors/", import.meta.url);
  assert.deepEqual(readdirSync(directory), readdirSync(kept));
  for (const name of readdirSync(directory))
    assert.equal(readFileSync(join(directory, name), "utf8"), readFileSync(new URL(name, kept), "utf8"), name);
});

test(
  "golang.org/x/mod/sumdb verifies signature, entries, inclusion and consistency of a log in our layout",
  { skip },
  (t) => {
    const directory = temporary(t);
    written(directory);
    assert.deepEqual(checkWithGo(directory, log.vkey), { entries: 3000, included: 26, consistent: 6 });
  },
);

test("golang.org/x/mod/sumdb refuses it once a bit of a tile or of an entry is another", { skip }, (t) => {
  const directory = temporary(t);
  written(directory);
  for (const name of ["tile/0/003", "tile/1/000.p/11", "tile/entries/007"]) {
    const path = join(directory, name);
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      bytes.map((byte, at) => (at === 70 ? byte ^ 4 : byte)),
    );
    assert.throws(() => checkWithGo(directory, log.vkey), name);
    writeFileSync(path, bytes);
  }
});

test("@sigstore/verify verifies checkpoint and inclusion of a log in our layout, and refuses another log's key", async (t) => {
  const directory = temporary(t);
  written(directory);
  const indexes = [0, 1, 255, 256, 1023, 2047, 2816, 2999];
  await checkWithSigstore(directory, log.vkey, indexes);
  await assert.rejects(
    checkWithSigstore(directory, logSigner("log.example/other").vkey, indexes),
    /checkpoint signature/,
  );
  const path = join(directory, "tile/entries/003");
  writeFileSync(
    path,
    readFileSync(path).map((byte, at) => (at === 40 ? byte ^ 4 : byte)),
  );
  await assert.rejects(checkWithSigstore(directory, log.vkey, [768]), /root hash does not match/);
});
