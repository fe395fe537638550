import assert from "node:assert/strict";
import { test } from "node:test";
import { faultCodes } from "./catalogue-files.ts";
import {
  addField,
  copy,
  faultsOf,
  item,
  publicityClass,
  rule,
  secondItem,
  sound,
  validate,
  words,
  type Attack,
  type Files,
} from "./fixture.ts";
import { refusedTopic, refusedTopics } from "./refused-topics.ts";

test("a city may add an item of its own with publicity rules of its own", () => {
  const files: Files = sound();
  files["town/items/local.json"] = secondItem(files, { id: "local", number: 1000, publicity: "local" });
  files["town/publicity/local.json"] = [
    rule("local-rule", "1949-10-01", null, [publicityClass("all", 12)], { set: "local" }),
  ];
  const result = validate(files);
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual([...result.catalogue.items.keys()], ["permit", "local"]);
});

test("a city may publish for a shorter time", () => {
  const files: Files = sound();
  files["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [publicityClass("all", 12)])];
  assert.ok(validate(files).ok, JSON.stringify(validate(files)));
});

const attacks: readonly Attack[] = [
  [
    "a purpose for an administration that never reads records",
    "shape.invalid",
    (files) => void Object.assign(files["national/purposes.json"][0] ?? {}, { roles: ["auditor"] }),
  ],
  [
    "a purpose of authorities given to agents",
    "purpose.role",
    (files) => void Object.assign(files["national/purposes.json"][0] ?? {}, { roles: ["agent"] }),
  ],
  [
    "a confidential purpose that never becomes visible",
    "purpose.confidential",
    (files) =>
      void Object.assign(files["national/purposes.json"][0] ?? {}, { kind: "confidential", roles: ["creditOffice"] }),
  ],
  [
    "a purpose that opens files for a whole day",
    "shape.invalid",
    (files) =>
      void Object.assign(files["national/purposes.json"][0] ?? {}, {
        opens: { classes: ["public"], masked: true, minutes: 1440 },
      }),
  ],
  [
    "a purpose that opens what no official reads",
    "shape.invalid",
    (files) =>
      void Object.assign(files["national/purposes.json"][0] ?? {}, {
        opens: { classes: ["restricted"], masked: true, minutes: 30 },
      }),
  ],
  [
    "a reading under an authorisation widened by the catalogue",
    "purpose.opens",
    (files) =>
      void Object.assign(files["national/purposes.json"][0] ?? {}, {
        kind: "authorised",
        roles: ["agent"],
        opens: { classes: ["government"], masked: false, minutes: 30 },
      }),
  ],
  [
    "a city that keeps readings from organisations",
    "city.confidential_purpose",
    (files) =>
      void (files["town/purposes.json"] = [
        {
          ...files["national/purposes.json"][0],
          id: "secret",
          kind: "confidential",
          roles: ["creditOffice"],
          confidential: { months: 12, announced: false },
        },
      ]),
  ],
  [
    "a city that rewrites a national item",
    "city.redefines",
    (f) => void (f["town/items/permit.json"] = { ...copy(item(f)), number: 1000 }),
  ],
  [
    "a city that rewrites a national rule",
    "city.redefines",
    (f) =>
      void (f["town/publicity/permit.json"] = [rule("permit-new", "2020-01-01", null, [publicityClass("all", 1)])]),
  ],
  [
    "a local item with a national number",
    "city.item_number",
    (f) => void (f["town/items/second.json"] = secondItem(f, { number: 77 })),
  ],
  [
    "a city that shows a restricted field",
    "city.looser_disclosure",
    (f) =>
      void (f["town/supplement.json"].narrower = [
        { item: "permit", field: "legalRepresentative", disclosure: "public", reason: words("因") },
      ]),
  ],
  [
    "a city that keeps a dropped field",
    "city.looser_disclosure",
    (f) =>
      void (f["town/supplement.json"].narrower = [
        { item: "permit", field: "identityNumber", disclosure: "restricted", reason: words("因") },
      ]),
  ],
  [
    "a city that publishes for longer",
    "city.looser_publicity",
    (f) =>
      void (f["town/publicity/permit.json"] = [rule("town-permit", "2024-01-01", null, [publicityClass("all", 25)])]),
  ],
  [
    "a city that publishes without end",
    "city.looser_publicity",
    (f) =>
      void (f["town/publicity/permit.json"] = [
        rule("town-permit", "2024-01-01", null, [{ ...publicityClass("all", 1), term: { kind: "noEnd" } }]),
      ]),
  ],
  [
    "a city with a class of its own making",
    "city.looser_publicity",
    (f) =>
      void (f["town/publicity/permit.json"] = [
        rule("town-permit", "2024-01-01", null, [publicityClass("special", 1)]),
      ]),
  ],
  [
    "an item for natural persons",
    "charter.natural_person",
    (f) => void (item(f).subjectKinds = ["organisation", "naturalPerson"]),
  ],
  ["an item for natural persons in Chinese", "charter.natural_person", (f) => void (item(f).subjectKinds = ["自然人"])],
  ["an item of category 4", "charter.personal_category", (f) => void (item(f).category = 4)],
  ["an item named after people's credit", "charter.refused_topic", (f) => void (item(f).name.zh = "个人信用积分")],
  [
    "an item whose id speaks of online behaviour",
    "charter.refused_topic",
    (f) => void (f["national/items/online-behaviour.json"] = secondItem(f, { id: "online-behaviour" })),
  ],
  ["a field on what somebody posted", "charter.refused_topic", (f) => addField(f, "网络言论情况")],
  [
    "a refused topic behind an alias, wide and spaced out",
    "charter.refused_topic",
    (f) => addField(f, "补充", { aliases: ["Ｇ Ｐ Ｓ 数据"] }),
  ],
  ["a refused topic in a field's id", "charter.refused_topic", (f) => addField(f, "补充", {}, "travelHistory")],
  [
    "a refused topic in a layout's header",
    "charter.refused_topic",
    (f) => void Object.assign(item(f).layouts[0]?.columns ?? {}, { 信访记录: "content" }),
  ],
  [
    "a refused topic as a code value",
    "charter.refused_topic",
    (f) =>
      void f["national/code-tables/kind.json"].codes.push({
        number: 3,
        value: "人脸",
        name: words("人脸"),
        aliases: [],
      }),
  ],
  [
    "an identity number that is kept",
    "charter.identity_kept",
    (f) => addField(f, "证件号码", { disclosure: "restricted" }),
  ],
  [
    "an identity number that is kept under an alias",
    "charter.identity_kept",
    (f) => addField(f, "补充", { aliases: ["法人身份证号码"] }),
  ],
  [
    "a column of natural persons' documents that is kept",
    "charter.identity_kept",
    (f) => void (item(f).roles["naturalPersonDocument"] = ["content"]),
  ],
  ["a person's name shown in public", "charter.person_shown", (f) => addField(f, "经办人")],
  ["a person's name as the key", "charter.person_as_key", (f) => void item(f).key.push("legalRepresentative")],
  ["a person's name as title", "charter.person_as_key", (f) => void (item(f).roles["title"] = "legalRepresentative")],
  ["ratings of sole traders", "charter.sole_trader_rated", (f) => void (item(f).category = 9)],
  [
    "grades of sole traders in a field's id",
    "charter.sole_trader_rated",
    (f) => addField(f, "补充", {}, "creditGrade"),
  ],
  [
    "an adverse record published without an end",
    "charter.adverse_without_end",
    (f) => {
      item(f).effect = "adverse";
      f["national/publicity/permit.json"] = [
        rule("endless", "1949-10-01", null, [{ ...publicityClass("all", 1), term: { kind: "noEnd" } }]),
      ];
    },
  ],
  [
    "an adverse record published as long as a validity that may have no end",
    "charter.adverse_without_end",
    (f) => {
      item(f).effect = "adverse";
      f["national/publicity/permit.json"] = [
        rule("endless", "1949-10-01", null, [
          { ...publicityClass("all", 1), term: { kind: "afterValidity", months: 0, withoutEnd: null } },
        ]),
      ];
    },
  ],
  [
    "an item for organisations only under a number whose records the database doesn't check",
    "charter.number_range",
    (f) => void (item(f).subjectKinds = ["organisation"]),
  ],
  [
    "an item for sole traders too under a number for organisations only",
    "charter.number_range",
    (f) => void (item(f).number = 512),
  ],
  ["scores of sole traders under another category", "charter.sole_trader_rated", (f) => addField(f, "评价得分")],
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
    faultCodes.filter((code) => /^(?:charter|city|purpose)\./.test(code) && !covered.has(code)),
    [],
  );
});

test("ratings of organisations alone are allowed", () =>
  assert.deepEqual(
    faultsOf((f) => Object.assign(item(f), { category: 9, number: 501, subjectKinds: ["organisation"] })),
    [],
  ));

test("the charter's topics are all there, and ordinary administrative words are none of them", () => {
  assert.deepEqual(
    refusedTopics.map((t) => t.topic),
    [
      "naturalPersons",
      "onlineBehaviour",
      "location",
      "travel",
      "household",
      "belief",
      "biometrics",
      "health",
      "socialRelations",
      "petitions",
      "personalConduct",
    ],
  );
  for (const name of [
    "作出行政处罚决定日期",
    "许可证件编号",
    "交通运输许可",
    "住所",
    "宗教活动场所登记",
    "网上采购",
    "surfaceTreatment",
    "allocation",
    "Licence of a travel agency".replace("travel", "tour"),
  ])
    assert.equal(refusedTopic(name), null, name);
});
