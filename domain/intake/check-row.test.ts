import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson } from "./canonical.ts";
import type { CheckedRow, RecordDraft } from "./checked-row.ts";
import { bureau, check, checkerOf, company, goodRow, item, soleTrader, usccOf } from "./fixture.ts";

const codesOf = (checked: CheckedRow): string[] =>
  checked.outcome === "rejected" ? checked.problems.map((p) => `${p.code} ${p.field}`) : [checked.outcome];
const problems = (change: Readonly<Record<string, string>>): string[] => codesOf(check({ ...goodRow, ...change }));
const draft = (change: Readonly<Record<string, string>> = {}): RecordDraft => {
  const checked = check({ ...goodRow, ...change });
  assert.ok(checked.outcome === "draft", JSON.stringify(checked));
  return checked.draft;
};
const notes = (change: Readonly<Record<string, string>>): string[] => {
  const checked = check({ ...goodRow, ...change });
  return checked.outcome === "turnedAway" ? [] : checked.notes.map((note) => `${note.code} ${note.field}`);
};

test("a right row becomes a draft with everything the store asks for", () => {
  assert.deepEqual(draft(), {
    subject: { uscc: company, name: "丹东江城测试商贸有限公司", kind: "organisation" },
    formerNames: [],
    legacyCodes: [],
    key: "东港市市场监督管理局\u001F丹市监罚(2026)7号",
    authority: "东港市市场监督管理局",
    region: "210681",
    decidedOn: "2026-03-02",
    validFrom: null,
    validUntil: null,
    kind: 3,
    amountCents: 200_000,
    withdrawn: false,
    content: {
      DM: company,
      FK: "0.2",
      JG: "东港市市场监督管理局",
      LB: "法人及非法人组织",
      LX: ["罚款"],
      MC: "丹东江城测试商贸有限公司",
      RQ: "2026-03-02",
      SY: "销售过期食品",
      WSH: "丹市监罚〔2026〕7号",
    },
    canonical: `{"DM":"${company}","FK":"0.2","JG":"东港市市场监督管理局","LB":"法人及非法人组织","LX":["罚款"],"MC":"丹东江城测试商贸有限公司","RQ":"2026-03-02","SY":"销售过期食品","WSH":"丹市监罚〔2026〕7号"}`,
  });
});

test("the canonical text is the RFC 8785 form of the content, whatever the order of the columns", () => {
  const forward = draft({ YXZ: "长期", CYM: "甲公司；乙公司" });
  assert.equal(forward.canonical, canonicalJson(forward.content));
  const fields = Object.keys({ ...goodRow, YXZ: "", CYM: "" }).toReversed();
  const backward = checkerOf(fields)(
    fields.map((field) => ({ ...goodRow, YXZ: "长期", CYM: "甲公司；乙公司" })[field] ?? ""),
  );
  assert.ok(backward.outcome === "draft");
  assert.equal(backward.draft.canonical, forward.canonical);
});

test("the key is the same for every way to write authority and document number", () => {
  const { key } = draft();
  assert.equal(draft({ WSH: "丹市监罚【2026】7号" }).key, key);
  assert.equal(draft({ WSH: " 丹市监罚(2026)７号" }).key, key);
  assert.equal(draft({ JG: "东港市市场监督管理局 " }).key, key);
  assert.notEqual(draft({ WSH: "丹市监罚〔2026〕8号" }).key, key);
  assert.equal(draft({ WSH: "丹市监罚【2026】7号" }).content.WSH, "丹市监罚【2026】7号");
});

test("every fault of a row is told, with field and column", () => {
  const checked = check({
    ...goodRow,
    DM: `${company.slice(0, 17)}${company.endsWith("0") ? "1" : "0"}`,
    RQ: "2026-13-40",
    FK: "很多",
    LX: "罚款;责令改正",
    JG: "",
  });
  assert.deepEqual(codesOf(checked).sort(), [
    "amount.unreadable FK",
    "code.unknown_value LX",
    "date.impossible RQ",
    "subject.code_check_digit DM",
  ]);
  assert.ok(
    checked.outcome === "rejected" &&
      checked.problems.every((problem) => problem.column === Object.keys(goodRow).indexOf(problem.field ?? "")),
  );
});

