import { hash } from "node:crypto";
import { nodeHash } from "../entry.ts";
import type { Head } from "./head-table.ts";

/**
 * The tree of heads (verifier/README.md): a binary prefix tree over the organisations' keys. It is kept as the roots of its 4,096 branches of equal first 12 bits,
 * so that one organisation's siblings cost one branch.
 */

const bucketBits = 12;
export const bucketCount = 2 ** bucketBits;

/** Nothing stands there. */
const nothing = Buffer.alloc(32);

/** One organisation's place and leaf. */
export interface HeadsLeaf {
  readonly key: Buffer;
  readonly leaf: Buffer;
}

const keyOf = (uscc: string): Buffer => hash("sha256", `cx1:key\n${uscc}`, "buffer");

const leafText = Buffer.alloc(1 + 32 + 16 + 4 + 32);

/** @param nonce 16 bytes: what keeps a sibling from telling anything */
export const headsLeaf = (uscc: string, nonce: Buffer, { count, head }: Head): HeadsLeaf => {
  const key = keyOf(uscc);
  leafText.set(key, 1);
  leafText.set(nonce, 33);
  leafText.writeUInt32BE(count, 49);
  leafText.set(head, 53);
  return { key, leaf: hash("sha256", leafText, "buffer") };
};

export const bucketOf = (key: Buffer): number => key.readUInt16BE(0) >> (16 - bucketBits);

/** A branch, or part of one: how many organisations stand in it, and its root; of one organisation that is its leaf, which stands as high as it can. */
export interface Branch {
  readonly organisations: number;
  readonly root: Buffer;
}

const none: Branch = { organisations: 0, root: nothing };

/** Two branches side by side. */
const join = (left: Branch, right: Branch): Branch => {
  const organisations = left.organisations + right.organisations;
  if (organisations < 2) return left.organisations === 1 ? left : right;
  return { organisations, root: nodeHash(left.root, right.root) };
};

const bitAt = (key: Buffer, depth: number): number => ((key[depth >> 3] as number) >> (7 - (depth & 7))) & 1;

/** Leaves in order of their keys, `from` up to, not including, `to`, that share their first `depth` bits. */
const within = (leaves: readonly HeadsLeaf[], from: number, to: number, depth: number): Branch => {
  if (to - from === 0) return none;
  if (to - from === 1) return { organisations: 1, root: (leaves[from] as HeadsLeaf).leaf };
  const middle = firstRight(leaves, from, to, depth);
  return join(within(leaves, from, middle, depth + 1), within(leaves, middle, to, depth + 1));
};

const firstRight = (leaves: readonly HeadsLeaf[], from: number, to: number, depth: number): number => {
  let middle = from;
  while (middle < to && bitAt((leaves[middle] as HeadsLeaf).key, depth) === 0) middle++;
  return middle;
};

const inOrder = (leaves: readonly HeadsLeaf[]): HeadsLeaf[] => leaves.toSorted((a, b) => a.key.compare(b.key));

/** A branch out of all its leaves, in any order. */
export const bucketRoot = (leaves: readonly HeadsLeaf[]): Branch =>
  within(inOrder(leaves), 0, leaves.length, bucketBits);

/** The tree out of its branches, all of them in order. */
export const treeRoot = (buckets: readonly Branch[]): Branch => {
  let row = buckets;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) => join(row[2 * i] as Branch, row[2 * i + 1] as Branch));
  return row[0] ?? none;
};

/**
 * Siblings of an organisation's leaf, its own first, up to the root's child.
 * @param leaves all of its branch @param buckets all branches; null: the organisation stands in none of them
 */
export const siblingsOf = (key: Buffer, leaves: readonly HeadsLeaf[], buckets: readonly Branch[]): Buffer[] | null => {
  const siblings: Branch[] = [];
  let row = buckets;
  for (let at = bucketOf(key); row.length > 1; at >>= 1) {
    siblings.push(row[at ^ 1] ?? none);
    const below = row;
    row = Array.from({ length: below.length / 2 }, (_, i) => join(below[2 * i] as Branch, below[2 * i + 1] as Branch));
  }
  siblings.reverse();
  const sorted = inOrder(leaves);
  let [from, to] = [0, sorted.length];
  for (let depth = bucketBits; to - from > 1; depth++) {
    const middle = firstRight(sorted, from, to, depth);
    const right = bitAt(key, depth) === 1;
    siblings.push(right ? within(sorted, from, middle, depth + 1) : within(sorted, middle, to, depth + 1));
    [from, to] = right ? [middle, to] : [from, middle];
  }
  if (sorted[from]?.key.equals(key) !== true || to - from !== 1) return null;
  // alone in its branch, and perhaps in larger ones: a leaf stands where the first neighbour is
  while (siblings.at(-1)?.organisations === 0 && sorted.length === 1) siblings.pop();
  return siblings.reverse().map(({ root }) => root);
};
