import { checkNumber, concat, equal, refuse } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** The Merkle tree of RFC 6962 section 2.1, and the checking of its proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 do it. */

/** @param {Uint8Array} entry */
export const leafHash = (entry) => sha256(concat(Uint8Array.of(0), entry));

/** @param {Uint8Array} left @param {Uint8Array} right */
export const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

export const emptyRoot = () => sha256(new Uint8Array());

const half = (/** @type {number} */ value) => Math.floor(value / 2);

/**
 * Climbs from a node to the root and hands on each hash of the path by the side it stands on.
 * @param {number} at place of the node in its row @param {number} last place in that row @param {Uint8Array[]} path
 * @param {(hash: Uint8Array, left: boolean) => Promise<void>} step @returns {Promise<boolean>} whether the path had the right length
 */
const climb = async (at, last, path, step) => {
  for (const hash of path) {
    if (last === 0) return false;
    const left = at % 2 === 1 || at === last;
    await step(hash, left);
    // A last node without sibling rises as it is.
    while (left && at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    [at, last] = [half(at), half(last)];
  }
  return last === 0;
};

/** @typedef {{ size: number, root: Uint8Array }} Tree */

/** That the tree has this leaf. @param {Uint8Array} leaf hash @param {number} index @param {Tree} tree @param {Uint8Array[]} path from its sibling upwards */
export const verifyInclusion = async (leaf, index, { size, root }, path) => {
  if (checkNumber(index, "index") >= checkNumber(size, "size")) refuse("inclusion.index", { index, size });
  let hash = leaf;
  const whole = await climb(index, size - 1, path, async (other, left) => {
    hash = await (left ? nodeHash(other, hash) : nodeHash(hash, other));
  });
  if (!whole) refuse("inclusion.length", { index, size, length: path.length });
  if (!equal(hash, root)) refuse("inclusion.root", { index, size });
};

/** That the older tree is the beginning of the newer one. @param {Tree} older @param {Tree} newer @param {Uint8Array[]} path */
export const verifyConsistency = async (older, newer, path) => {
  const data = { older: checkNumber(older.size, "size"), newer: checkNumber(newer.size, "size") };
  if (older.size > newer.size) refuse("consistency.size", data);
  const trivial = older.size === 0 || older.size === newer.size;
  if (trivial !== (path.length === 0)) refuse("consistency.length", data);
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // A tree whose size is a power of two is itself the first hash; the proof then leaves it out.
  const [first = older.root, ...rest] = at === 0 || trivial ? [older.root, ...path] : path;
  let [before, after] = [first, first];
  if (older.size === 0) [before, after] = [await emptyRoot(), newer.root];
  const whole = await climb(at, last, rest, async (hash, left) => {
    if (left) before = await nodeHash(hash, before);
    after = await (left ? nodeHash(hash, after) : nodeHash(after, hash));
  });
  if (!trivial && !whole) refuse("consistency.length", data);
  if (!equal(before, older.root) || !equal(after, newer.root)) refuse("consistency.root", data);
};

/** A tree that grows: `peaks` are the roots of the complete subtrees it consists of, the largest first. @typedef {{ size: number, peaks: Uint8Array[] }} Growing */

/** @param {Growing} tree changed in place @param {Uint8Array} leaf hash */
export const append = async (tree, leaf) => {
  let [hash, at] = [leaf, tree.size];
  for (; at % 2 === 1; at = half(at)) hash = await nodeHash(tree.peaks.pop() ?? refuse("tree.peaks"), hash);
  tree.peaks.push(hash);
  tree.size += 1;
};

/** @param {Growing} tree */
export const rootOf = async ({ peaks }) => {
  let [root, ...left] = [...peaks].reverse();
  for (const peak of left) root = await nodeHash(peak, root ?? peak);
  return root ?? emptyRoot();
};
