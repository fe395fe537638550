import assert from "node:assert/strict";
import { test } from "node:test";
import { faultCodes, type CatalogueFault, type FaultCode } from "./catalogue-files.ts";
import { refusedTopic, refusedTopics } from "./refused-topics.ts";
import { validateCatalogue } from "./validate-catalogue.ts";

const words = (zh: string) => ({ zh, en: "x" });
const basis = [{ document: "law", article: null, confidence: "FULL" }];
const text = (id: string, zh: string, over: object = {}) => ({ id, name: { zh, en: id }, aliases: [] as string[], required: false, disclosure: "public", type: "text", length: 100, ...over });
const publicityClass = (id: string, months: number, tests: object[] = []) => ({
  id, name: words(id), tests, publish: true, term: { kind: "months", months, from: "decidedOn" } as object, legalBasis: basis[0],
});
const rule = (id: string, from: string, to: string | null, classes: object[], over: object = {}) => ({ id, set: "permit", version: "1", effectiveFrom: from, effectiveTo: to, classes, legalBasis: basis, confidence: "A", ...over });

/** A small catalogue without a fault: one item, two rules one after the other, one city. Fresh at each call, to be spoilt. */
const sound = () => ({
  "national/documents.json": [
    { id: "law", title: "许可法", number: null, issuer: null, effectiveFrom: "2004-07-01", repealedOn: null as string | null, confidence: "FULL" },
    { id: "old-law", title: "旧办法", number: null, issuer: null, effectiveFrom: null, repealedOn: "2020-01-01", confidence: "FULL" },
  ],
  "national/limits.json": [
    { id: "SEVEN", rule: words("七个工作日"), value: "7" as string | null, unit: "wd", countsFrom: null, productDefault: null, source: "s", confidence: "FULL", validFrom: null, validTo: null },
    { id: "YEARS", rule: words("三年"), value: "3" as string | null, unit: "y", countsFrom: null, productDefault: null, source: "s", confidence: "FULL", validFrom: null, validTo: null },
  ],
  "national/code-tables/kind.json": { id: "kind", name: words("种类"), source: "s", codes: [
    { number: 1, value: "甲", name: words("甲"), aliases: ["a"] }, { number: 2, value: "乙", name: words("乙"), aliases: [] as string[] }] },
  "national/items/permit.json": {
    id: "permit", number: 2, version: "1", effectiveFrom: "2024-01-01", effectiveTo: null as string | null, name: words("许可"), category: 3, subjectKinds: ["organisation", "soleTrader"],
    legalBasis: basis as object[], responsible: words("机关"), disclosure: "public", effect: "neutral",
    fields: [
      text("name", "名称", { required: true }),
      { id: "code", name: { zh: "统一社会信用代码", en: "USCC" }, aliases: [] as string[], required: true, disclosure: "public", type: "uscc" },
      { id: "decidedOn", name: { zh: "决定日期", en: "Decided" }, aliases: [] as string[], required: true, disclosure: "public", type: "date", openEnded: false },
      text("number", "文书号", { required: true }), text("content", "内容"),
      { id: "kind", name: { zh: "种类", en: "Kind" }, aliases: [] as string[], required: false, disclosure: "public", type: "code", codeTable: "kind", multiple: false, otherWithText: false },
      { id: "level", name: { zh: "档次", en: "Class" }, aliases: [] as string[], required: false, disclosure: "public", type: "code", codeTable: "kind", multiple: false, otherWithText: false },
      text("legalRepresentative", "法定代表人", { disclosure: "restricted", mask: "personName" }),
      text("identityNumber", "身份证号", { disclosure: "dropped" }),
    ] as Record<string, unknown>[],
    roles: { subjectName: "name", subjectCode: "code", documentNumber: "number", summary: ["content"], decidedOn: "decidedOn", kind: "kind", naturalPersonDocument: ["identityNumber"] } as Record<string, unknown>,
    key: ["number"], layouts: [{ id: "old", name: words("旧"), columns: { 旧文号: "number", 旧备注: null } as Record<string, string | null> }],
    order: [] as object[], combinations: [{ field: "kind", value: "甲", other: "level", allowed: ["乙"] }],
    publicity: "permit", retentionYears: 5, updateCycle: words("每日"), reportWithin: "SEVEN" as string | null, confidence: "FULL",
  },
  "national/publicity/permit.json": [
    rule("permit-old", "1949-10-01", "2019-12-31", [publicityClass("all", 36)], { legalBasis: [{ document: "old-law", article: null, confidence: "FULL" }], confidence: "A" }),
    rule("permit-new", "2020-01-01", null, [publicityClass("all", 24), publicityClass("grave", 36, [{ anyKind: ["乙"] }])], { confidence: "FULL" }),
  ],
  "national/calendar/2026.json": { year: 2026, source: "s", confidence: "FULL", holidays: [{ date: "2026-01-01", name: words("元旦") }], workdays: [{ date: "2026-01-04", name: words("元旦") }] },
  "town/city.json": { id: "town", name: words("城"), siteName: words("站"), region: "210600", timeZone: "Asia/Shanghai", contact: words("联系") },
  "town/regions.json": [{ code: "210600", name: words("城"), level: "city", abolished: false }],
  "town/sources.json": [{ id: "bureau", number: 1, name: words("局"), uscc: null, region: "210600", items: ["permit"], sector: null, valueMaps: { kind: { "01": "甲" } } as Record<string, Record<string, string>> }],
  "town/supplement.json": { narrower: [{ item: "permit", field: "content", disclosure: "government", reason: words("因") }] as object[] },
});
type Files = ReturnType<typeof sound> & Record<string, unknown>;

