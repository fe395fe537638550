import assert from "node:assert/strict";
import { test } from "node:test";
import { faultCodes } from "./catalogue-files.ts";
import {
  alertRule,
  addField,
  basis,
  changeClass,
  changeRule,
  faultsOf,
  field,
  item,
  permitRules,
  publicityClass,
  rule,
  secondItem,
  sound,
  validate,
  words,
  type Attack,
} from "./fixture.ts";

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

test("folders of other cities are not looked at", () =>
  assert.ok(validate({ ...sound(), "elsewhere/city.json": "rubbish" }).ok));

const attacks: readonly Attack[] = [
  ["a file that nothing reads", "file.unexpected", (f) => void (f["national/publicity.json"] = [])],
  ["a city file in the national pack", "file.unexpected", (f) => void (f["national/city.json"] = f["town/city.json"])],
  ["no city file", "file.missing", (f) => void Reflect.deleteProperty(f, "town/city.json")],
  ["no documents", "file.missing", (f) => void Reflect.deleteProperty(f, "national/documents.json")],
  ["an unknown key in an item", "shape.invalid", (f) => void Object.assign(item(f), { publick: true })],
  [
    "an item shown as dropped",
    "shape.invalid",
    (f) =>
      void f["town/supplement.json"].narrower.push({
        item: "permit",
        field: null,
        disclosure: "dropped",
        reason: words("因"),
      }),
  ],
  [
    "two documents of one id",
    "id.twice",
    (f) => void f["national/documents.json"].push(...f["national/documents.json"]),
  ],
  ["two fields of one id", "id.twice", (f) => addField(f, "另一内容", {}, "content")],
  [
    "two items of one number",
    "number.twice",
    (f) => void (f["national/items/second.json"] = secondItem(f, { number: 2 })),
  ],
  [
    "an item in a file of another name",
    "file.name_differs",
    (f) => void (f["national/items/other.json"] = secondItem(f, {})),
  ],
  [
    "an item citing nothing known",
    "document.unknown",
    (f) => void (item(f).legalBasis = [{ document: "none", article: null, confidence: "K" }]),
  ],
  [
    "an item citing a repealed document",
    "document.repealed",
    (f) => void (item(f).legalBasis = [{ document: "old-law", article: null, confidence: "K" }]),
  ],
  [
    "a rule that outlives its document by a day",
    "document.repealed",
    (f) => {
      changeRule(f, 0, { effectiveTo: "2020-01-01" });
      changeRule(f, 1, { effectiveFrom: "2020-01-02" });
    },
  ],
  [
    "a class citing a repealed document",
    "document.repealed",
    (f) => changeClass(f, 0, { legalBasis: { document: "old-law", article: null, confidence: "K" } }),
  ],
  [
    "a rule older than its document, not marked as an assumption",
    "document.not_yet_in_force",
    (f) => changeRule(f, 0, { legalBasis: basis, confidence: "FULL" }),
  ],
  ["a role for no field", "field.unknown", (f) => void (item(f).roles["title"] = "nothing")],
  ["a key for no field", "field.unknown", (f) => void item(f).key.push("nothing")],
  [
    "a condition on no field",
    "field.unknown",
    (f) => void Object.assign(field(f, "content"), { requiredWhen: { field: "nothing", empty: true } }),
  ],
  [
    "a layout into no field",
    "field.unknown",
    (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 旧名: "nothing" }),
  ],
  [
    "an order of no fields",
    "field.unknown",
    (f) => void item(f).order.push({ before: "decidedOn", after: "nothing", severity: "note" }),
  ],
  [
    "a publicity test on a field that the item lacks",
    "field.unknown",
    (f) => changeClass(f, 1, { tests: [{ code: { field: "openness", anyOf: ["甲"] } }] }),
  ],
  [
    "a fine threshold where there is no fine",
    "field.unknown",
    (f) => changeClass(f, 1, { tests: [{ fineAtLeastYuan: 1000 }] }),
  ],
  ["a text as the day of decision", "field.wrong_type", (f) => void (item(f).roles["decidedOn"] = "content")],
  ["a dropped field in a role", "field.wrong_type", (f) => void (item(f).roles["title"] = "identityNumber")],
  ["an optional field in the key", "field.not_required", (f) => void (item(f).key = ["content"])],
  ["no field that says what was decided", "field.no_summary", (f) => void (item(f).roles["summary"] = [])],
  [
    "one header for two fields, but for width and blanks",
    "header.ambiguous",
    (f) => addField(f, "补充", { aliases: [" 文 书 号 "] }),
  ],
  [
    "a layout that gives a known header another field",
    "header.ambiguous",
    (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 内容: "number" }),
  ],
  [
    "a layout with two columns for a single value",
    "layout.feeds_twice",
    (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 旧编号: "number" }),
  ],
  [
    "a field with a code table that is not there",
    "table.unknown",
    (f) => void Object.assign(field(f, "kind"), { codeTable: "nothing" }),
  ],
  [
    "a refused word that is a code's too",
    "table.word_ambiguous",
    (f) => void Object.assign(f["national/code-tables/kind.json"], { refused: [{ words: ["甲"], why: words("因") }] }),
  ],
  [
    "a word for two codes",
    "table.word_ambiguous",
    (f) => void f["national/code-tables/kind.json"].codes[1]?.aliases.push("Ａ"),
  ],
  [
    "a withdrawal by a value of no table",
    "code.unknown",
    (f) => void (item(f).roles["state"] = { field: "level", withdrawnBy: ["丙"] }),
  ],
  [
    "a state that is no code field",
    "field.wrong_type",
    (f) => void (item(f).roles["state"] = { field: "content", withdrawnBy: ["乙"] }),
  ],
  [
    "a state that may have several values",
    "field.wrong_type",
    (f) => {
      Object.assign(field(f, "level"), { multiple: true });
      item(f).roles["state"] = { field: "level", withdrawnBy: ["乙"] };
    },
  ],
  [
    "a state of a field that is not there",
    "field.unknown",
    (f) => void (item(f).roles["state"] = { field: "nothing", withdrawnBy: ["乙"] }),
  ],
  [
    "a layout's word for a value of no table",
    "code.unknown",
    (f) => void Object.assign(item(f).layouts[0] ?? {}, { values: { level: { "1": "丙" } } }),
  ],
  ["a combination with a value of no table", "code.unknown", (f) => void item(f).combinations[0]?.allowed.push("丙")],
  [
    "a publicity test for a kind of no table",
    "code.unknown",
    (f) => changeClass(f, 1, { tests: [{ anyKind: ["丙"] }] }),
  ],
  [
    "a value map to a value of no table",
    "code.unknown",
    (f) => void Object.assign(f["town/sources.json"][0]?.valueMaps["kind"] ?? {}, { "03": "丙" }),
  ],
  ["an item without publicity rules", "publicity.set_unknown", (f) => void (item(f).publicity = "nothing")],
  [
    "rules that no item uses",
    "publicity.set_unused",
    (f) =>
      void (f["national/publicity/spare.json"] = [
        rule("spare", "1949-10-01", null, [publicityClass("all", 1)], { set: "spare" }),
      ]),
  ],
  ["a day without a rule", "publicity.gap", (f) => changeRule(f, 1, { effectiveFrom: "2020-01-02" })],
  ["no rule for old decisions", "publicity.gap", (f) => changeRule(f, 0, { effectiveFrom: "2000-01-01" })],
  ["no rule from some day on", "publicity.gap", (f) => changeRule(f, 1, { effectiveTo: "2030-12-31" })],
  ["a day with two rules", "publicity.overlap", (f) => changeRule(f, 1, { effectiveFrom: "2019-12-31" })],
  ["no class for what no class takes", "publicity.default_class", (f) => void permitRules(f)[1]?.classes.shift()],
  [
    "two such classes",
    "publicity.default_class",
    (f) => void permitRules(f)[1]?.classes.push(publicityClass("also", 1)),
  ],
  ["published without a term", "publicity.term_contradicts", (f) => changeClass(f, 0, { term: { kind: "none" } })],
  ["a deadline that is not in the table of limits", "limit.unknown", (f) => void (item(f).reportWithin = "NONE")],
  ["a deadline in years", "limit.not_working_days", (f) => void (item(f).reportWithin = "YEARS")],
  [
    "a limit without value or default",
    "limit.value",
    (f) => void Object.assign(f["national/limits.json"][1] as object, { value: null }),
  ],
  ["a source of an unknown item", "item.unknown", (f) => void f["town/sources.json"][0]?.items.push("nothing")],
  ["an item that ends before it begins", "item.effective_dates", (f) => void (item(f).effectiveTo = "2023-12-31")],
  [
    "two versions of an alert rule on the same day",
    "alert.overlap",
    (f) => void Object.assign(f, { "national/alert-rules.json": [alertRule(f), { ...alertRule(f), version: "2" }] }),
  ],
  [
    "an alert rule that closes before it opens",
    "alert.hours",
    (f) => void Object.assign(alertRule(f), { opens: "22:00" }),
  ],
  [
    "a source in an unknown division",
    "region.unknown",
    (f) => void Object.assign(f["town/sources.json"][0] as object, { region: "110000" }),
  ],
  [
    "a value map for a field of items that the source doesn't send",
    "source.foreign_field",
    (f) => void Object.assign(f["town/sources.json"][0]?.valueMaps ?? {}, { CF_CFLB: {} }),
  ],
  [
    "a holiday that the calendar lacks",
    "calendar.day_not_real",
    (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2026-02-29" }),
  ],
  [
    "a holiday of another year",
    "calendar.day_of_other_year",
    (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2027-01-01" }),
  ],
  [
    "a day that is both holiday and worked",
    "calendar.day_twice",
    (f) => void Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2026-01-04" }),
  ],
  [
    "an exchanged working day on a Monday",
    "calendar.workday_not_weekend",
    (f) => void Object.assign(f["national/calendar/2026.json"].workdays[0] as object, { date: "2026-01-05" }),
  ],
];

for (const [name, code, spoil] of attacks) {
  test(`refused: ${name} (${code})`, () => {
    const faults = faultsOf(spoil);
    assert.ok(
      faults.some((fault) => fault.code === code),
      JSON.stringify(faults),
    );
  });
}

test("there is an attack for every such fault that can be reported", () => {
  const covered = new Set(attacks.map(([, code]) => code));
  assert.deepEqual(
    faultCodes.filter((code) => !/^(?:charter|city|purpose)\./.test(code) && !covered.has(code)),
    ["file.not_json"],
  );
});

test("all faults are listed, not the first only, each with its file", () => {
  const faults = faultsOf((f) => {
    item(f).category = 4;
    item(f).roles["title"] = "nothing";
    Object.assign(f["national/calendar/2026.json"].holidays[0] as object, { date: "2027-01-01" });
  });
  assert.deepEqual(
    faults.map((fault) => `${fault.file} ${fault.code}`).sort((a, b) => (a < b ? -1 : 1)),
    [
      "national/calendar/2026.json calendar.day_of_other_year",
      "national/items/permit.json charter.personal_category",
      "national/items/permit.json field.unknown",
    ],
  );
});
