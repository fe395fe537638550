import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  isRegistrationNumber,
  organisationCodeCheckCharacter,
  readLegacyCode,
  registrationCheckDigit,
} from "./legacy-codes.ts";

test("the example of GB 11714 is valid: D2143569-X", () => {
  assert.equal(organisationCodeCheckCharacter("D2143569"), "X");
  assert.deepEqual(readLegacyCode("organisationCode", "D2143569-X"), {
    ok: true,
    code: "D2143569X",
    checked: true,
    changes: ["separators"],
  });
});

test("the check digit of a 注册号 is the one worked out by hand", () => {
  // fourteen noughts: p runs 10 9 7 3 6 1 2 4 8 5 10 9 7 3 6; 11 − 6 = 5
  assert.equal(registrationCheckDigit("00000000000000"), "5");
  assert.ok(isRegistrationNumber("000000000000005"));
  assert.ok(!isRegistrationNumber("000000000000006"));
  assert.ok(!isRegistrationNumber("00000000000000５"));
});

test("any single wrong digit of a 注册号 is found, and any two neighbours exchanged", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(digits, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 9 }), (first, at, by) => {
      const code = first + registrationCheckDigit(first);
      const wrong = code.slice(0, at) + String((Number(code.charAt(at)) + by) % 10) + code.slice(at + 1);
      assert.ok(isRegistrationNumber(code));
      assert.ok(!isRegistrationNumber(wrong));
    }),
  );
});

test("a wrong check character is told, not repaired", () => {
  assert.deepEqual(readLegacyCode("organisationCode", "D21435691"), {
    ok: true,
    code: "D21435691",
    checked: false,
    changes: [],
  });
  const reading = readLegacyCode("registrationNumber", "000000000000006");
  assert.equal(reading.ok && reading.checked, false);
});

test("codes without a check character are known by their form", () => {
  for (const [scheme, code, ok] of [
    ["registrationNumber", "2106002100123", true],
    ["registrationNumber", "企合辽丹总字第000123号", true],
    ["registrationNumber", "21060", false],
    ["registrationNumber", "<b>1</b>", false],
    ["taxNumber", "210602000012345", true],
    ["taxNumber", "2106", false],
    ["institutionNumber", "121060000123", true],
    ["institutionNumber", "12106000012A", false],
    ["socialOrganisationNumber", "辽丹社证字第0012号", true],
    ["organisationCode", "12345", false],
  ] as const) {
    const reading = readLegacyCode(scheme, code);
    assert.equal(reading.ok, ok, `${scheme} ${code}`);
    if (reading.ok) assert.equal(reading.checked, null);
  }
});