test("a subject's code is missing, a legacy number, too short, masked, wrong: each for its own reason", () => {
  assert.deepEqual(problems({ DM: "" }), ["subject.code_missing DM"]);
  assert.deepEqual(problems({ DM: "无" }), ["subject.code_missing DM"]);
  assert.deepEqual(problems({ DM: "00000000000000000X" }), ["subject.code_missing DM"]);
  assert.deepEqual(problems({ DM: "210602000012345" }), ["subject.code_is_legacy_number DM"]);
  assert.deepEqual(problems({ DM: "9121" }), ["subject.code_length DM"]);
  assert.deepEqual(problems({ DM: "912106********017X" }), ["subject.code_masked DM"]);
  assert.deepEqual(problems({ DM: "91210602MA0TEIKT1I" }), ["subject.code_character DM"]);
  assert.deepEqual(problems({ MC: "" }), ["subject.name_missing MC"]);
  const { DM: _, ...withoutColumn } = goodRow;
  assert.deepEqual(codesOf(check(withoutColumn)), ["subject.code_missing DM"]);
});

test("category and code must agree; without a category the code says it", () => {
  assert.deepEqual(problems({ LB: "个体工商户" }), ["subject.kind_conflicts_with_code LB"]);
  assert.deepEqual(problems({ DM: soleTrader }), ["subject.kind_conflicts_with_code LB"]);
  assert.equal(draft({ DM: soleTrader, LB: "" }).subject.kind, "soleTrader");
  assert.deepEqual(
    codesOf(check({ ...goodRow, DM: soleTrader, LB: "" }, { item: { ...item, subjectKinds: ["organisation"] } })),
    ["subject.kind_not_collected LB"],
  );
});

test("dates: the day of decision can't lie in the future, ends may be open, order is checked", () => {
  assert.equal(draft({ RQ: "2026-11-23" }).decidedOn, "2026-11-23");
  assert.deepEqual(problems({ RQ: "2026-11-24" }), ["date.in_future RQ"]);
  assert.deepEqual(problems({ RQ: "2099-12-31" }), ["date.in_future RQ"]);
  assert.deepEqual(problems({ RQ: "1900-1-1" }), ["field.required RQ"]);
  const open = draft({ YXQ: "2026/3/2", YXZ: "2099-12-31" });
  assert.deepEqual([open.validFrom, open.validUntil, open.content.YXZ], ["2026-03-02", null, "长期"]);
  assert.deepEqual(problems({ YXQ: "2026-03-02", YXZ: "2026-03-01" }), ["date.order YXZ"]);
  assert.deepEqual(notes({ YXQ: "2026-03-01" }), [...notes({}), "date.order_unusual YXQ"]);
  assert.equal(draft({ YXQ: "—" }).validFrom, null);
});

test("a condition makes a field indispensable, the standard alone does not", () => {
  assert.deepEqual(problems({ FK: "" }), ["field.required FK"]);
  assert.equal(draft({ FK: "", LX: "警告" }).amountCents, null);
  assert.deepEqual(problems({ SY: "" }), ["field.required NR"]);
  assert.equal(draft({ SY: "", NR: "罚款2000元" }).content.NR, "罚款2000元");
  assert.deepEqual(
    notes({ LB: "" }).filter((note) => note.startsWith("field.missing")),
    ["field.missing_by_standard LB", "field.missing_by_standard FR"],
  );
});

test("another number stands in for a missing document number", () => {
  assert.equal(draft({ WSH: "—", XKBH: "许〔1〕" }).key, "东港市市场监督管理局\u001F许(1)");
  assert.deepEqual(problems({ WSH: "", XKBH: "无" }), ["field.required WSH"]);
});

test("several values: the heaviest is the kind, two columns of an old layout join", () => {
  const both = draft({ LX: "吊销许可证件;罚款" });
  assert.deepEqual([both.kind, both.content.LX], [8, ["吊销许可证件", "罚款"]]);
  assert.deepEqual(draft({ LX: "其他-责令改正；警告", FK: "" }).kind, 1);
  const { LX: _, ...rest } = goodRow;
  const old = check({ ...rest, CF_CFLB1: "罚款", CF_CFLB2: "警告" });
  assert.deepEqual(old.outcome === "draft" && old.draft.content.LX, ["罚款", "警告"]);
});

test("fine and confiscation add up in cents; a header's unit counts", () => {
  assert.equal(draft({ FK: "1.5", MS: "0.29" }).amountCents, 1_500_029);
  const { FK: _, ...rest } = goodRow;
  const inYuan = check({ ...rest, "罚款金额（元）": "2000" });
  assert.deepEqual(
    inYuan.outcome === "draft" && [
      inYuan.draft.content.FK,
      inYuan.notes.some((note) => note.code === "amount.unit_converted"),
    ],
    ["0.2", true],
  );
});

