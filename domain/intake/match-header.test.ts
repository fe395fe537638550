import assert from "node:assert/strict";
import { test } from "node:test";
import { CatalogueItem } from "../catalogue/item.ts";
import { item } from "./fixture.ts";
import { matchHeader, unitOfHeader } from "./match-header.ts";

const other = CatalogueItem.parse({
  ...item,
  id: "licence",
  number: 2,
  name: { zh: "行政许可", en: "Licences" },
  fields: item.fields.map((field) =>
    field.id === "WSH"
      ? { ...field, name: { zh: "许可文书号", en: "x" } }
      : field.id === "LX"
        ? { ...field, name: { zh: "许可类别", en: "x" } }
        : field,
  ),
});

const fieldsOf = (headers: readonly string[]): readonly (string | null)[] | string => {
  const matched = matchHeader(item, headers, [other]);
  return "match" in matched ? matched.match.fields : matched.problems.map((problem) => problem.code).join(" ");
};

test("Chinese names, codes and aliases are known, in any order", () => {
  assert.deepEqual(fieldsOf(["决定日期", "当事人", "DM", "WSH"]), ["RQ", "MC", "DM", "WSH"]);
});

test("width, blank space, BOM, stars, 必填 marks, units and remarks in brackets make no difference", () => {
  assert.deepEqual(
    fieldsOf([
      "\uFEFF行政相对人名称",
      " 统一社会 信用代码 ",
      "*决定书文号",
      "决定日期（必填）",
      "罚款金额(万元)",
      "没收金额",
      "处罚机关（全称）",
      "ｗｓｈ".replace("ｗｓｈ", "TS"),
    ]),
    ["MC", "DM", "WSH", "RQ", "FK", "MS", "JG", "TS"],
  );
  assert.deepEqual(fieldsOf(["行政相对人代码_1", "罚款金额_万元"]), ["DM", "FK"]);
  assert.deepEqual(fieldsOf(["行政相对人代码_1(统一社会信用代码)", "罚款金额（元）"]), ["DM", "FK"]);
  assert.deepEqual(fieldsOf(["mc", "dm"]), ["MC", "DM"]);
});

test("the unit that a header names is read from it", () => {
  assert.equal(unitOfHeader("罚款金额（元）"), "元");
  assert.equal(unitOfHeader("罚款金额_万元"), "万元");
  assert.equal(unitOfHeader("罚款金额（单位：万元）"), "万元");
  assert.equal(unitOfHeader("罚款金额"), null);
});

test("an older layout is chosen when it knows the columns that today's names do not", () => {
  const matched = matchHeader(item, ["MC", "DM", "CF_CFLB1", "CF_CFLB2", "CF_JG", "DFBM"], []);
  assert.ok("match" in matched);
  assert.deepEqual([matched.match.layout, matched.match.fields], ["layout-2016", ["MC", "DM", "LX", "LX", "NR", null]]);
  const today = matchHeader(item, ["MC", "DM"], []);
  assert.ok("match" in today);
  assert.equal(today.match.layout, "standard");
});

test("empty headers behind the last column are overlooked, within the table they are unknown", () => {
  assert.deepEqual(fieldsOf(["MC", "DM", "", " "]), ["MC", "DM", null, null]);
  assert.equal(fieldsOf(["MC", "", "DM"]), "file.column_unknown");
});

test("an unknown column is told with its name and place, so that nothing is lost unnoticed", () => {
  const matched = matchHeader(item, ["MC", "DM", "微信昵称"], []);
  assert.deepEqual(matched, { problems: [{ code: "file.column_unknown", data: { header: "微信昵称", column: 3 } }] });
});

test("the same field twice is told with both columns", () => {
  const matched = matchHeader(item, ["MC", "当事人", "DM"], []);
  assert.deepEqual(matched, {
    problems: [
      {
        code: "file.column_twice",
        data: { header: "当事人", column: 2, other: "MC", otherColumn: 1, field: "行政相对人名称" },
      },
    ],
  });
  assert.equal(fieldsOf(["MC", "DM", "处罚类别", "处罚类别"]), "file.column_twice");
});

test("a file of another item is told by that item's name", () => {
  const matched = matchHeader(item, ["行政相对人名称", "统一社会信用代码", "许可文书号", "许可类别"], [item, other]);
  assert.deepEqual(matched, {
    problems: [
      {
        code: "file.columns_of_other_item",
        data: { item: "licence", name: "行政许可", known: 2, knownThere: 4, columns: 4 },
      },
    ],
  });
});

test("a file without name and code of the subject, and one without a header, are refused", () => {
  assert.equal(fieldsOf(["决定日期", "处罚类别"]), "file.no_subject_column");
  assert.deepEqual(fieldsOf(["当事人", "决定日期"]), ["MC", "RQ"]);
  assert.equal(fieldsOf([]), "file.header_missing");
  assert.equal(fieldsOf(["丹东江城", "12", "x"]), "file.header_missing");
});

test("nothing of a file that begins with data instead of a header is repeated", () => {
  for (const cells of [
    ["王小明", "210602198001010029", "2026-01-02"],
    ["王小明", "当事人的朋友", "JG", "210602198001010029", "x"],
  ]) {
    assert.deepEqual(matchHeader(item, cells, [other]), { problems: [{ code: "file.header_missing", data: {} }] });
  }
  const unknown = matchHeader(item, ["MC", "DM", "210602198001010029"], []);
  assert.ok(!JSON.stringify(unknown).includes("19800101"));
});
