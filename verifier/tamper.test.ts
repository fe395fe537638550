import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { Refusal } from "./bytes.js";
import { openCheckpoint, trustIn } from "./checkpoint.js";
import { explainCheckpoint, explainEntry, explainFile, say } from "./explain.js";
import { verifyFileProof } from "./file-proof.js";
import { verifyEntryProof } from "./proof.js";

/** Whatever is done to a proof: it is refused by a code, and never by an accident in the code. */

const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8"));
const { trust, proofs } = vectors("proofs") as {
  trust: { log: string[]; witnesses: string[] };
  proofs: { proof: string }[];
};
const { files } = vectors("files") as { files: { file: string }[] };
const trusted = await trustIn(trust.log, trust.witnesses, 2);
const proof = proofs[7]?.proof ?? "";
const file = files[0]?.file ?? "";
const note = proof.slice(proof.indexOf("\n\n") + 2);

const checks = [
  ["proof", proof, async (text: string) => explainEntry(await verifyEntryProof(text, trusted))],
  ["file", file, async (text: string) => explainFile(await verifyFileProof(text, trusted))],
  ["checkpoint", note, async (text: string) => explainCheckpoint(await openCheckpoint(text, trusted))],
] as const;

const words = (
  JSON.parse(readFileSync(new URL("words.json", import.meta.url), "utf8")) as { en: Record<string, string> }
).en;

/** A refusal that can be told in words. */
const worded = (error: unknown): true => {
  assert.ok(error instanceof Refusal, String(error));
  assert.ok(!/(?<!\\u)\{\w+\}|undefined/.test(say(words, [error.code, error.data])), error.message);
  return true;
};

/** A text with one piece of it cut out, doubled, or put in place of another. */
const damaged = (text: string) => {
  const place = fc.nat(text.length - 1);
  const sign = fc.constantFrom(
    ...'0123456789abcdefABCDEF+/= \n\r\t\u0000\u202e\ud800{}[]",:é—'.split(""),
    "null",
    "1e999",
    "-1",
  );
  return fc.oneof(
    fc.tuple(place, sign).map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1)),
    fc.tuple(place, sign).map(([at, put]) => text.slice(0, at) + put + text.slice(at)),
    fc.tuple(place, fc.nat(40)).map(([at, length]) => text.slice(0, at) + text.slice(at + length + 1)),
    fc.tuple(place, fc.nat(200)).map(([at, length]) => text.slice(0, at + length) + text.slice(at)),
    place.map((at) => text.slice(0, at)),
  );
};

for (const [what, text, check] of checks)
  test(`a ${what} with anything changed, cut out, doubled or cut off is refused, or shows the same`, async () => {
    const good = await check(text);
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(damaged(text), async (changed) => {
        try {
          // White space between the fields of JSON changes nothing, nor does a signature of somebody unknown.
          assert.deepEqual(await check(changed), good);
        } catch (error) {
          worded(error);
          refusals += 1;
        }
      }),
      { numRuns: 1500 },
    );
    assert.ok(refusals > 1200, `${refusals}`);
  });

test("any text at all is refused by a code", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), fc.json()), async (text) => {
      for (const [, , check] of checks) await assert.rejects(check(text), worded);
    }),
  );
});

test("a file whose fields are of any other kind is refused by a code", async () => {
  const fields = Object.keys(JSON.parse(file) as object);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), fc.jsonValue(), async (field, value) => {
      const other = { ...(JSON.parse(file) as Record<string, unknown>), [field]: value };
      await assert.rejects(verifyFileProof(JSON.stringify(other), trusted), worded);
    }),
    { numRuns: 500 },
  );
});

test("an entry of a file whose fields are of any other kind is refused by a code", async () => {
  const fields = ["index", "time", "salt", "statement", "content", "path", "entry"];
  await fc.assert(
    fc.asyncProperty(fc.nat(3), fc.constantFrom(...fields), fc.jsonValue(), async (at, field, value) => {
      const other = JSON.parse(file) as { entries: Record<string, unknown>[] };
      // A content that is not laid open is no fault.
      if (field === "content" && value === null) return;
      other.entries[at] = { ...other.entries[at], [field]: value };
      await assert.rejects(verifyFileProof(JSON.stringify(other), trusted), worded);
    }),
    { numRuns: 500 },
  );
});
