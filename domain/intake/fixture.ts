import fc from "fast-check";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { CodeTable, Source } from "../catalogue/code-table.ts";
import { CatalogueItem } from "../catalogue/item.ts";
import { organisationCodeCheckCharacter } from "../organisation/legacy-codes.ts";
import { usccCheckCharacter } from "../organisation/uscc.ts";
import type { CheckedRow, HeaderMatch, RowChecker } from "./checked-row.ts";
import { rowChecker } from "./check-row.ts";
import { identityCheckCharacter } from "./identity-number.ts";
import { matchHeader } from "./match-header.ts";

/** Invented data for the tests of this folder; nothing else imports it. */

export const today = "2026-11-23";

/** A code that is right by the standard. */
export const usccOf = (prefix: string, region: string, inner8: string): string => {
  const first = `${prefix}${region}${inner8}${organisationCodeCheckCharacter(inner8)}`;
  return `${first}${usccCheckCharacter(first)}`;
};
export const company = usccOf("91", "210602", "MA0TEKT1");
export const soleTrader = usccOf("92", "210602", "MA0TEKT2");
export const bureau = usccOf("11", "210681", "00123456");

const w = (zh: string): { zh: string; en: string } => ({ zh, en: zh });
const text = (id: string, zh: string, more: object = {}) => ({
  id,
  name: w(zh),
  aliases: [],
  required: false,
  disclosure: "public",
  type: "text",
  length: 50,
  ...more,
});

export const item = CatalogueItem.parse({
  id: "penalty",
  number: 3,
  version: "1",
  effectiveFrom: "2024-01-01",
  effectiveTo: null,
  name: w("行政处罚"),
  category: 3,
  subjectKinds: ["organisation", "soleTrader"],
  legalBasis: [{ document: "law", article: null, confidence: "A" }],
  responsible: w("机关"),
  disclosure: "public",
  effect: "adverse",
  fields: [
    text("MC", "行政相对人名称", { required: true, aliases: ["当事人"] }),
    { ...text("LB", "行政相对人类别", { standardRequired: true }), type: "subjectKind", length: undefined },
    {
      ...text("DM", "行政相对人代码_1（统一社会信用代码）", { required: true, aliases: ["统一社会信用代码"] }),
      type: "uscc",
      length: undefined,
    },
    { ...text("ZCH", "工商注册号"), type: "legacyCode", scheme: "registrationNumber", length: undefined },
    { ...text("SWH", "税务登记号"), type: "legacyCode", scheme: "taxNumber", length: undefined },
    text("FR", "法定代表人", { disclosure: "restricted", standardRequired: true }),
    text("ZJHM", "（自然人）证件号码", { disclosure: "dropped" }),
    text("WSH", "决定书文号", { required: true }),
    text("XKBH", "许可编号"),
    {
      ...text("LX", "处罚类别", { required: true }),
      type: "code",
      codeTable: "penalty-type",
      multiple: true,
      otherWithText: true,
      length: undefined,
    },
    text("SY", "违法事实", { length: 200, hardLength: 400 }),
    text("NR", "处罚内容", { requiredWhen: { field: "SY", empty: true } }),
    {
      ...text("FK", "罚款金额（万元）", { requiredWhen: { field: "LX", includesAny: ["罚款"] } }),
      type: "amount",
      unit: "万元",
      length: undefined,
    },
    { ...text("MS", "没收金额（元）"), type: "amount", unit: "元", length: undefined },
    { ...text("RQ", "决定日期", { required: true }), type: "date", openEnded: false, length: undefined },
    { ...text("YXQ", "有效期自"), type: "date", openEnded: false, length: undefined },
    { ...text("YXZ", "有效期至"), type: "date", openEnded: true, length: undefined },
    { ...text("TS", "天数"), type: "integer", length: undefined },
    text("JG", "处罚机关", { length: 100 }),
    { ...text("JGDM", "处罚机关代码"), type: "uscc", length: undefined },
    text("CYM", "曾用名"),
  ].map((field) => Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined))),
  roles: {
    subjectName: "MC",
    subjectCode: "DM",
    subjectKind: "LB",
    authority: "JG",
    authorityCode: "JGDM",
    documentNumber: "WSH",
    documentNumberElse: "XKBH",
    summary: ["NR", "SY"],
    decidedOn: "RQ",
    validFrom: "YXQ",
    validUntil: "YXZ",
    kind: "LX",
    fine: "FK",
    confiscated: "MS",
    formerNames: "CYM",
    naturalPersonDocument: ["ZJHM"],
  },
  key: ["JG", "WSH"],
  layouts: [
    {
      id: "layout-2016",
      name: w("旧标准"),
      columns: { CF_CFLB1: "LX", CF_CFLB2: "LX", CF_JG: "NR", DFBM: null, 居民身份证号: null },
    },
  ],
  order: [
    { before: "YXQ", after: "YXZ", severity: "error" },
    { before: "RQ", after: "YXQ", severity: "note" },
  ],
  publicity: "penalty",
  retentionYears: 5,
  updateCycle: w("日"),
  reportWithin: null,
  confidence: "A",
});