test("the source decides itself when no authority is named; its division is told by code, then by name", () => {
  assert.deepEqual([draft({ JG: "" }).authority, draft({ JG: "" }).region], ["丹东市市场监督管理局", "210600"]);
  assert.equal(draft({ JG: "丹东市公安局", JGDM: bureau }).region, "210681");
  assert.equal(draft({ JG: "辽宁省丹东市元宝区应急管理局" }).region, "210602");
  assert.equal(draft({ JG: "环保局" }).region, "210600");
  assert.equal(draft({ JG: "沈阳市公安局" }).region, null);
  assert.equal(draft({ JG: "丹东市公安局", JGDM: usccOf("11", "210605", "00123456") }).region, "210600");
  assert.deepEqual(problems({ JGDM: "11210681001234560X" }), ["authority.code_invalid JGDM"]);
});

test("legacy codes and former names are handed on; a wrong legacy code is kept but identifies nobody", () => {
  const stated = draft({ ZCH: "000000000000005", CYM: "江城甲公司；江城乙公司、丹东江城测试商贸有限公司" });
  assert.deepEqual(
    [stated.legacyCodes, stated.formerNames],
    [[{ scheme: "registrationNumber", code: "000000000000005" }], ["江城甲公司", "江城乙公司"]],
  );
  const wrong = draft({ ZCH: "000000000000006" });
  assert.deepEqual([wrong.legacyCodes, wrong.content.ZCH], [[], "000000000000006"]);
  assert.deepEqual(problems({ ZCH: "12" }), ["legacy.code_invalid ZCH"]);
});

test("restricted and dropped columns reach neither content nor rejected cells", () => {
  const checked = check({ ...goodRow, FR: "王某人" });
  assert.ok(checked.outcome === "draft" && !JSON.stringify(checked).includes("王某人"));
  assert.ok(checked.notes.some((note) => note.code === "field.dropped" && note.field === "FR"));
  const rejected = check({ ...goodRow, FR: "王某人", RQ: "", DFBM: "秘密" });
  assert.ok(rejected.outcome === "rejected" && !/王某人|秘密/.test(JSON.stringify(rejected)));
  assert.equal(rejected.cells.length, Object.keys(goodRow).length + 2);
});

test("an identity number in a key field rejects the row, in words it is removed", () => {
  assert.deepEqual(problems({ WSH: "罚11010519491231002X号" }), ["field.identity_number_in_key WSH"]);
  assert.equal(draft({ SY: "王某11010519491231002X无证经营" }).content.SY, "王某〔身份号码已删除〕无证经营");
});

test("cells: too few, too many, control characters, garbling, length", () => {
  const checker = checkerOf(Object.keys(goodRow));
  const cells = Object.values(goodRow);
  assert.deepEqual(codesOf(checker(cells.slice(1))), ["row.too_few_cells null"]);
  assert.deepEqual(codesOf(checker([...cells, "x"])), ["row.too_many_cells null"]);
  assert.equal(checker([...cells, "", ""]).outcome, "draft");
  assert.deepEqual(problems({ SY: "a\u0000b" }), ["row.control_character SY"]);
  assert.deepEqual(problems({ SY: "a\uD800b" }), ["row.control_character SY"]);
  assert.deepEqual(problems({ MC: "江城商贸有限凬司" }), ["row.mojibake MC"]);
  assert.deepEqual(problems({ SY: "销售\uFFFD" }), ["row.mojibake SY"]);
  assert.deepEqual(problems({ SY: "字".repeat(401) }), ["field.too_long SY"]);
  assert.ok(notes({ SY: "字".repeat(400) }).includes("text.longer_than_standard SY"));
  const huge = check({ ...goodRow, SY: "字".repeat(10_000_000) });
  assert.ok(huge.outcome === "rejected" && huge.cells.every((cell) => cell.length <= 32_767));
});

test("rows with shifted cells are kept without the cells that may come from a column not taken in", () => {
  const checker = checkerOf(["MC", "DM", "FR", "RQ", "SY", "JG"]);
  const checked = checker(["丹东江城商贸有限公司", company, "王某人", "2026-01-01", "甲", "乙", "丙"]);
  assert.ok(checked.outcome === "rejected");
  assert.deepEqual(checked.cells, ["丹东江城商贸有限公司", "", "", "", "甲", "乙", ""]);
});
