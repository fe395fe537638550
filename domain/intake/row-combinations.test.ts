import assert from "node:assert/strict";
import { test } from "node:test";
import gradeTable from "../../catalogue/national/code-tables/rating-grade.json" with { type: "json" };
import schemeTable from "../../catalogue/national/code-tables/rating-scheme.json" with { type: "json" };
import ratingItem from "../../catalogue/national/items/rating.json" with { type: "json" };
import { CodeTable } from "../catalogue/code-table.ts";
import { CatalogueItem } from "../catalogue/item.ts";
import { rowChecker } from "./check-row.ts";
import { catalogue, company, soleTrader, source, today } from "./fixture.ts";
import { matchHeader } from "./match-header.ts";

const item = CatalogueItem.parse(ratingItem);
const headers = ["企业名称", "统一社会信用代码", "评价名称", "评价等级", "评价年度", "评价日期", "评价机构"];
const matched = matchHeader(item, headers, []);
assert.ok("match" in matched);
const tables = [gradeTable, schemeTable].map((table) => CodeTable.parse(table));
const check = rowChecker({
  item,
  catalogue: { ...catalogue, codeTables: new Map(tables.map((table) => [table.id, table])) },
  source,
  header: matched.match,
  today,
});
const rated = (scheme: string, grade: string, code = company) =>
  check(["丹东江城测试商贸有限公司", code, scheme, grade, "2025", "2026-04-01", "丹东市税务局"]);
const codes = (scheme: string, grade: string): string[] => {
  const checked = rated(scheme, grade);
  return checked.outcome === "rejected" ? checked.problems.map((p) => `${p.code} ${p.field}`) : [checked.outcome];
};

test("each rating scheme takes its own grades", () => {
  assert.deepEqual(codes("纳税缴费信用", "M"), ["draft"]);
  assert.deepEqual(codes("纳税信用", "A级"), ["draft"]);
  assert.deepEqual(codes("企业环境信用", "绿色"), ["draft"]);
});

test("a grade of another scheme is refused, never converted", () => {
  assert.deepEqual(codes("纳税缴费信用", "绿"), ["code.unknown_value grade"]);
  assert.deepEqual(codes("劳动保障守法诚信", "M"), ["code.unknown_value grade"]);
});

test("a sole trader is never rated: such a row is not taken in", () => {
  assert.notEqual(rated("纳税缴费信用", "A", soleTrader).outcome, "draft");
});
