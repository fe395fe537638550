import assert from "node:assert/strict";
import { test } from "node:test";
import { equal } from "./bytes.js";
import { append, emptyRoot, leafHash, rootOf, verifyConsistency, verifyInclusion, type Growing } from "./merkle.js";
import { naiveTree, leaf, sha256, type Hash } from "./test/naive-merkle.ts";
import { refusedLater } from "./test/refused.ts";
import { consistencyPath, inclusionPath } from "./tiles.js";

const most = 300;
const leaves = Array.from({ length: most }, (_, i) => leaf(Buffer.from(`entry ${i}`)));
const naive = naiveTree(leaves);
const tree = (size: number) => ({ size, root: naive.root(size) });
/** Complete subtrees straight from the naive tree's roots. */
const hashAt = async (level: number, index: number): Promise<Hash> => {
  const [low, high] = [index * 2 ** level, (index + 1) * 2 ** level];
  return naiveTree(leaves.slice(low, high)).root(high - low);
};

test("a leaf and the empty tree hash as RFC 6962 says", async () => {
  assert.ok(equal(await leafHash(Buffer.from("entry 7")), leaves[7] as Hash));
  assert.ok(equal(await emptyRoot(), sha256()));
});

test("a tree that grows leaf by leaf has the naive root at every size", async () => {
  const growing: Growing = { size: 0, peaks: [] };
  for (let size = 0; size <= most; size++) {
    assert.ok(equal(await rootOf(growing), naive.root(size)), `size ${size}`);
    if (size < most) await append(growing, leaves[size] as Hash);
  }
});

test("the inclusion of every leaf in every tree up to 300 is proven, and in no neighbouring place", async () => {
  for (let size = 1; size <= most; size++)
    for (let index = 0; index < size; index++) {
      const path = naive.inclusion(index, size);
      const its = leaves[index] as Hash;
      await verifyInclusion(its, index, tree(size), path);
      const elsewhere = index + 1 < size ? index + 1 : index - 1;
      if (elsewhere >= 0 && (index + size) % 16 === 1)
        await assert.rejects(verifyInclusion(its, elsewhere, tree(size), path));
    }
});

test("the consistency of every pair of trees up to 300 is proven, and of none with another root", async () => {
  const other = sha256("other");
  for (let newer = 0; newer <= most; newer++)
    for (let older = 0; older <= newer; older++) {
      const path = naive.consistency(older, newer);
      await verifyConsistency(tree(older), tree(newer), path);
      if ((older * 3 + newer) % 16 !== 1) continue;
      await refusedLater("consistency.root", verifyConsistency({ size: older, root: other }, tree(newer), path));
      if (older > 0)
        await refusedLater("consistency.root", verifyConsistency(tree(older), { size: newer, root: other }, path));
    }
});

test("paths out of complete subtrees are those of RFC 6962", async () => {
  for (const newer of [1, 2, 3, 7, 8, 9, 64, 100, 255, 256, 257, 300])
    for (let older = 0; older <= newer; older += newer > 99 ? 7 : 1) {
      assert.deepEqual(
        await consistencyPath(hashAt, older, newer),
        naive.consistency(older, newer),
        `${older} ${newer}`,
      );
      if (older < newer) assert.deepEqual(await inclusionPath(hashAt, older, newer), naive.inclusion(older, newer));
    }
});

test("a proof that is shorter, longer or has one bit changed proves nothing", async () => {
  for (const [index, size] of [
    [0, 2],
    [4, 6],
    [98, 100],
    [127, 129],
    [200, 300],
  ] as const) {
    const path = naive.inclusion(index, size);
    const its = leaves[index] as Hash;
    await refusedLater("inclusion.length", verifyInclusion(its, index, tree(size), path.slice(0, -1)));
    await refusedLater("inclusion.length", verifyInclusion(its, index, tree(size), [...path, its]));
    const consistency = naive.consistency(index + 1, size);
    for (const changed of [consistency.slice(0, -1), consistency.slice(1), [...consistency, its]])
      await assert.rejects(verifyConsistency(tree(index + 1), tree(size), changed), { name: "Refusal" });
    for (const [i, hash] of path.entries()) {
      const flipped = hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte));
      await refusedLater("inclusion.root", verifyInclusion(its, index, tree(size), path.with(i, flipped)));
    }
    for (const [i, hash] of consistency.entries()) {
      const flipped = hash.map((byte, at) => (at === 0 ? byte ^ 0x80 : byte));
      await refusedLater(
        "consistency.root",
        verifyConsistency(tree(index + 1), tree(size), consistency.with(i, flipped)),
      );
    }
  }
});

test("places and sizes that are none are refused: beyond the tree, negative, broken, beyond 2^53, backwards", async () => {
  const its = leaves[0] as Hash;
  await refusedLater("inclusion.index", verifyInclusion(its, 5, tree(5), []));
  for (const index of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    await refusedLater("number.malformed", verifyInclusion(its, index, tree(5), []));
  await refusedLater("number.malformed", verifyInclusion(its, 0, { size: 2 ** 53, root: its }, []));
  await refusedLater("consistency.size", verifyConsistency(tree(6), tree(5), []));
  await refusedLater("consistency.length", verifyConsistency(tree(5), tree(6), []));
  await refusedLater("consistency.length", verifyConsistency(tree(4), tree(6), []));
  await refusedLater("consistency.length", verifyConsistency(tree(0), tree(6), [its]));
});

test("a tree of 2^53 − 1 leaves is measured without losing a bit", async () => {
  const size = Number.MAX_SAFE_INTEGER;
  const path = Array.from({ length: 53 }, (_, i) => sha256(String(i)));
  await refusedLater("inclusion.root", verifyInclusion(leaves[0] as Hash, 0, { size, root: leaves[0] as Hash }, path));
  await refusedLater(
    "inclusion.length",
    verifyInclusion(leaves[0] as Hash, 0, { size, root: leaves[0] as Hash }, path.slice(1)),
  );
});
