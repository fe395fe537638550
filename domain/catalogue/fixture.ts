import type { CatalogueFault, FaultCode } from "./catalogue-files.ts";
import { validateCatalogue } from "./validate-catalogue.ts";

/** A deep copy of JSON, so that one attack does not spoil the next. */
export const copy = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T;

/** For the tests of the catalogue: a small rule book without a fault, and hands to spoil it with. */
export const words = (zh: string) => ({ zh, en: "x" });
export const basis = [{ document: "law", article: null, confidence: "FULL" }];
export const text = (id: string, zh: string, over: object = {}) => ({
  id,
  name: { zh, en: id },
  aliases: [] as string[],
  required: false,
  disclosure: "public",
  type: "text",
  length: 100,
  ...over,
});
export const publicityClass = (id: string, months: number, tests: object[] = []) => ({
  id,
  name: words(id),
  tests,
  publish: true,
  term: { kind: "months", months, from: "decidedOn" } as object,
  legalBasis: basis[0],
});
export const rule = (id: string, from: string, to: string | null, classes: object[], over: object = {}) => ({
  id,
  set: "permit",
  version: "1",
  effectiveFrom: from,
  effectiveTo: to,
  classes,
  legalBasis: basis,
  confidence: "A",
  ...over,
});

/** A small catalogue without a fault: one item, two rules one after the other, one city. Fresh at each call, to be spoilt. */
export const sound = () => ({
  "national/documents.json": [
    {
      id: "law",
      title: "许可法",
      number: null,
      issuer: null,
      effectiveFrom: "2004-07-01",
      repealedOn: null as string | null,
      confidence: "FULL",
    },
    {
      id: "old-law",
      title: "旧办法",
      number: null,
      issuer: null,
      effectiveFrom: null,
      repealedOn: "2020-01-01",
      confidence: "FULL",
    },
  ],
  "national/limits.json": [
    {
      id: "SEVEN",
      rule: words("七个工作日"),
      value: "7" as string | null,
      unit: "wd",
      countsFrom: null,
      productDefault: null,
      source: "s",
      confidence: "FULL",
      validFrom: null,
      validTo: null,
    },
    {
      id: "YEARS",
      rule: words("三年"),
      value: "3" as string | null,
      unit: "y",
      countsFrom: null,
      productDefault: null,
      source: "s",
      confidence: "FULL",
      validFrom: null,
      validTo: null,
    },
  ],
  "national/alert-rules.json": [
    {
      id: "hours",
      version: "1",
      kind: "hours",
      name: words("时间"),
      meaning: words("时间"),
      moreThan: 0,
      opens: "07:00",
      closes: "21:00",
      exceptRoles: [] as string[],
      effectiveFrom: "2026-01-01",
      effectiveTo: null as string | null,
      confidence: "A",
    },
  ],
  "national/purposes.json": [
    {
      id: "check",
      name: words("核对"),
      kind: "office",
      roles: ["creditCentre"],
      ground: words("事由"),
      opens: null as object | null,
      confidential: null as object | null,
      legalBasis: basis as object[],
      confidence: "A",
    },
  ],
  "national/code-tables/kind.json": {
    id: "kind",
    name: words("种类"),
    source: "s",
    codes: [
      { number: 1, value: "甲", name: words("甲"), aliases: ["a"] },
      { number: 2, value: "乙", name: words("乙"), aliases: [] as string[] },
    ],
  },
  "national/items/permit.json": {
    id: "permit",
    number: 2,
    version: "1",
    effectiveFrom: "2024-01-01",
    effectiveTo: null as string | null,
    name: words("许可"),
    category: 3,
    subjectKinds: ["organisation", "soleTrader"],
    legalBasis: basis as object[],
    responsible: words("机关"),
    disclosure: "public",
    effect: "neutral",
    fields: [
      text("name", "名称", { required: true }),
      {
        id: "code",
        name: { zh: "统一社会信用代码", en: "USCC" },
        aliases: [] as string[],
        required: true,
        disclosure: "public",
        type: "uscc",
      },
      {
        id: "decidedOn",
        name: { zh: "决定日期", en: "Decided" },
        aliases: [] as string[],
        required: true,
        disclosure: "public",
        type: "date",
        openEnded: false,
      },
      text("number", "文书号", { required: true }),
      text("content", "内容"),
      {
        id: "kind",
        name: { zh: "种类", en: "Kind" },
        aliases: [] as string[],
        required: false,
        disclosure: "public",
        type: "code",
        codeTable: "kind",
        multiple: false,
        otherWithText: false,
      },
      {
        id: "level",
        name: { zh: "档次", en: "Class" },
        aliases: [] as string[],
        required: false,
        disclosure: "public",
        type: "code",
        codeTable: "kind",
        multiple: false,
        otherWithText: false,
      },
      text("legalRepresentative", "法定代表人", { disclosure: "restricted", mask: "personName" }),
      text("identityNumber", "身份证号", { disclosure: "dropped" }),
    ] as Record<string, unknown>[],
    roles: {
      subjectName: "name",
      subjectCode: "code",
      documentNumber: "number",
      summary: ["content"],
      decidedOn: "decidedOn",
      kind: "kind",
      naturalPersonDocument: ["identityNumber"],
    } as Record<string, unknown>,
    key: ["number"],
    layouts: [
      { id: "old", name: words("旧"), columns: { 旧文号: "number", 旧备注: null } as Record<string, string | null> },
    ],
    order: [] as object[],
    combinations: [{ field: "kind", value: "甲", other: "level", allowed: ["乙"] }],
    publicity: "permit",
    retentionYears: 5,
    updateCycle: words("每日"),
    reportWithin: "SEVEN" as string | null,
    confidence: "FULL",
  },
  "national/publicity/permit.json": [
    rule("permit-old", "1949-10-01", "2019-12-31", [publicityClass("all", 36)], {
      legalBasis: [{ document: "old-law", article: null, confidence: "FULL" }],
      confidence: "A",
    }),
    rule(
      "permit-new",
      "2020-01-01",
      null,
      [publicityClass("all", 24), publicityClass("grave", 36, [{ anyKind: ["乙"] }])],
      { confidence: "FULL" },
    ),
  ],
  "national/calendar/2026.json": {
    year: 2026,
    source: "s",
    confidence: "FULL",
    holidays: [{ date: "2026-01-01", name: words("元旦") }],
    workdays: [{ date: "2026-01-04", name: words("元旦") }],
  },
  "town/city.json": {
    id: "town",
    name: words("城"),
    siteName: words("站"),
    region: "210600",
    timeZone: "Asia/Shanghai",
    contact: words("联系"),
  },
  "town/regions.json": [{ code: "210600", name: words("城"), level: "city", abolished: false }],
  "town/sources.json": [
    {
      id: "bureau",
      number: 1,
      name: words("局"),
      uscc: null,
      region: "210600",
      items: ["permit"],
      sector: null,
      valueMaps: { kind: { "01": "甲" } } as Record<string, Record<string, string>>,
    },
  ],
  "town/supplement.json": {
    narrower: [{ item: "permit", field: "content", disclosure: "government", reason: words("因") }] as object[],
  },
});
export type Files = ReturnType<typeof sound> & Record<string, unknown>;

