import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { encodeEntry } from "@chengxin/verifier/entry.js";
import { headOf, headsKey, headsLeaf as leafByVerifier, rootOfHeads } from "@chengxin/verifier/heads.js";
import { inventUscc } from "../../test/build.ts";
import { leafHashes } from "../entry.ts";
import { HeadTable } from "./head-table.ts";
import { bucketCount, bucketOf, bucketRoot, headsLeaf, siblingsOf, treeRoot, type HeadsLeaf } from "./heads-tree.ts";

interface Vector {
  readonly uscc: string;
  readonly nonce: string;
  readonly head: string;
  readonly indexes: readonly number[];
  readonly siblings: readonly string[];
}
const vectors = JSON.parse(readFileSync(new URL("../../../verifier/vectors/heads.json", import.meta.url), "utf8")) as {
  readonly root: string;
  readonly organisations: readonly Vector[];
};

/** Branches of a tree, and the leaves of each. */
const grown = (leaves: readonly HeadsLeaf[]) => {
  const of = Map.groupBy(leaves, ({ key }) => bucketOf(key));
  const branches = Array.from({ length: bucketCount }, (_, bucket) => bucketRoot(of.get(bucket) ?? []));
  return { branches, beside: ({ key }: HeadsLeaf) => of.get(bucketOf(key)) ?? [] };
};

test("the vectors: root, and the siblings of every organisation from its branch alone", () => {
  const leaves = vectors.organisations.map(({ uscc, nonce, head, indexes }) =>
    headsLeaf(uscc, Buffer.from(nonce, "hex"), { count: indexes.length, head: Buffer.from(head, "hex") }),
  );
  const { branches, beside } = grown(leaves);
  assert.equal(treeRoot(branches).root.toString("hex"), vectors.root);
  assert.equal(treeRoot(branches).organisations, vectors.organisations.length);
  for (const [i, { siblings }] of vectors.organisations.entries()) {
    const leaf = leaves[i] as HeadsLeaf;
    assert.deepEqual(
      siblingsOf(leaf.key, beside(leaf), branches)?.map((hash) => hash.toString("hex")),
      siblings,
    );
  }
});

test("in a tree of any size each organisation's siblings lead to the root, and nobody else's place does", async () => {
  for (const size of [1, 2, 3, 40, 9000]) {
    const leaves = Array.from({ length: size }, (_, i) =>
      headsLeaf(inventUscc(), randomBytes(16), { count: i, head: randomBytes(32) }),
    );
    const { branches, beside } = grown(leaves);
    const { root, organisations } = treeRoot(branches);
    assert.equal(organisations, size);
    for (const leaf of leaves.slice(0, 100)) {
      const siblings = siblingsOf(leaf.key, beside(leaf), branches) ?? [];
      assert.deepEqual(Buffer.from(await rootOfHeads(leaf.key, leaf.leaf, siblings)), root);
    }
    const stranger = headsLeaf(inventUscc(), randomBytes(16), { count: 0, head: Buffer.alloc(32) });
    assert.equal(siblingsOf(stranger.key, beside(stranger), branches), null);
  }
});

test("the fast chain and leaf are the verifier's", async () => {
  const entries = Buffer.concat(
    Array.from({ length: 50 }, () =>
      encodeEntry({ type: 1, time: 1, organisation: randomBytes(32), content: randomBytes(32) }),
    ),
  );
  const hashes = leafHashes(entries, 50);
  const organisations = Buffer.alloc(50 * 4);
  for (let i = 0; i < 50; i++) organisations.writeInt32BE(i % 3 === 2 ? 0 : 1 + (i % 3) * 2000, i * 4);
  const table = new HeadTable(1);
  // in two parts, as two groups are
  table.append(entries.subarray(0, 20 * 74), organisations.subarray(0, 20 * 4), 1000);
  table.append(entries.subarray(20 * 74), organisations.subarray(20 * 4), 1020);
  assert.deepEqual([...table.changed], [1, 2001]);
  for (const id of table.changed) {
    const own = Array.from({ length: 50 }, (_, i) => i).filter((i) => organisations.readInt32BE(i * 4) === id);
    const { count, head } = table.get(id);
    assert.equal(count, own.length);
    const expected = await headOf(own.map((i) => ({ index: 1000 + i, leaf: hashes.subarray(i * 32, i * 32 + 32) })));
    assert.deepEqual(head, Buffer.from(expected));
    const [uscc, nonce] = [inventUscc(), createHash("md5").update(String(id)).digest()];
    const key = await headsKey(uscc);
    assert.deepEqual(headsLeaf(uscc, nonce, { count, head }), {
      key: Buffer.from(key),
      leaf: Buffer.from(await leafByVerifier(key, nonce, count, expected)),
    });
  }
  assert.deepEqual(table.get(77), { count: 0, head: Buffer.alloc(32) });
});
