import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { organisationCodeCheckCharacter, registrationCheckDigit } from "../organisation/legacy-codes.ts";
import { usccCheckCharacter } from "../organisation/uscc.ts";
import {
  holdsIdentityNumber,
  identityCheckCharacter,
  identityMarker,
  removeIdentityNumbers,
} from "./identity-number.ts";
import { anyIdentityNumber, today } from "./fixture.ts";

const holds = (text: string, context: "key" | "text" | "number" = "text"): boolean =>
  holdsIdentityNumber(text, today, context);

test("the check character is that of the examples of GB 11643", () => {
  assert.equal(identityCheckCharacter("11010519491231002"), "X");
  assert.equal(identityCheckCharacter("34052419800101001"), "X");
});

test("a number is recognised bare, in words, in full width, lower case, with gaps and with a wrong check character", () => {
  for (const text of [
    "11010519491231002X",
    "11010519491231002x",
    "当事人王某（身份证号11010519491231002X）于当日",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002X",
    "110105-1949-1231-002-X",
    "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
    "110105\u200B19491231002X",
    "110105\n19491231002X",
    "110105194912310021",
    "电话13800000000，11010519491231002X，0415-1234567",
    "110105491231003",
  ]) {
    const { text: rest, removed } = removeIdentityNumbers(text, today, "text");
    assert.equal(removed, 1, text);
    assert.ok(rest.includes(identityMarker));
    assert.doesNotMatch(rest.replace(/[\s\u200B-]/g, "").normalize("NFKC"), /110105|491231/);
  }
});

test("what stands around a number is kept", () => {
  assert.equal(
    removeIdentityNumbers("王某，110105 19491231 002X，住址1号", today, "text").text,
    `王某，${identityMarker}，住址1号`,
  );
  assert.equal(
    removeIdentityNumbers("11010519491231002X和34052419800101001X", today, "text").text,
    `${identityMarker}和${identityMarker}`,
  );
});

test("any number planted in any text is removed from it", () => {
  const words = fc.string({ unit: fc.constantFrom(..."经查，当事人于日月A:（）、"), maxLength: 12 });
  fc.assert(
    fc.property(
      anyIdentityNumber,
      words,
      words,
      fc.constantFrom("", " ", "-", "\u200B"),
      (number, before, after, gap) => {
        const written = `${number.slice(0, 6)}${gap}${number.slice(6, 14)}${gap}${number.slice(14)}`;
        const { text, removed } = removeIdentityNumbers(before + written + after, today, "text");
        assert.equal(removed, 1);
        assert.equal(text, before + identityMarker + after);
      },
    ),
    { numRuns: 2000 },
  );
});

test("numbers that are none are left alone: impossible birthday, no province, other lengths, born in the future", () => {
  for (const text of [
    "110105194902300021",
    "110105194913310021",
    "000105194912310021",
    "990105194912310021",
    "1101051949123100",
    "11010519491231002112345",
    "110105209912310021",
    "21150320211201800200",
    "2019-10-10 2020-10-17",
    "13800000000 13900000000",
    "32010020230217000011",
  ]) {
    assert.equal(holds(text), false, text);
  }
});

test("a licence number made of region, recent date and sequence is not a child's identity number", () => {
  const licence = "210602202003150012";
  const wrong = `${licence.slice(0, 17)}${identityCheckCharacter(licence) === "2" ? "3" : "2"}`;
  assert.equal(holds(wrong, "text"), false);
  assert.equal(holds(wrong, "number"), false);
  assert.equal(holds(wrong, "key"), true);
  const checked = `${licence.slice(0, 17)}${identityCheckCharacter(licence)}`;
  assert.equal(holds(checked, "number"), false);
  assert.equal(holds(checked, "text"), true);
});

test("a valid unified social credit code is never taken for one, even where its digits read as a birthday", () => {
  // institution registered in 310120: characters 7 to 14 are 20xxxxxx
  const inner = "00010112";
  const first = `12310120${inner}${organisationCodeCheckCharacter(inner)}`;
  const code = first + usccCheckCharacter(first);
  assert.match(code, /^\d{17}/);
  assert.equal(holds(code, "key"), false);
});

test("a valid 注册号 is not taken for one of the first generation, unless the words before it say so", () => {
  const first = "21060270010112";
  const number = first + registrationCheckDigit(first);
  assert.equal(holds(number, "key"), false);
  assert.equal(holds(`注册号${number}`), false);
  assert.equal(holds(`身份证号码：${number}`), true);
  const other = `${first}${(Number(registrationCheckDigit(first)) + 1) % 10}`;
  assert.equal(holds(other, "key"), true);
});

test("a sole trader's tax number of 20 digits holds the owner's number", () => {
  const first = "21060219800101002";
  assert.match(identityCheckCharacter(first), /\d/);
  assert.equal(holds(`${first}${identityCheckCharacter(first)}01`, "key"), true);
});

test("a very long run of digits is searched in good time", () => {
  assert.equal(holds("1".repeat(100_000)), false);
  assert.equal(holds("12 ".repeat(30_000)), false);
});