const validate = (files: object) => validateCatalogue(Object.entries(files).map(([path, content]) => ({ path, content: structuredClone(content) as unknown })), "town", "digest");
const faultsOf = (spoil: (files: Files) => void): readonly CatalogueFault[] => {
  const files: Files = sound();
  spoil(files);
  const result = validate(files);
  return result.ok ? [] : result.faults;
};
const item = (files: Files) => files["national/items/permit.json"];
const field = (files: Files, id: string) => item(files).fields.find((f) => f["id"] === id) as Record<string, unknown>;
const addField = (files: Files, zh: string, over: object = {}, id = "extra") => void item(files).fields.push(text(id, zh, over));
const permitRules = (files: Files) => files["national/publicity/permit.json"];
const secondItem = (files: Files, over: object) => ({ ...structuredClone(item(files)), id: "second", number: 3, ...over });

test("a catalogue without a fault becomes one rule book, the city's narrowing laid over it", () => {
  const result = validate(sound());
  assert.ok(result.ok, JSON.stringify(result));
  const permit = result.catalogue.items.get("permit");
  assert.equal(permit?.fields.find((f) => f.id === "content")?.disclosure, "government");
  assert.equal(permit?.fields.find((f) => f.id === "number")?.disclosure, "public");
  assert.equal(result.catalogue.city.id, "town");
  assert.deepEqual([...result.catalogue.calendar.keys()], [2026]);
  assert.equal(result.catalogue.publicity.length, 2);
});

test("folders of other cities are not looked at", () => assert.ok(validate({ ...sound(), "elsewhere/city.json": "rubbish" }).ok));

test("a city may add an item of its own with publicity rules of its own", () => {
  const files: Files = sound();
  files["town/items/local.json"] = secondItem(files, { id: "local", number: 1000, publicity: "local" });
  files["town/publicity/local.json"] = [rule("local-rule", "1949-10-01", null, [publicityClass("all", 12)], { set: "local" })];
  const result = validate(files);
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual([...result.catalogue.items.keys()], ["permit", "local"]);
});

