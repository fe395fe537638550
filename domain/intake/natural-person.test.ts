import assert from "node:assert/strict";
import { test } from "node:test";
import { identityCheckCharacter } from "./identity-number.ts";
import { looksLikePersonName } from "./natural-person.ts";
import { check, checkerOf, company, goodRow, soleTrader, source } from "./fixture.ts";

const identity = `21060219800101002${identityCheckCharacter("21060219800101002")}`;
const reasonOf = (row: Readonly<Record<string, string>>, more = {}): string => {
  const checked = check(row, more);
  return checked.outcome === "turnedAway" ? checked.reason : checked.outcome;
};

test("自然人 in any spelling turns the row away, whatever else it says", () => {
  for (const category of [
    "自然人",
    " 自然人 ",
    "自 然 人",
    "自然人（公民）",
    "自然人(非个体工商户)",
    "个人",
    "公民",
    "外国人",
    "01",
    "\u200B自然人",
  ]) {
    assert.equal(reasonOf({ ...goodRow, LB: category }), "subject.natural_person_category", category);
    assert.equal(reasonOf({ ...goodRow, LB: category, RQ: "2026-13-45", JG: "" }), "subject.natural_person_category");
  }
});

test("the source's own code for 自然人 counts, and no map can rename the word", () => {
  assert.equal(reasonOf({ ...goodRow, LB: "B" }), "subject.natural_person_category");
  const renaming = { ...source, valueMaps: { LB: { 自然人: "法人及非法人组织", "01": "法人及非法人组织" } } };
  assert.equal(reasonOf({ ...goodRow, LB: "自然人" }, { source: renaming }), "subject.natural_person_category");
  assert.equal(reasonOf({ ...goodRow, LB: "01" }, { source: renaming }), "draft");
});

test("1 and 2 mean opposite things in two numberings: with a valid code the row is rejected, 2 without one is turned away", () => {
  assert.equal(reasonOf({ ...goodRow, LB: "1" }), "rejected");
  assert.equal(reasonOf({ ...goodRow, LB: "2" }), "rejected");
  assert.equal(reasonOf({ ...goodRow, LB: "2", DM: "" }), "subject.natural_person_category");
});

test("an identity number in any code column of the subject turns the row away", () => {
  for (const number of [
    identity,
    `${identity.slice(0, 17)}${identity.endsWith("7") ? "8" : "7"}`,
    ` ${identity} `,
    `身份证${identity}`,
    "210602 19800101 0029",
    "210602800101003",
  ]) {
    assert.equal(reasonOf({ ...goodRow, DM: number }), "subject.identity_number_in_code", number);
    assert.equal(reasonOf({ ...goodRow, ZCH: number }), "subject.identity_number_in_code", number);
  }
});

test("a sole trader's tax number made of the owner's identity number is removed, any other turns the row away", () => {
  const checked = check({ ...goodRow, DM: soleTrader, LB: "个体工商户", SWH: `${identity}01` });
  assert.equal(checked.outcome, "draft");
  assert.ok(!JSON.stringify(checked).includes(identity));
  assert.ok(checked.outcome === "draft" && checked.notes.some((note) => note.code === "text.identity_number_removed"));
  assert.equal(reasonOf({ ...goodRow, DM: company, SWH: identity }), "subject.identity_number_in_code");
  assert.equal(reasonOf({ ...goodRow, DM: "", SWH: identity }), "subject.identity_number_in_code");
});

test("a filled column for a natural person's document turns the row away, an empty one or a dash does not", () => {
  assert.equal(reasonOf({ ...goodRow, ZJHM: "E12345678" }), "subject.identity_document_columns");
  assert.equal(reasonOf({ ...goodRow, 居民身份证号: "x" }), "subject.identity_document_columns");
  for (const empty of ["", " ", "—", "无", "NULL"]) assert.equal(reasonOf({ ...goodRow, ZJHM: empty }), "draft");
});

test("no valid code and a name like a person's turns the row away", () => {
  for (const name of [
    "王小明",
    "欧阳小明",
    "王明",
    "王某某",
    "王*明",
    "王××",
    "阿不都·买买提",
    "王小明、李小红",
    "王小明等3人",
    "王小明（个体）",
    "John Smith",
    " 王 小 明 ",
    "张三丰先生",
    "王某女士",
    "李小姐",
    "欧阳小明先生、王小红女士",
    "阿不都·买买提先生",
    "网友“江城小王子”",
    "网友江城小王子",
    "微信用户：江城 123",
    "个人王小明",
  ]) {
    for (const code of ["", "无", "00000000000000000X", "210602********0029", "12345"]) {
      assert.equal(
        reasonOf({ ...goodRow, MC: name, DM: code, LB: "" }),
        "subject.presumably_natural_person",
        `${name} ${code}`,
      );
    }
  }
});

test("an organisation's name without a code is rejected, so that the department can add the code", () => {
  for (const name of [
    "江城商店",
    "某某厂",
    "东港海关",
    "江城合作社",
    "市公安局",
    "宝山镇政府",
    "丹东江城测试商贸有限公司",
    "ABC Trading Co., Ltd",
  ]) {
    assert.equal(reasonOf({ ...goodRow, MC: name, DM: "", LB: "" }), "rejected", name);
  }
});

test("a sole trader under the owner's name with a mistyped code is rejected, not lost", () => {
  const wrong = `${soleTrader.slice(0, 17)}${soleTrader.endsWith("0") ? "1" : "0"}`;
  assert.equal(reasonOf({ ...goodRow, MC: "王小明", DM: wrong, LB: "个体工商户" }), "rejected");
  assert.equal(reasonOf({ ...goodRow, MC: "王小明", DM: soleTrader, LB: "个体工商户" }), "draft");
});

test("an identity number beside the name turns a row without a valid code away", () => {
  assert.equal(
    reasonOf({ ...goodRow, MC: `丹东江城商贸有限公司${identity}`, DM: "" }),
    "subject.identity_number_in_code",
  );
});

test("a turned-away row leaves nothing behind but the reason", () => {
  assert.deepEqual(Object.keys(check({ ...goodRow, LB: "自然人" })).sort(), ["outcome", "reason"]);
});

test("rows whose cells are shifted are searched in every cell", () => {
  const fields = Object.keys(goodRow);
  const checker = checkerOf(fields);
  const cells = Object.values({ ...goodRow, LB: "自然人" });
  for (const shifted of [["x", ...cells], cells.slice(1)]) {
    const checked = checker(shifted);
    assert.equal(checked.outcome, "turnedAway");
  }
  const withNumber = checker([...Object.values(goodRow), identity]);
  assert.deepEqual(withNumber, { outcome: "turnedAway", reason: "subject.identity_number_in_code" });
});

test("names by themselves", () => {
  for (const name of ["王会", "李园", "张轩", "某某", "MARY ANN LEE"]) assert.ok(looksLikePersonName(name), name);
  for (const name of [
    "",
    "丹东海关",
    "元宝区政府",
    "三义庙",
    "SONY GROUP",
    "中国石油天然气股份有限公司",
    "1号店",

    "网友世界网吧",
    "网民信息技术有限公司",
    "江城先生商店",
    "个人经营的江城小吃店",
  ])
    assert.ok(!looksLikePersonName(name), name);
});
