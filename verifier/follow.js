import { checkNumber, equal, exactly, hashes, refuse, textIn, textOf, toHex } from "./bytes.js";
import { openCheckpoint } from "./checkpoint.js";
import { decodeEntry } from "./entry.js";
import { append, leafHash, rootOf, verifyConsistency } from "./merkle.js";
import { consistencyPath, hashesOf, readEntries, readHashes } from "./tiles.js";

/** Following a log: every new entry is fetched, the tree is computed again from the entries alone and compared with the signed root. */

/** @typedef {import("./checkpoint.js").Trust} Trust */
/** @typedef {import("./checkpoint.js").Checkpoint} Checkpoint */
/** @typedef {import("./tiles.js").Read} Read */
/** What is kept between two looks; plain JSON. @typedef {{ size: number, peaks: string[], checkpoint: string }} State */

/** @param {Checkpoint} last @param {Checkpoint} now */
const evidenceOf = (last, now) => ({ seen: last.size, size: now.size, before: last.note, after: now.note });

/**
 * One look. Refused: a log that has gone back, that has another past than the one seen, or whose entries or tiles are not those it signed.
 * A refusal of two signed checkpoints that exclude each other carries both: they are the evidence.
 * @param {{ read: Read, trust: Trust, state: unknown }} look the state that the last one left, or null
 * @returns {Promise<{ state: State, seen: number, checkpoint: Checkpoint }>}
 */
export const follow = async ({ read, trust, state }) => {
  const note = textOf((await read("checkpoint")) ?? refuse("log.absent", { path: "checkpoint" }));
  const now = await openCheckpoint(note, trust);
  /** @type {Checkpoint | null} */
  let last = null;
  const tree = { size: 0, peaks: /** @type {Uint8Array[]} */ ([]) };
  if (state) {
    const kept = exactly(state, ["size", "peaks", "checkpoint"], "state");
    last = await openCheckpoint(textIn(kept.checkpoint, "checkpoint"), { ...trust, quorum: 0 });
    Object.assign(tree, { size: checkNumber(kept.size, "size"), peaks: hashes(kept.peaks, 53, "peaks") });
    if (tree.size !== last.size || !equal(await rootOf(tree), last.root)) refuse("follow.state");
    if (last.origin !== now.origin || now.size < last.size) refuse("follow.back", evidenceOf(last, now));
  }
  const seen = tree.size;
  for (let n = Math.floor(seen / 256); tree.size < now.size; n++) {
    const [entries, tile] = await Promise.all([readEntries(read, n, now.size), readHashes(read, 0, n, now.size)]);
    for (const [i, entry] of entries.entries()) {
      const index = n * 256 + i;
      const leaf = await leafHash(entry);
      if (!equal(leaf, tile[i] ?? leaf)) refuse("follow.entry", { index });
      if (index < seen) continue;
      decodeEntry(entry);
      await append(tree, leaf);
    }
  }
  const derived = equal(await rootOf(tree), now.root);
  if (last) {
    const evidence = evidenceOf(last, now);
    const path = await consistencyPath(hashesOf(read, now.size), last.size, now.size);
    await verifyConsistency(last, now, path).catch(() => refuse(derived ? "follow.tiles" : "follow.fork", evidence));
  }
  if (!derived) refuse("follow.root", { size: now.size });
  return { state: { ...tree, peaks: tree.peaks.map(toHex), checkpoint: note }, seen, checkpoint: now };
};