export const validate = (files: object) =>
  validateCatalogue(
    Object.entries(files).map(([path, content]) => ({ path, content: copy(content) as unknown })),
    "town",
    "digest",
  );
export const faultsOf = (spoil: (files: Files) => void): readonly CatalogueFault[] => {
  const files: Files = sound();
  spoil(files);
  const result = validate(files);
  return result.ok ? [] : result.faults;
};
export const item = (files: Files) => files["national/items/permit.json"];
export const field = (files: Files, id: string) =>
  item(files).fields.find((f) => f["id"] === id) as Record<string, unknown>;
export const addField = (files: Files, zh: string, over: object = {}, id = "extra") =>
  void item(files).fields.push(text(id, zh, over));
export const alertRule = (files: Files): object => files["national/alert-rules.json"][0] ?? {};
export const permitRules = (files: Files) => files["national/publicity/permit.json"];
export const secondItem = (files: Files, over: object) => ({
  ...copy(item(files)),
  id: "second",
  number: 3,
  ...over,
});

/** Changes a rule of the set `permit`; 0 is the old one, 1 the one in force. */
export const changeRule = (files: Files, index: number, over: object): void =>
  void Object.assign(permitRules(files)[index] ?? {}, over);
export const changeClass = (files: Files, index: number, over: object): void =>
  void Object.assign(permitRules(files)[1]?.classes[index] ?? {}, over);

/** An attack: what is spoilt, and the fault that must be reported for it. */
export type Attack = readonly [name: string, code: FaultCode, spoil: (files: Files) => void];
