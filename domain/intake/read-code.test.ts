import assert from "node:assert/strict";
import { test } from "node:test";
import { codeReader, readSubjectKind } from "./read-code.ts";
import { penaltyTypes } from "./fixture.ts";

const many = codeReader(penaltyTypes, { multiple: true, otherWithText: true }, { F: "罚款", "01": "罚款" });
const single = codeReader(penaltyTypes, { multiple: false, otherWithText: false });
const values = (text: string, read = many): unknown => {
  const reading = read(text);
  return reading.ok ? reading.matches.map((match) => match.value) : `unknown ${reading.unknown}`;
};

test("values, aliases, and the source's own words, which go before the table's", () => {
  assert.deepEqual(values("罚款"), ["罚款"]);
  assert.deepEqual(values("行政罚款"), ["罚款"]);
  assert.deepEqual(values("f"), ["罚款"]);
  assert.deepEqual(values("01"), ["罚款"]);
  assert.deepEqual(values("01", single), ["警告"]);
  assert.deepEqual(values("罚 款", single), ["罚款"]);
});

test("several values in one cell, each once, in the order sent", () => {
  for (const text of [
    "罚款;警告",
    "罚款；警告",
    "罚款、警告",
    "罚款,警告",
    "罚款，警告；",
    "罚款;警告;罚款",
    "罚款\n警告",
  ])
    assert.deepEqual(values(text), ["罚款", "警告"], text);
  assert.equal(values("罚款;警告", single), "unknown 罚款;警告");
  assert.equal(values("罚款;责令改正"), "unknown 责令改正");
  assert.equal(values(";"), "unknown ;");
});

test("an alias with a separator in it is one value", () => {
  assert.deepEqual(values("没收违法所得、没收非法财物"), ["没收违法所得"]);
});

test("其他 keeps its words, separators included, and only where the field allows it", () => {
  assert.deepEqual(values("其他-责令改正"), ["其他-责令改正"]);
  assert.deepEqual(values("其它：责令改正"), ["其他-责令改正"]);
  assert.deepEqual(values("罚款;其他-责令停止、恢复原状;警告"), ["罚款", "其他-责令停止、恢复原状", "警告"]);
  assert.deepEqual(values("其他"), ["其他"]);
  assert.equal(values("其他-责令改正", single), "unknown 其他-责令改正");
});

test("only what the table itself says is no mapping", () => {
  const mapped = (text: string): boolean[] => {
    const reading = many(text);
    return reading.ok ? reading.matches.map((match) => match.mapped) : [];
  };
  assert.deepEqual(mapped("罚款;行政罚款;警告"), [false, false]);
  assert.deepEqual(mapped("行政罚款"), [true]);
  assert.deepEqual(mapped("其他-责令改正"), [false]);
  assert.deepEqual(mapped("其它-责令改正"), [true]);
});

test("行政相对人类别 in all spellings", () => {
  const expected = {
    organisation: [
      "法人及非法人组织",
      "法人和其他组织",
      "法人",
      "非法人组织",
      "企业",
      "02",
      "法人（及非法人组织）",
      " 法人 ",
    ],
    soleTrader: ["个体工商户", "个体户", "04", "4"],
    naturalPerson: ["自然人", "自然人（非个体）", "个人", "01", "自然人客户"],
    ambiguous: ["1", "2"],
    unknown: ["", "其他", "3", "有限责任公司(自然人独资)", "非自然人", "自然人独资企业", "个人独资企业"],
  };
  for (const [kind, texts] of Object.entries(expected))
    for (const text of texts) assert.equal(readSubjectKind(text), kind, text);
});
