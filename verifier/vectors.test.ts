import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { fromHex, toHex } from "./bytes.js";
import { openCheckpoint, trustIn } from "./checkpoint.js";
import { openDisclosure } from "./disclosure.js";
import { decodeEntry } from "./entry.js";
import { verifyFileProof } from "./file-proof.js";
import { headOf, headsKey, headsLeaf, rootOfHeads } from "./heads.js";
import { append, leafHash, rootOf, verifyConsistency, verifyInclusion, type Growing } from "./merkle.js";
import { verifyEntryProof } from "./proof.js";
import { refusedLater } from "./test/refused.ts";

/** The vectors were made by a second implementation (test/go/vectors); every one of them must give the verdict that it says. */

const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8"));
const unhex = (text: string): Uint8Array => fromHex(text, text.length / 2, "vector");

interface TrustVector {
  readonly log: string[];
  readonly witnesses: string[];
}

interface EntryVector {
  readonly index: number;
  readonly type: number;
  readonly time: number;
  readonly uscc: string | null;
  readonly salt: string;
  readonly statement: string;
  readonly organisation: string;
  readonly commitment: string;
  readonly entry: string;
  readonly leaf: string;
  readonly content: string | null;
}
const entries = vectors("entries") as EntryVector[];
const leaves = entries.map(({ leaf }) => unhex(leaf));

test("entries: salt, statement and code give the bytes that were logged", async () => {
  for (const { uscc, time, salt, statement, content, ...entry } of entries) {
    const { leaf } = await openDisclosure({ uscc, time, salt, statement, content }, "vector");
    assert.equal(toHex(leaf), entry.leaf);
    assert.equal(toHex(await leafHash(unhex(entry.entry))), entry.leaf);
    const decoded = decodeEntry(unhex(entry.entry));
    assert.deepEqual([decoded.type, decoded.time], [entry.type, time]);
    assert.equal(toHex(decoded.content), entry.commitment);
    assert.equal(toHex(decoded.organisation ?? new Uint8Array(32)), entry.organisation);
  }
});

test("merkle: roots of all sizes, proofs of inclusion and consistency", async () => {
  const { roots, inclusion, consistency } = vectors("merkle") as {
    roots: string[];
    inclusion: { index: number; size: number; path: string[] }[];
    consistency: { older: number; newer: number; path: string[] }[];
  };
  const growing: Growing = { size: 0, peaks: [] };
  for (const [size, root] of roots.entries()) {
    assert.equal(toHex(await rootOf(growing)), root);
    if (size < leaves.length) await append(growing, leaves[size] as Uint8Array);
  }
  const tree = (size: number) => ({ size, root: unhex(roots[size] as string) });
  for (const { index, size, path } of inclusion)
    await verifyInclusion(leaves[index] as Uint8Array, index, tree(size), path.map(unhex));
  for (const { older, newer, path } of consistency) await verifyConsistency(tree(older), tree(newer), path.map(unhex));
  assert.ok(inclusion.length > 30 && consistency.length > 30);
});

test("heads: the head, the leaf and the way to the root of every organisation", async () => {
  const { root, organisations } = vectors("heads") as {
    root: string;
    organisations: {
      uscc: string;
      indexes: number[];
      head: string;
      key: string;
      nonce: string;
      leaf: string;
      siblings: string[];
    }[];
  };
  for (const { uscc, indexes, nonce, ...expected } of organisations) {
    const key = await headsKey(uscc);
    const head = await headOf(indexes.map((index) => ({ index, leaf: leaves[index] as Uint8Array })));
    const leaf = await headsLeaf(key, unhex(nonce), indexes.length, head);
    assert.deepEqual([toHex(key), toHex(head), toHex(leaf)], [expected.key, expected.head, expected.leaf]);
    assert.equal(toHex(await rootOfHeads(key, leaf, expected.siblings.map(unhex))), root);
  }
});

const judge = (t: TestContext, what: string, refused: string | null, act: () => Promise<unknown>) =>
  t.test(what, async () => {
    if (refused === null) await act();
    else await refusedLater(refused, act());
  });

test("notes", async (t) => {
  const { trust, notes } = vectors("notes") as {
    trust: TrustVector;
    notes: { what: string; note: string; quorum: number; refused: string | null }[];
  };
  for (const { what, note, quorum, refused } of notes)
    await judge(t, what, refused, async () => openCheckpoint(note, await trustIn(trust.log, trust.witnesses, quorum)));
});

test("proofs of one entry", async (t) => {
  const { trust, quorum, proofs } = vectors("proofs") as {
    trust: TrustVector;
    quorum: number;
    proofs: { what: string; proof: string; refused: string | null }[];
  };
  const trusted = await trustIn(trust.log, trust.witnesses, quorum);
  for (const { what, proof, refused } of proofs) await judge(t, what, refused, () => verifyEntryProof(proof, trusted));
});

test("files of organisations", async (t) => {
  const { trust, quorum, files } = vectors("files") as {
    trust: TrustVector;
    quorum: number;
    files: { what: string; file: string; refused: string | null }[];
  };
  const trusted = await trustIn(trust.log, trust.witnesses, quorum);
  for (const { what, file, refused } of files) await judge(t, what, refused, () => verifyFileProof(file, trusted));
});
