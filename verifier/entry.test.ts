import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromHex, toHex } from "./bytes.js";
import { contentPreimage, decodeEntry, encodeEntry, entryLength, entryTypes, organisationPreimage } from "./entry.js";
import { decodeStatement, encodeStatement, type Statement } from "./statement.js";
import { refused } from "./test/refused.ts";

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte !== 0));

test("an entry reads back as it was written, in 74 bytes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(entryTypes), 16, 31),
      fc.maxSafeNat(),
      fc.option(bytes32),
      bytes32,
      (type, time, organisation, content) => {
        const entry = { type, time, organisation, content };
        const bytes = encodeEntry(entry);
        assert.equal(bytes.length, entryLength);
        assert.deepEqual(decodeEntry(bytes), entry);
      },
    ),
  );
});

test("the layout of an entry is fixed", () => {
  const entry = encodeEntry({
    type: entryTypes.record,
    time: 1_798_900_000_000_001,
    organisation: new Uint8Array(32).fill(0xaa),
    content: new Uint8Array(32).fill(0xbb),
  });
  assert.equal(toHex(entry), `0101000664170b7c8801${"aa".repeat(32)}${"bb".repeat(32)}`);
});

test("an entry of another length, version or type, or with a time beyond 2^53, is refused", () => {
  const good = encodeEntry({ type: 4, time: 1, organisation: null, content: new Uint8Array(32) });
  const changed = (at: number, value: number) => Uint8Array.from(good, (byte, i) => (i === at ? value : byte));
  refused("entry.length", () => decodeEntry(good.subarray(1)));
  refused("entry.version", () => decodeEntry(changed(0, 2)));
  for (const type of [0, 9, 15, 32, 255]) refused("entry.type", () => decodeEntry(changed(1, type)));
  refused("number.malformed", () => decodeEntry(changed(2, 0x80)));
  for (const time of [-1, 0.5, Number.NaN, 2 ** 53])
    refused("number.malformed", () => encodeEntry({ type: 4, time, organisation: null, content: new Uint8Array(32) }));
});

test("commitments are salted with exactly 16 bytes and take only a code of 18 characters", () => {
  const salt = fromHex("00112233445566778899aabbccddeeff", 16, "salt");
  assert.equal(
    toHex(organisationPreimage(salt, "91210600MA0TEST12X")),
    `6378313a6f72670a00112233445566778899aabbccddeeff${Buffer.from("91210600MA0TEST12X").toString("hex")}`,
  );
  assert.equal(toHex(contentPreimage(salt, "é\n")), "6378313a7478740a00112233445566778899aabbccddeeffc3a90a");
  refused("salt.length", () => contentPreimage(salt.subarray(1), ""));
  for (const uscc of ["", "91210600ma0test12x", "91210600MA0TEST12", "91210600MA0TEST12X\n"])
    refused("uscc.malformed", () => organisationPreimage(salt, uscc));
});

const hex = "0f".repeat(32);
const statements: Statement[] = [
  {
    kind: "record",
    item: "penalty",
    recordId: hex.slice(0, 32),
    version: 2,
    change: "corrected",
    publicUntil: "2029-12-31",
    content: hex,
  },
  { kind: "erasure", index: 17, reason: "court-order" },
  { kind: "heads", day: "2026-11-28", size: 100, organisations: 3, root: hex },
  { kind: "beacon", day: "2026-11-28", value: hex },
  { kind: "seal", number: 1, digest: hex },
  { kind: "key", vkey: "example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" },
  { kind: "rules", digest: hex },
  {
    kind: "continuation",
    origin: "example.com/old log",
    size: 9,
    root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
  },
];

test("every kind of statement reads back as it was written, one line for each field", () => {
  assert.deepEqual(
    statements.map((statement) => statement.kind),
    Object.keys(entryTypes),
  );
  for (const statement of statements) {
    const text = encodeStatement(statement);
    assert.equal(text, `${Object.values(statement).join("\n")}\n`);
    assert.deepEqual(decodeStatement(text), statement);
  }
});

test("a statement with a missing or further line, an unknown kind or a value in another form is refused", () => {
  const heads = encodeStatement(statements[2] as Statement);
  refused("statement.lines", () => decodeStatement(heads.slice(0, -1)));
  refused("statement.lines", () => decodeStatement(`${heads}more\n`));
  refused("statement.lines", () => decodeStatement(heads.replace("100\n", "")));
  refused("statement.kind", () => decodeStatement(""));
  refused("statement.kind", () => decodeStatement("constructor\nx\n"));
  refused("statement.kind", () => decodeStatement(heads.replaceAll("\n", "\r\n")));
  refused("statement.field", () => decodeStatement(heads.replace("2026-11-28", "2026-13-28")));
  refused("statement.field", () => decodeStatement(heads.replace(hex, hex.toUpperCase())));
  for (const size of ["1e999", "-1", "007", "", " 1", "9007199254740992", "١"])
    refused("number.malformed", () => decodeStatement(heads.replace("100", size)));
  refused("statement.field", () => decodeStatement("key\na\u0000b\n"));
  refused("statement.lines", () => encodeStatement({ kind: "erasure", index: 1, reason: "two\nlines" }));
  refused("statement.field", () => encodeStatement({ kind: "erasure", index: 1, reason: "" }));
});