test("a city may publish for a shorter time", () => {
  const files: Files = sound();
  files["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [publicityClass("all", 12)])];
  assert.ok(validate(files).ok, JSON.stringify(validate(files)));
});

/** Every attack: what is spoilt, and the fault that must be reported for it. */
const attacks: readonly (readonly [name: string, code: FaultCode, spoil: (files: Files) => void])[] = [
  ["a file that nothing reads", "file.unexpected", (f) => void (f["national/publicity.json"] = [])],
  ["a city file in the national pack", "file.unexpected", (f) => void (f["national/city.json"] = f["town/city.json"])],
  ["no city file", "file.missing", (f) => void Reflect.deleteProperty(f, "town/city.json")],
  ["no documents", "file.missing", (f) => void Reflect.deleteProperty(f, "national/documents.json")],
  ["an unknown key in an item", "shape.invalid", (f) => void Object.assign(item(f), { publick: true })],
  ["an item shown as dropped", "shape.invalid", (f) => void f["town/supplement.json"].narrower.push({ item: "permit", field: null, disclosure: "dropped", reason: words("因") })],
  ["two documents of one id", "id.twice", (f) => void f["national/documents.json"].push(f["national/documents.json"][0] as never)],
  ["two fields of one id", "id.twice", (f) => addField(f, "另一内容", {}, "content")],
  ["two items of one number", "number.twice", (f) => void (f["national/items/second.json"] = secondItem(f, { number: 2 }))],
  ["an item in a file of another name", "file.name_differs", (f) => void (f["national/items/other.json"] = secondItem(f, {}))],
  ["an item citing nothing known", "document.unknown", (f) => void (item(f).legalBasis = [{ document: "none", article: null, confidence: "K" }])],
  ["an item citing a repealed document", "document.repealed", (f) => void (item(f).legalBasis = [{ document: "old-law", article: null, confidence: "K" }])],
  ["a rule that outlives its document by a day", "document.repealed", (f) => { Object.assign(permitRules(f)[0] as object, { effectiveTo: "2020-01-01" }); Object.assign(permitRules(f)[1] as object, { effectiveFrom: "2020-01-02" }); }],
  ["a class citing a repealed document", "document.repealed", (f) => void Object.assign(permitRules(f)[1]?.classes[0] as object, { legalBasis: { document: "old-law", article: null, confidence: "K" } })],
  ["a rule older than its document, not marked as an assumption", "document.not_yet_in_force", (f) => void Object.assign(permitRules(f)[0] as object, { legalBasis: basis, confidence: "FULL" })],
  ["a role for no field", "field.unknown", (f) => void (item(f).roles["title"] = "nothing")],
  ["a key for no field", "field.unknown", (f) => void item(f).key.push("nothing")],
  ["a condition on no field", "field.unknown", (f) => void Object.assign(field(f, "content"), { requiredWhen: { field: "nothing", empty: true } })],
  ["a layout into no field", "field.unknown", (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 旧名: "nothing" })],
  ["an order of no fields", "field.unknown", (f) => void item(f).order.push({ before: "decidedOn", after: "nothing", severity: "note" })],
  ["a publicity test on a field that the item lacks", "field.unknown", (f) => void Object.assign(permitRules(f)[1]?.classes[1] as object, { tests: [{ code: { field: "openness", anyOf: ["甲"] } }] })],
  ["a fine threshold where there is no fine", "field.unknown", (f) => void Object.assign(permitRules(f)[1]?.classes[1] as object, { tests: [{ fineAtLeastYuan: 1000 }] })],
  ["a text as the day of decision", "field.wrong_type", (f) => void (item(f).roles["decidedOn"] = "content")],
  ["a dropped field in a role", "field.wrong_type", (f) => void (item(f).roles["title"] = "identityNumber")],
  ["an optional field in the key", "field.not_required", (f) => void (item(f).key = ["content"])],
  ["no field that says what was decided", "field.no_summary", (f) => void (item(f).roles["summary"] = [])],
  ["one header for two fields, but for width and blanks", "header.ambiguous", (f) => addField(f, "补充", { aliases: [" 文 书 号 "] })],
  ["a layout that gives a known header another field", "header.ambiguous", (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 内容: "number" })],
  ["a layout with two columns for a single value", "layout.feeds_twice", (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 旧编号: "number" })],
  ["a field with a code table that is not there", "table.unknown", (f) => void Object.assign(field(f, "kind"), { codeTable: "nothing" })],
  ["a word for two codes", "table.word_ambiguous", (f) => void f["national/code-tables/kind.json"].codes[1]?.aliases.push("Ａ")],
  ["a combination with a value of no table", "code.unknown", (f) => void item(f).combinations[0]?.allowed.push("丙")],
  ["a publicity test for a kind of no table", "code.unknown", (f) => void Object.assign(permitRules(f)[1]?.classes[1] as object, { tests: [{ anyKind: ["丙"] }] })],
  ["a value map to a value of no table", "code.unknown", (f) => void Object.assign(f["town/sources.json"][0]?.valueMaps["kind"] ?? {}, { "03": "丙" })],
  ["an item without publicity rules", "publicity.set_unknown", (f) => void (item(f).publicity = "nothing")],
  ["rules that no item uses", "publicity.set_unused", (f) => void (f["national/publicity/spare.json"] = [rule("spare", "1949-10-01", null, [publicityClass("all", 1)], { set: "spare" })])],
  ["a day without a rule", "publicity.gap", (f) => void Object.assign(permitRules(f)[1] as object, { effectiveFrom: "2020-01-02" })],
  ["no rule for old decisions", "publicity.gap", (f) => void Object.assign(permitRules(f)[0] as object, { effectiveFrom: "2000-01-01" })],
  ["no rule from some day on", "publicity.gap", (f) => void Object.assign(permitRules(f)[1] as object, { effectiveTo: "2030-12-31" })],
  ["a day with two rules", "publicity.overlap", (f) => void Object.assign(permitRules(f)[1] as object, { effectiveFrom: "2019-12-31" })],
  ["no class for what no class takes", "publicity.default_class", (f) => void permitRules(f)[1]?.classes.shift()],
  ["two such classes", "publicity.default_class", (f) => void permitRules(f)[1]?.classes.push(publicityClass("also", 1))],
  ["published without a term", "publicity.term_contradicts", (f) => void Object.assign(permitRules(f)[1]?.classes[0] as object, { term: { kind: "none" } })],
  ["a deadline that is not in the table of limits", "limit.unknown", (f) => void (item(f).reportWithin = "NONE")],
  ["a deadline in years", "limit.not_working_days", (f) => void (item(f).reportWithin = "YEARS")],
  ["a limit without value or default", "limit.value", (f) => void Object.assign(f["national/limits.json"][1] as object, { value: null })],
  ["a source of an unknown item", "item.unknown", (f) => void f["town/sources.json"][0]?.items.push("nothing")],
  ["an item that ends before it begins", "item.effective_dates", (f) => void (item(f).effectiveTo = "2023-12-31")],
  ["a source in an unknown division", "region.unknown", (f) => void Object.assign(f["town/sources.json"][0] as object, { region: "110000" })],
  ["a value map for a field of items that the source doesn't send", "source.foreign_field", (f) => void Object.assign(f["town/sources.json"][0]?.valueMaps ?? {}, { CF_CFLB: {} })],
  ["a holiday that the calendar lacks", "calendar.day_not_real", (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2026-02-29" })],
  ["a holiday of another year", "calendar.day_of_other_year", (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2027-01-01" })],
  ["a day that is both holiday and worked", "calendar.day_twice", (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2026-01-04" })],
  ["an exchanged working day on a Monday", "calendar.workday_not_weekend", (f) => void Object.assign(f["national/calendar/2026.json"].workdays[0] as object, { date: "2026-01-05" })],
  ["a city that rewrites a national item", "city.redefines", (f) => void (f["town/items/permit.json"] = { ...structuredClone(item(f)), number: 1000 })],
  ["a city that rewrites a national rule", "city.redefines", (f) => void (f["town/publicity/permit.json"] = [rule("permit-new", "2020-01-01", null, [publicityClass("all", 1)])])],
  ["a local item with a national number", "city.item_number", (f) => void (f["town/items/second.json"] = secondItem(f, { number: 77 }))],
  ["a city that shows a restricted field", "city.looser_disclosure", (f) => void (f["town/supplement.json"].narrower = [{ item: "permit", field: "legalRepresentative", disclosure: "public", reason: words("因") }])],
  ["a city that keeps a dropped field", "city.looser_disclosure", (f) => void (f["town/supplement.json"].narrower = [{ item: "permit", field: "identityNumber", disclosure: "restricted", reason: words("因") }])],
  ["a city that publishes for longer", "city.looser_publicity", (f) => void (f["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [publicityClass("all", 25)])])],
  ["a city that publishes without end", "city.looser_publicity", (f) => void (f["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [{ ...publicityClass("all", 1), term: { kind: "noEnd" } }])])],
  ["a city with a class of its own making", "city.looser_publicity", (f) => void (f["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [publicityClass("special", 1)])])],
  ["an item for natural persons", "charter.natural_person", (f) => void (item(f).subjectKinds = ["organisation", "naturalPerson"])],
  ["an item for natural persons in Chinese", "charter.natural_person", (f) => void (item(f).subjectKinds = ["自然人"])],
  ["an item of category 4", "charter.personal_category", (f) => void (item(f).category = 4)],
  ["an item named after people's credit", "charter.refused_topic", (f) => void (item(f).name.zh = "个人信用积分")],
  ["an item whose id speaks of online behaviour", "charter.refused_topic", (f) => void (f["national/items/online-behaviour.json"] = secondItem(f, { id: "online-behaviour" }))],
  ["a field on what somebody posted", "charter.refused_topic", (f) => addField(f, "网络言论情况")],
  ["a refused topic behind an alias, wide and spaced out", "charter.refused_topic", (f) => addField(f, "补充", { aliases: ["Ｇ Ｐ Ｓ 数据"] })],
  ["a refused topic in a field's id", "charter.refused_topic", (f) => addField(f, "补充", {}, "travelHistory")],
  ["a refused topic in a layout's header", "charter.refused_topic", (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 信访记录: "content" })],
  ["a refused topic as a code value", "charter.refused_topic", (f) => void f["national/code-tables/kind.json"].codes.push({ number: 3, value: "人脸", name: words("人脸"), aliases: [] })],
  ["an identity number that is kept", "charter.identity_kept", (f) => addField(f, "证件号码", { disclosure: "restricted" })],
  ["an identity number that is kept under an alias", "charter.identity_kept", (f) => addField(f, "补充", { aliases: ["法人身份证号码"] })],
  ["a column of natural persons' documents that is kept", "charter.identity_kept", (f) => void (item(f).roles["naturalPersonDocument"] = ["content"])],
  ["a person's name shown in public", "charter.person_shown", (f) => addField(f, "经办人")],
  ["a person's name as the key", "charter.person_as_key", (f) => void item(f).key.push("legalRepresentative")],
  ["a person's name as title", "charter.person_as_key", (f) => void (item(f).roles["title"] = "legalRepresentative")],
  ["ratings of sole traders", "charter.sole_trader_rated", (f) => void (item(f).category = 9)],
  ["grades of sole traders in a field's id", "charter.sole_trader_rated", (f) => addField(f, "补充", {}, "creditGrade")],
  ["scores of sole traders under another category", "charter.sole_trader_rated", (f) => addField(f, "评价得分")],
];

for (const [name, code, spoil] of attacks) {
  test(`refused: ${name} (${code})`, () => {
    const faults = faultsOf(spoil);
    assert.ok(faults.some((fault) => fault.code === code), JSON.stringify(faults));
  });
}

test("there is an attack for every fault that can be reported", () => {
  const covered = new Set(attacks.map(([, code]) => code));
  assert.deepEqual(faultCodes.filter((code) => !covered.has(code)), ["file.not_json"]);
});

test("all faults are listed, not the first only, each with its file", () => {
  const faults = faultsOf((f) => {
    item(f).category = 4;
    item(f).roles["title"] = "nothing";
    Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2027-01-01" });
  });
  assert.deepEqual(faults.map((fault) => [fault.file, fault.code]).sort(), [
    ["national/calendar/2026.json", "calendar.day_of_other_year"], ["national/items/permit.json", "charter.personal_category"], ["national/items/permit.json", "field.unknown"],
  ]);
});

test("ratings of organisations alone are allowed", () => assert.deepEqual(faultsOf((f) => Object.assign(item(f), { category: 9, subjectKinds: ["organisation"] })), []));

test("the charter's topics are all there, and ordinary administrative words are none of them", () => {
  assert.deepEqual(refusedTopics.map((t) => t.topic), ["naturalPersons", "onlineBehaviour", "location", "travel", "household", "belief", "biometrics", "health", "socialRelations", "petitions", "personalConduct"]);
  for (const name of ["作出行政处罚决定日期", "许可证件编号", "交通运输许可", "住所", "宗教活动场所登记", "网上采购", "surfaceTreatment", "allocation", "Licence of a travel agency".replace("travel", "tour")]) assert.equal(refusedTopic(name), null, name);
});
