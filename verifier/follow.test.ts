import assert from "node:assert/strict";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { Refusal } from "./bytes.js";
import { openCheckpoint, trustIn } from "./checkpoint.js";
import { follow, type State } from "./follow.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { readDirectory } from "./test/cross-check.ts";
import { inventEntries } from "./test/entries.ts";
import { refusedLater } from "./test/refused.ts";
import { logSigner, witnessSigner } from "./test/sign.ts";
import { temporary } from "./test/temporary.ts";
import { writeLog } from "./test/write-log.ts";
import { hashesOf, inclusionPath, readEntries, tilePath } from "./tiles.js";

const log = logSigner("log.example/follow");
const trust = await trustIn([log.vkey]);
const entries = inventEntries(1500);

/** A log of some size at a place of its own, and what a reader who followed it knows. */
const logOf = async (t: TestContext, size: number, before?: State) => {
  const directory = temporary(t);
  const read = readDirectory(directory);
  writeLog(directory, entries.slice(0, size), [size], log);
  return { directory, read, look: (state: State | null = before ?? null) => follow({ read, trust, state }) };
};

/** Changes one bit of a file. */
const damage = (directory: string, path: string, at: number): void => {
  const bytes = readFileSync(join(directory, path));
  writeFileSync(
    join(directory, path),
    bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)),
  );
};

test("a number of a tile is written in groups of three digits", () => {
  assert.equal(tilePath(0, 0, 256), "tile/0/000");
  assert.equal(tilePath(2, 999, 1), "tile/2/999.p/1");
  assert.equal(tilePath("entries", 1_234_067, 256), "tile/entries/x001/x234/067");
});

test("who follows a log from nothing, and on from any size, ends with the same state", async (t) => {
  let state: State | null = null;
  for (const size of [0, 1, 255, 256, 257, 700, 700, 1024, 1500]) {
    const { look } = await logOf(t, size);
    const seen: number = state?.size ?? 0;
    const next = await look(state);
    assert.deepEqual([next.seen, next.checkpoint.size], [seen, size]);
    assert.deepEqual(next.state, (await look(null)).state);
    state = next.state;
  }
});

test("a tampered entry is named by its place", async (t) => {
  const { directory, look } = await logOf(t, 600);
  damage(directory, "tile/entries/001", 5 * 76 + 60);
  await assert.rejects(look(), (error: Refusal) => error.code === "follow.entry" && error.data["index"] === 261);
});

test("a tampered tile is noticed, in the lowest row and above", async (t) => {
  const first = await logOf(t, 600);
  const { state } = await first.look();
  const { directory, look } = await logOf(t, 1400);
  damage(directory, "tile/0/003", 7);
  await refusedLater("follow.entry", look(state));
  damage(directory, "tile/0/003", 7);
  damage(directory, "tile/1/000.p/5", 3 * 32);
  await refusedLater("follow.tiles", look(state));
});

test("entries and their tile changed together do not give the signed root", async (t) => {
  const { directory, look } = await logOf(t, 600);
  const other = temporary(t);
  writeLog(other, entries.slice(0, 600).with(300, entries[0] as Uint8Array), [600], log);
  for (const path of ["tile/0/001", "tile/entries/001"]) {
    rmSync(join(directory, path));
    renameSync(join(other, path), join(directory, path));
  }
  await refusedLater("follow.root", look());
});

test("a log that gives itself another past is caught, with both signed checkpoints as evidence", async (t) => {
  const { state } = await (await logOf(t, 600)).look();
  for (const size of [600, 601, 1400]) {
    const directory = temporary(t);
    writeLog(directory, inventEntries(size, "another past"), [size], log);
    const error = await follow({ read: readDirectory(directory), trust, state }).catch((error: unknown) => error);
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, "follow.fork");
    assert.equal((await openCheckpoint(String(error.data["before"]), trust)).size, 600);
    assert.equal((await openCheckpoint(String(error.data["after"]), trust)).size, size);
  }
});

test("a log set back to yesterday's backup is noticed", async (t) => {
  const { state } = await (await logOf(t, 600)).look();
  await refusedLater("follow.back", (await logOf(t, 599)).look(state));
});

test("tiles and bundles that are cut off, missing or too long are refused; a full one stands in for a partial one", async (t) => {
  const { directory, look, read } = await logOf(t, 600);
  const { state } = await look();
  for (const [path, code] of [
    ["tile/0/001", "log.tile"],
    ["tile/entries/001", "log.tile"],
    ["tile/0/002.p/88", "log.tile"],
  ] as const) {
    const bytes = readFileSync(join(directory, path));
    for (const changed of [bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.of()]) {
      writeFileSync(join(directory, path), changed);
      await refusedLater(code, look());
    }
    writeFileSync(join(directory, path), bytes);
  }
  rmSync(join(directory, "tile/entries/001"));
  await refusedLater("log.absent", look());
  writeLog(directory, entries.slice(0, 768), [600, 768], log);
  for (const path of ["tile/0/002.p/88", "tile/entries/002.p/88"]) rmSync(join(directory, path));
  writeFileSync(join(directory, "checkpoint"), readFileSync(join(directory, "history/600")));
  assert.deepEqual((await follow({ read, trust, state: null })).state, state);
});

test("a state that somebody changed, of another log, or a log without the witnesses asked for is refused", async (t) => {
  const { look, read } = await logOf(t, 600);
  const { state } = await look();
  await refusedLater("follow.state", look({ ...state, size: 599 }));
  await refusedLater("follow.state", look({ ...state, peaks: state.peaks.toReversed() }));
  await refusedLater("json.shape", look({ ...state, more: 1 } as State));
  await refusedLater("note.malformed", look({ ...state, checkpoint: "" }));
  const witnessed = await trustIn([log.vkey], [witnessSigner("w.example").vkey]);
  await refusedLater("checkpoint.quorum", follow({ read, trust: witnessed, state: null }));
  const other = await trustIn([logSigner("log.example/other").vkey]);
  await refusedLater("checkpoint.origin", follow({ read, trust: other, state: null }));
});

test("inclusion is proven from the tiles of a log at a distance", async (t) => {
  const { read, look } = await logOf(t, 1500);
  const { checkpoint } = await look();
  const hashAt = hashesOf(read, checkpoint.size);
  for (const index of [0, 255, 256, 1234, 1499]) {
    const entry = (await readEntries(read, Math.floor(index / 256), checkpoint.size))[index % 256] as Uint8Array;
    const path = await inclusionPath(hashAt, index, checkpoint.size);
    await verifyInclusion(await leafHash(entry), index, checkpoint, path);
  }
});
