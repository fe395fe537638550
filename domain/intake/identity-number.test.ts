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
import { scanText, TEXT_DIGITS } from "./read-text.ts";

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

const adult = "11010119900307171"; // and its check character
const checked = `${adult}${identityCheckCharacter(adult)}`;
const endsInX = "11010519491231002X";
const inDigits = (zero: number, text = checked): string =>
  [...text].map((c) => (/\d/.test(c) ? String.fromCodePoint(zero + Number(c)) : c)).join("");

test("a number glued to other digits is found by its check character, and they are kept", () => {
  for (const [before, after] of [
    ["", "13800138000"],
    ["13800138000", ""],
    ["12345", ""],
    ["", "7"],
    ["0", "99999999999999999999"],
  ] as const) {
    for (const context of ["text", "number", "key"] as const) {
      const { text, removed } = removeIdentityNumbers(`号${before}${checked}${after}止`, today, context);
      assert.equal(removed, 1, `${before}…${after} ${context}`);
      assert.equal(text, `号${before}${identityMarker}${after}止`);
    }
  }
  assert.equal(removeIdentityNumbers(`13800138000${endsInX}`, today, "text").text, `13800138000${identityMarker}`);
  assert.equal(
    removeIdentityNumbers(`13800138000${checked.slice(0, 6)} ${checked.slice(6)}`, today, "text").text,
    `13800138000${identityMarker}`,
  );
});

test("any separators that are no letters are overlooked, up to six of them", () => {
  const [region, day, rest] = [checked.slice(0, 6), checked.slice(6, 14), checked.slice(14)];
  for (const separator of [..."/,，:：|*'()・、;#~+=\"“”〔", "    ", "      ", " / ", "\r\n\r\n", "——", "✓", "😀"]) {
    const { text, removed } = removeIdentityNumbers(
      `某${region}${separator}${day}${separator}${rest}。`,
      today,
      "text",
    );
    assert.deepEqual([removed, text], [1, `某${identityMarker}。`], JSON.stringify(separator));
    assert.ok(holds([...checked].join(separator)), `${separator} everywhere`);
  }
  const wrong = `${rest.slice(0, 3)}${rest.endsWith("0") ? "1" : "0"}`;
  assert.ok(holds(`${region}/${day}/${wrong}`), "divided as people divide it");
  assert.equal(holds(`${region}/${day}/${wrong}`, "number"), false, "a document number may be divided so");
});

test("digits of every script, letters that look like X, marks and fillers between digits", () => {
  for (const text of [
    inDigits(0x1d7ce),
    inDigits(0x0660),
    inDigits(0x06f0),
    inDigits(0x0966),
    inDigits(0x0e50),
    inDigits(0xff10),
    inDigits(0x2080),
    [...checked].map((c) => "⓪①②③④⑤⑥⑦⑧⑨"[Number(c)]).join(""),
    [...checked].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]).join(""),
    [...checked].map((c) => "〇一二三四五六七八九"[Number(c)]).join(""),
    [...checked].map((c) => "零壹贰叁肆伍陆柒捌玖"[Number(c)]).join(""),
    ...["\u0301", "\uFE0F", "\u200D", "\u3164", "\u{E0100}", "\u00AD\u2060"].map((mark) => [...checked].join(mark)),
    ...["Х", "х", "Χ", "χ", "Ⅹ", "ⅹ", "×", "Ｘ", "𝐗"].map((x) => `${endsInX.slice(0, 17)}${x}`),
  ]) {
    assert.match(text, /./u);
    assert.ok(/\d/.test(checked.charAt(17)));
    const { removed, text: rest } = removeIdentityNumbers(`经查${text}，`, today, "text");
    assert.deepEqual([removed, rest], [1, `经查${identityMarker}，`], text);
    assert.ok((scanText(text) & TEXT_DIGITS) !== 0, `looked for in ${text}`);
  }
});

test("a number that a spreadsheet program has rounded still shows region and birthday, and is removed", () => {
  for (const text of ["1.10101199003070E+17", "1.1010119900307E+17", "1.10101199003072e17"]) {
    assert.equal(removeIdentityNumbers(`代码${text}。`, today, "text").text, `代码${identityMarker}。`);
    assert.ok((scanText(text) & TEXT_DIGITS) !== 0);
  }
  for (const text of ["1.10101199013070E+17", "9.12106021234567E+17", "1.23E+17", "1.10101199003070E+16"])
    assert.equal(holds(text), false, text);
});

test("a minor's number with its check character is none of a document, unless it is numbered as documents are", () => {
  const first = "21060220150307124";
  assert.ok(holds(`${first}${identityCheckCharacter(first)}`, "number"));
  const document = "21060220150307001";
  assert.equal(holds(`${document}${identityCheckCharacter(document)}`, "number"), false);
});

test("telephone numbers, dates, codes and amounts in a row are none", () => {
  for (const text of [
    "13800138000、13900139000、13700137000",
    "0415-2123456/2123457，13800138000",
    "2019-10-10,2020-10-17,2021-01-01 12:30:00",
    "1,234,567.89元，12,345,678.00元",
    "2019.10.10—2020.10.17",
    "二〇一九年十月十日至二〇二〇年十月十七日",
    "JY12106020001234、JY22106020005678",
    "21060220230217000011",
    "210602202302170000110022",
    "〔2019〕12号、〔2020〕345号、〔2021〕6号",
    "6222021234567890123",
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "1×2×3×4，100×200×300×400×500×600",
  ]) {
    for (const context of ["text", "number"] as const) assert.equal(holds(text, context), false, text);
  }
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
  assert.equal(holds("1,".repeat(50_000)), false);
  assert.equal(holds("119900101".repeat(10_000), "text"), false);
});
