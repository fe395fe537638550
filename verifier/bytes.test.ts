import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { equal, fromBase64, fromHex, readNumber, readU64, textOf, toBase64, toHex, u64 } from "./bytes.js";
import { refused } from "./test/refused.ts";

test("hex and base64 read back, and agree with Node's", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.equal(toHex(bytes), Buffer.from(bytes).toString("hex"));
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
      assert.ok(equal(fromHex(toHex(bytes), bytes.length, "x"), bytes));
      assert.ok(equal(fromBase64(toBase64(bytes), "x"), bytes));
    }),
  );
});

test("base64 that is not canonical is refused: padding, unused bits, alphabet of addresses, spaces", () => {
  for (const text of ["AA", "AA=", "AB==", "AAB=", "A===", "=", "AA==AA==", "_-__", "AA==\n", " AA==", "AA\n=="])
    refused("base64.malformed", () => fromBase64(text, "x"));
});

test("hex of another length or with capitals is refused", () => {
  for (const text of ["0", "AA", "0g", "aa ", "aaaa", "", null, 10])
    refused("hex.malformed", () => fromHex(text, 1, "x"));
});

test("a number is plain digits up to 2^53 − 1, nothing else", () => {
  assert.equal(readNumber("0", "x"), 0);
  assert.equal(readNumber("9007199254740991", "x"), Number.MAX_SAFE_INTEGER);
  for (const text of [
    "",
    "00",
    "007",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "1e999",
    "0x10",
    " 1",
    "1\n",
    "9007199254740992",
    "٣",
    "9".repeat(400),
  ])
    refused("number.malformed", () => readNumber(text, "x"));
});

test("eight bytes hold a number up to 2^53 − 1; more is refused", () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => assert.equal(readU64(u64(value, "x"), 0, "x"), value)));
  refused("number.malformed", () => readU64(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), 0, "x"));
});

test("bytes that are no UTF-8 are refused, a byte order mark is kept", () => {
  refused("text.notUtf8", () => textOf(Uint8Array.of(0xc3, 0x28)));
  refused("text.notUtf8", () => textOf(Uint8Array.of(0xed, 0xa0, 0x80)));
  assert.equal(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa");
});
