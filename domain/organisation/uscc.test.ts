import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { organisationCodeCheckCharacter } from "./legacy-codes.ts";
import { innerCodeValid, kindOfUscc, readUscc, regionOfUscc, usccCheckCharacter } from "./uscc.ts";

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const character = fc.constantFrom(...alphabet);
const digit = fc.constantFrom(..."0123456789");

/** A code that is right by the standard, invented. */
export const anyUscc = fc
  .tuple(
    fc.constantFrom("11", "12", "51", "91", "92", "93", "N2"),
    fc.array(digit, { minLength: 6, maxLength: 6 }),
    fc.array(character, { minLength: 8, maxLength: 8 }),
  )
  .map(([prefix, region, inner]) => {
    const first = prefix + region.join("") + inner.join("");
    const check = organisationCodeCheckCharacter(inner.join("")) as string;
    return `${first}${check}${usccCheckCharacter(first + check)}`;
  });

test("the check character is the one worked out by hand", () => {
  // 9·1 + 1·3 + 2·9 + 1·27 + 6·26 + 1·28 = 241; 241 mod 31 = 24; 31 − 24 = 7
  assert.equal(usccCheckCharacter("91210600000000001"), "7");
  // 1·28 + 3·1 = 31, nothing remains
  assert.equal(usccCheckCharacter("30000000000000001"), "0");
  // 10·1 = 10; 31 − 10 = 21 = M
  assert.equal(usccCheckCharacter("A0000000000000000"), "M");
  assert.equal(usccCheckCharacter("9121060000000000I"), null);
});

test("the check character agrees with the definition: the weighted sum is divisible by 31", () => {
  fc.assert(
    fc.property(anyUscc, (code) => {
      let weight = 1;
      let sum = 0;
      for (const c of code) {
        sum += alphabet.indexOf(c) * weight;
        weight = (weight * 3) % 31;
      }
      // the 18th weight of the series is 3^17 mod 31 = 22; the check character counts once
      const last = alphabet.indexOf(code.charAt(17));
      assert.equal((sum - last * 22 + last) % 31, 0);
    }),
  );
});

test("a valid code is read as it is, without a note", () => {
  fc.assert(
    fc.property(anyUscc, (code) => {
      if (/^0+/.test(code)) return;
      assert.deepEqual(readUscc(code), { ok: true, uscc: code, notes: [] });
    }),
  );
});

test("any single wrong character is found", () => {
  fc.assert(
    fc.property(
      anyUscc,
      fc.integer({ min: 0, max: 17 }),
      fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
      (code, at, c) => {
        fc.pre(code.charAt(at) !== c);
        assert.equal(readUscc(code.slice(0, at) + c + code.slice(at + 1)).ok, false);
      },
    ),
    { numRuns: 2000 },
  );
});

test("two neighbours exchanged are found, unless they are equal", () => {
  fc.assert(
    fc.property(anyUscc, fc.integer({ min: 0, max: 15 }), (code, at) => {
      const [a, b] = [code.charAt(at), code.charAt(at + 1)];
      fc.pre(a !== b);
      assert.equal(readUscc(code.slice(0, at) + b + a + code.slice(at + 2)).ok, false);
    }),
    { numRuns: 2000 },
  );
});

test("a wrong check character is told with the one expected and never repaired", () => {
  const reading = readUscc("912106000000000018");
  assert.equal(reading.ok, false);
  assert.deepEqual(!reading.ok && [reading.problem, reading.expected], ["checkDigit", "7"]);
});

test("width, case, blank space, hyphens, zero-width characters and Excel's protection are undone, each with a note", () => {
  const code = "91210600MA0EXAMP0";
  const right = `${code}${usccCheckCharacter(code)}`;
  const wide = [...right].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join("");
  for (const [raw, note] of [
    [right.toLowerCase(), "case"],
    [wide, "width"],
    [`${right.slice(0, 6)}-${right.slice(6)}`, "separators"],
    [` ${right.slice(0, 6)}\u200B ${right.slice(6)}\uFEFF`, "separators"],
    [`'${right}`, "separators"],
    [`="${right}"`, "separators"],
  ] as const) {
    const reading = readUscc(raw);
    assert.ok(reading.ok, raw);
    assert.equal(reading.uscc, right);
    assert.ok(reading.notes.includes(note), `${raw}: ${reading.notes.join()}`);
  }
});

test("nothing in the place of a code is missing, a placeholder is missing with a note", () => {
  for (const raw of ["", "  ", "00000000000000000X", "000000000000000000", "0"]) {
    const reading = readUscc(raw);
    assert.equal(!reading.ok && reading.problem, "missing", raw);
    assert.equal(reading.notes.includes("placeholder"), raw.trim() !== "");
  }
});

test("each wrong code is wrong for its own reason", () => {
  for (const [raw, problem, position] of [
    ["000000000000005", "missing", null],
    ["210602000012345", "legacyNumber", null],
    ["2106021234567", "legacyNumber", null],
    ["91210600", "length", null],
    ["9121060000000000177", "length", null],
    ["91210600********17", "masked", null],
    ["91210600MA6CJ9UAxx", "masked", null],
    ["9121060O0000000017", "character", 8],
    ["9121060000000000S7", "character", 17],
    ["91A106000000000017", "character", 3],
    ["F1210600000000000", "length", null],
  ] as const) {
    const reading = readUscc(raw);
    assert.ok(!reading.ok, raw);
    if (problem !== "missing") assert.deepEqual([reading.problem, reading.position], [problem, position], raw);
  }
  const strange = "F1210600000000001";
  assert.equal(readUscc(strange + usccCheckCharacter(strange)).ok, false);
});

test("a wrong inner organisation code is a note, not a rejection", () => {
  const reading = readUscc("912106000000000017");
  assert.deepEqual([reading.ok, reading.notes], [true, ["innerCheckDigit"]]);
  assert.equal(innerCodeValid("912106000000000017"), false);
});

test("the first two characters say the kind, the next six where it was registered", () => {
  const kinds = {
    11: "government",
    12: "institution",
    13: "government",
    31: "legalService",
    51: "socialOrganisation",
    54: "grassrootsSelfGovernment",
    81: "tradeUnion",
    89: "tradeUnion",
    91: "enterprise",
    92: "soleTrader",
    93: "cooperative",
    N2: "collective",
    99: "other",
    Y1: "other",
  };
  for (const [prefix, kind] of Object.entries(kinds)) assert.equal(kindOfUscc(`${prefix}2106020000000000`), kind);
  assert.equal(regionOfUscc("912106020000000000"), "210602");
});

const vectors = new URL("../../../shared/data/uscc_test_vectors.json", import.meta.url);

test("codes of a real register pass, its wrong ones fail", { skip: !existsSync(vectors) }, () => {
  const { valid, invalid } = JSON.parse(readFileSync(vectors, "utf8")) as {
    valid: string[];
    invalid: { code: string }[];
  };
  for (const code of valid) assert.deepEqual(readUscc(code), { ok: true, uscc: code, notes: [] });
  for (const { code } of invalid) assert.equal(readUscc(code).ok, false, code);
});
