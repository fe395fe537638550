import assert from "node:assert/strict";
import { test } from "node:test";
import { personWords } from "../catalogue/refused-topics.ts";
import { maskNamesInText, maskPersonNames, maskPhone } from "./mask.ts";

test("a name keeps its surname", () => {
  assert.equal(maskPersonNames("张三"), "张某");
  assert.equal(maskPersonNames("欧阳小明"), "欧阳某");
  assert.equal(maskPersonNames("张三、李四光；王五"), "张某、李某；王某");
  assert.equal(maskPersonNames("John Smith"), "J***");
  assert.equal(maskPersonNames("张某"), "张某");
});

test("a telephone number keeps its ends", () => {
  assert.equal(maskPhone("13804151234"), "138****1234");
  assert.equal(maskPhone("电话 138-0415-1234"), "电话 138****1234");
  assert.equal(maskPhone("3123456"), "312****");
});

test("a name known from another field is hidden wherever it stands", () => {
  assert.equal(
    maskNamesInText("该公司安排赵铁柱无证上岗，赵铁柱未经培训", ["赵铁柱"]),
    "该公司安排赵某无证上岗，赵某未经培训",
  );
});

test("a name behind a role is hidden, the sentence stays", () => {
  for (const [text, expected] of [
    ["法定代表人：王小明，未按期公示年报", "法定代表人：王某，未按期公示年报"],
    ["经营者王明未办理变更登记", "经营者王某未办理变更登记"],
    ["驾驶员李国强驾驶货车超限", "驾驶员李某驾驶货车超限"],
    ["负责人（孙丽）到场", "负责人（孙某）到场"],
    ["现场有王小明（男，汉族）在场", "现场有王某（男，汉族）在场"],
    ["经查，王小明（身份证号已隐去）系该店员工", "经查，王某（身份证号已隐去）系该店员工"],
    ["当事人员工孙小梅、安全员到场", "当事人员工孙某、安全员到场"],
    ["当事人姓名：于洋", "当事人姓名：于某"],
  ] as const)
    assert.equal(maskNamesInText(text, []), expected);
});

test("the people of an authority are hidden too, and every name of a list behind a role", () => {
  for (const [text, expected] of [
    ["执法人员孙志刚、赵磊对现场进行检查", "执法人员孙某、赵某对现场进行检查"],
    ["检查人员：王芳，李伟", "检查人员：王某，李某"],
    ["承办人张志强于当日送达", "承办人张某于当日送达"],
    ["经办人刘洋", "经办人刘某"],
    ["现场负责人周杰在场", "现场负责人周某在场"],
    ["法人代表曾国强签收", "法人代表曾某签收"],
    ["负责人陈晨和王刚、徐静均认可", "负责人陈某和王某、徐某均认可"],
  ] as const)
    assert.equal(maskNamesInText(text, []), expected);
});

test("every word for a person's part that the catalogue knows is a role here", () => {
  for (const word of personWords.zh.source.split("|"))
    assert.equal(maskNamesInText(`${word}张伟在场`, []), `${word}张某在场`, word);
});

test("words that are no names are left alone", () => {
  for (const text of [
    "当事人于二月三日前改正",
    "当事人应当停止违法行为",
    "负责人员未到岗",
    "从业人员高处作业未系安全带",
    "责任人已处理",
    "罚款人民币贰万元整，没收违法所得",
    "申请人提交的材料齐全",
    "执法人员通知到场人员",
    "执法人员于当日到达现场，对经营场所进行检查",
    "执法人员向当事人出示证件",
    "检查人员发现货架上有过期食品",
    "执法人员封存并登记了涉案物品",
    "承办人曾于五月电话通知",
    "执法人员在法定代表人的陪同下检查",
  ])
    assert.equal(maskNamesInText(text, []), text);
});