export const penaltyTypes: CodeTable = {
  id: "penalty-type",
  name: w("处罚类别"),
  source: "test",
  codes: [
    { number: 14, value: "其他", name: w("其他"), aliases: ["其它"] },
    { number: 1, value: "警告", name: w("警告"), aliases: ["01"] },
    { number: 3, value: "罚款", name: w("罚款"), aliases: ["行政罚款"] },
    { number: 4, value: "没收违法所得", name: w("没收违法所得"), aliases: ["没收违法所得、没收非法财物"] },
    { number: 8, value: "吊销许可证件", name: w("吊销许可证件"), aliases: [] },
  ],
};

export const source: Source = {
  id: "market-supervision",
  number: 1,
  name: w("丹东市市场监督管理局"),
  uscc: null,
  region: "210600",
  items: ["penalty"],
  sector: null,
  valueMaps: { LB: { A: "法人及非法人组织", B: "自然人" }, LX: { F: "罚款" } },
};

const region = (code: string, zh: string, level: "province" | "city" | "county", abolished = false) => ({
  code,
  name: w(zh),
  level,
  abolished,
});
export const catalogue: Catalogue = {
  digest: "",
  city: {
    id: "dandong",
    name: w("丹东市"),
    siteName: w("x"),
    region: "210600",
    timeZone: "Asia/Shanghai",
    contact: w("x"),
  },
  documents: new Map(),
  items: new Map([[item.id, item]]),
  codeTables: new Map([[penaltyTypes.id, penaltyTypes]]),
  sources: new Map([[source.id, source]]),
  regions: new Map(
    [
      region("210000", "辽宁省", "province"),
      region("210600", "丹东市", "city"),
      region("210602", "元宝区", "county"),
      region("210624", "宽甸满族自治县", "county"),
      region("210681", "东港市", "county"),
      region("210605", "旧区", "county", true),
    ].map((r) => [r.code, r]),
  ),
  limits: new Map(),
  purposes: new Map(),
  indicators: [],
  alertRules: [],
  publicity: [],
  calendar: new Map(),
};

/** A row without fault, by field. */
export const goodRow: Readonly<Record<string, string>> = {
  MC: "丹东江城测试商贸有限公司",
  LB: "法人及非法人组织",
  DM: company,
  WSH: "丹市监罚〔2026〕7号",
  LX: "罚款",
  SY: "销售过期食品",
  FK: "0.2",
  RQ: "2026-03-02",
  JG: "东港市市场监督管理局",
};

export const headerOf = (fields: readonly string[]): HeaderMatch => {
  const matched = matchHeader(item, fields, []);
  if (!("match" in matched)) throw new Error(JSON.stringify(matched.problems));
  return matched.match;
};

/** Checks one row given by field; columns not named are not in the file. */
export const check = (
  row: Readonly<Record<string, string>>,
  more: Partial<Parameters<typeof rowChecker>[0]> = {},
): CheckedRow => checkerOf(Object.keys(row), more)(Object.values(row));

export const checkerOf = (
  fields: readonly string[],
  more: Partial<Parameters<typeof rowChecker>[0]> = {},
): RowChecker => rowChecker({ item, catalogue, source, header: headerOf(fields), today, ...more });

const two = (n: number): string => String(n).padStart(2, "0");

/** An adult's identity number of 18 characters, check character right or wrong, that no organisation could have. */
export const anyIdentityNumber = fc
  .tuple(
    fc.constantFrom("210602", "110105", "320106", "440300", "810000"),
    fc.integer({ min: 1930, max: 2008 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 999 }),
    fc.boolean(),
  )
  .map(([place, year, month, day, sequence, right]) => {
    const first = `${place}${year}${two(month)}${two(day)}${String(sequence).padStart(3, "0")}`;
    const check = identityCheckCharacter(first);
    return first + (right ? check : check === "7" ? "8" : "7");
  });
