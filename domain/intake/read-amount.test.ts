import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { amountInCents, readAmount, shiftDecimal } from "./read-amount.ts";
import { readChineseNumber } from "./chinese-number.ts";

const read = (raw: string, field: "万元" | "元" = "万元", column = field): string => {
  const reading = readAmount(raw, field, column);
  return reading.ok ? [reading.value, ...reading.notes].join(" ") : reading.problem;
};

test("a bare number is in the column's unit and stays exact", () => {
  for (const [raw, value] of [
    ["0.2", "0.2"],
    ["2.00", "2"],
    ["54", "54"],
    ["0", "0"],
    ["0.000001", "0.000001"],
    ["007", "7"],
    [".5", "0.5"],
    ["5.", "5"],
    ["０．２", "0.2 width"],
    ["1.0E-4", "0.0001"],
    ["123456789.123456", "123456789.123456"],
  ] as const) {
    assert.equal(read(raw), value, raw);
  }
});

test("a unit in the cell or in the header converts, with a note", () => {
  assert.equal(read("2000元"), "0.2 unitConverted");
  assert.equal(read("￥30000"), "3 unitConverted");
  assert.equal(read("¥30,000.00"), "3 thousandsSeparator unitConverted");
  assert.equal(read("5万元"), "5");
  assert.equal(read("1.5亿元"), "15000 unitConverted");
  assert.equal(read("2000", "万元", "元"), "0.2 unitConverted");
  assert.equal(read("0.2万元", "元"), "2000 unitConverted");
  assert.equal(read("1,234.5", "元"), "1234.5 thousandsSeparator");
  assert.equal(read("6,694.7400(万元人民币)"), "6694.74 thousandsSeparator");
  assert.equal(read("人民币3.2万元整"), "3.2");
});

test("Chinese capitals are read, with a note", () => {
  for (const [raw, yuan] of [
    ["伍拾肆万元整", "540000"],
    ["人民币伍拾肆万元整", "540000"],
    ["贰万", "20000"],
    ["叁万元整", "30000"],
    ["壹拾元", "10"],
    ["拾元", "10"],
    ["拾万元", "100000"],
    ["壹仟零伍元", "1005"],
    ["壹仟零伍拾元贰角", "1050.2"],
    ["叁角", "unreadable"],
    ["壹佰元零伍分", "100.05"],
    ["壹亿贰仟万元整", "120000000"],
    ["五千元", "5000"],
    ["一万二千三百元", "12300"],
    ["玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分", "99999999.99"],
    ["大写：贰仟圆整", "2000"],
  ] as const) {
    assert.equal(read(raw, "元"), yuan === "unreadable" ? yuan : `${yuan} chineseCapitals`, raw);
  }
  assert.equal(read("伍拾肆万元整"), "54 chineseCapitals unitConverted");
});

test("two figures must agree", () => {
  assert.equal(read("叁万元整（￥30000）"), "3 chineseCapitals unitConverted");
  assert.equal(read("叁万元整（￥3000）"), "unreadable");
});

test("what is no amount in yuan is not read", () => {
  for (const raw of [
    "两千",
    "伍",
    "100美元",
    "约2万元",
    "2-3万元",
    "1,23",
    "5 1",
    "1 000",
    "1.2.3",
    "12,34,567",
    "罚款",
    "万元",
    "元",
    "伍伍拾元",
    "拾伍佰元",
    "万伍仟元",
    "壹仟伍",
    "1e99",
    "99999999999999",
    "Infinity",
    "0x10",
    "２１０６０２１９８００１０１００２９",
  ]) {
    assert.equal(read(raw), "unreadable", raw);
  }
  for (const raw of ["-1", "－0.2", "￥-5", "(500)", "负伍元"]) assert.equal(read(raw), "negative", raw);
});

test("cents are exact, halves rounded up, and null when a number can't hold them", () => {
  assert.equal(amountInCents("0.2", "万元"), 200_000);
  assert.equal(amountInCents("0.29", "元"), 29);
  assert.equal(amountInCents("1.005", "元"), 101);
  assert.equal(amountInCents("0.0000005", "万元"), 1);
  assert.equal(amountInCents("0.0000004", "万元"), 0);
  assert.equal(amountInCents("9999999999999", "万元"), null);
});

const capitals = (yuan: number, jiao: number, fen: number): string => {
  const digits = "零壹贰叁肆伍陆柒捌玖";
  const section = (n: number): string => {
    let text = "";
    let gap = false;
    for (const [unit, name] of [
      [1000, "仟"],
      [100, "佰"],
      [10, "拾"],
      [1, ""],
    ] as const) {
      const d = Math.floor(n / unit) % 10;
      if (d === 0) {
        if (text !== "") gap = true;
        continue;
      }
      text += `${gap ? "零" : ""}${digits.charAt(d)}${name}`;
      gap = false;
    }
    return text;
  };
  const parts = [
    [Math.floor(yuan / 1e8), "亿"],
    [Math.floor(yuan / 1e4) % 1e4, "万"],
    [yuan % 1e4, ""],
  ] as const;
  let text = "";
  for (const [n, name] of parts) {
    if (n === 0) continue;
    text += `${text !== "" && n < 1000 ? "零" : ""}${section(n)}${name}`;
  }
  return `${text || "零"}元${jiao > 0 ? `${digits.charAt(jiao)}角` : ""}${fen > 0 ? `${jiao === 0 ? "零" : ""}${digits.charAt(fen)}分` : jiao > 0 ? "" : "整"}`;
};

test("an amount written in capitals is read back, to the cent", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999_999 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
      (yuan, jiao, fen) => {
        assert.equal(
          readChineseNumber(capitals(yuan, jiao, fen)),
          yuan * 100 + jiao * 10 + fen,
          capitals(yuan, jiao, fen),
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test("a decimal keeps its value in whatever form and unit it comes", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999n }), fc.integer({ min: 0, max: 6 }), (digits, places) => {
      const decimal = shiftDecimal(String(digits), -places);
      const grouped = decimal.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
      const value = (raw: string, field: "元" | "万元", column = field): string | null => {
        const reading = readAmount(raw, field, column);
        return reading.ok ? reading.value : null;
      };
      assert.equal(value(decimal, "元"), decimal);
      assert.equal(value(grouped, "元"), decimal);
      assert.equal(value(`${decimal}万元`, "万元"), decimal);
      assert.equal(value(decimal, "万元", "元"), shiftDecimal(decimal, -4));
      assert.equal(shiftDecimal(shiftDecimal(decimal, 7), -7), decimal);
      // the same number as integer arithmetic has it
      const cents = amountInCents(decimal, "元");
      assert.equal(cents, Number((digits * 100n * 2n + 10n ** BigInt(places)) / (2n * 10n ** BigInt(places))));
    }),
    { numRuns: 2000 },
  );
});
