import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import commitmentRules from "../../catalogue/national/publicity/commitment.json" with { type: "json" };
import licenceRules from "../../catalogue/national/publicity/licence.json" with { type: "json" };
import penaltyRules from "../../catalogue/national/publicity/penalty.json" with { type: "json" };
import ratingRules from "../../catalogue/national/publicity/rating.json" with { type: "json" };
import documents from "../../catalogue/national/documents.json" with { type: "json" };
import penaltyItem from "../../catalogue/national/items/penalty.json" with { type: "json" };
import penaltyTypes from "../../catalogue/national/code-tables/penalty-type.json" with { type: "json" };
import { addDays } from "../calendar/plain-date.ts";
import { CatalogueItem } from "../catalogue/item.ts";
import { LegalDocument } from "../catalogue/legal-basis.ts";
import { PublicityRule } from "../catalogue/rules.ts";
import { traceSteps as en } from "../text/trace.en.ts";
import { traceSteps as zh } from "../text/trace.zh-CN.ts";
import { publicity, publicityFacts, publicUntil, type PublicityFacts } from "./publicity.ts";
import { traceCodes, type TraceCode } from "./publicity-trace.ts";

const rules = {
  publicity: [...penaltyRules, ...licenceRules, ...commitmentRules, ...ratingRules].map((rule) =>
    PublicityRule.parse(rule),
  ),
  documents: new Map(documents.map((document) => [document.id, LegalDocument.parse(document)])),
};
const facts = (over: Partial<PublicityFacts>): PublicityFacts => ({
  set: "penalty",
  decidedOn: "2026-05-01",
  validUntil: null,
  kinds: [],
  codes: {},
  simpleProcedure: false,
  fineYuan: null,
  sector: null,
  ...over,
});
const ends = (over: Partial<PublicityFacts>): string | null => {
  const answer = publicity(facts(over), rules);
  return answer.publish ? answer.until : "never";
};
const codes = (over: Partial<PublicityFacts>): string[] =>
  publicity(facts(over), rules).trace.map((step) => step.code.replace("publicity.", ""));

test("a fine decided under Order 36 is public for one year, to the corresponding day", () =>
  assert.equal(ends({ kinds: ["罚款"], decidedOn: "2026-04-01" }), "2027-04-01"));

test("a revocation is public for three years, ending with the month where the day is lacking", () =>
  assert.equal(ends({ kinds: ["吊销许可证件"], decidedOn: "2028-02-29" }), "2031-02-28"));

test("a warning, a public criticism, a simple procedure are not published", () => {
  assert.equal(ends({ kinds: ["警告"] }), "never");
  assert.equal(ends({ kinds: ["警告", "通报批评"] }), "never");
  assert.equal(ends({ kinds: ["罚款"], simpleProcedure: true }), "never");
  assert.equal(ends({ kinds: ["罚款"], simpleProcedure: true, decidedOn: "2024-05-01" }), "never");
});

test("several kinds in one decision give the longest publication", () => {
  assert.equal(ends({ kinds: ["警告", "罚款"] }), "2027-05-01");
  assert.equal(ends({ kinds: ["罚款", "吊销许可证件"] }), "2029-05-01");
  assert.equal(ends({ kinds: ["责令停产停业"], simpleProcedure: true }), "2029-05-01");
  assert.ok(codes({ kinds: ["责令停产停业"], simpleProcedure: true }).includes("class_longest"));
});

test("其他 with words of its own is the code 其他", () =>
  assert.equal(ends({ kinds: ["其他-责令限期拆除"] }), "2027-05-01"));

test("a decision of before the change of law is public for the shorter of both", () => {
  assert.equal(ends({ kinds: ["罚款"], decidedOn: "2025-06-15" }), "2026-06-15");
  assert.equal(ends({ kinds: ["吊销许可证件"], decidedOn: "2025-06-15" }), "2028-06-15");
});

test("a new rule does not end publication before the day it takes effect", () => {
  assert.equal(ends({ kinds: ["罚款"], decidedOn: "2024-06-10" }), "2026-03-31");
  assert.ok(codes({ kinds: ["罚款"], decidedOn: "2024-06-10" }).includes("ends_with_new_rule"));
  assert.equal(ends({ kinds: ["警告"], decidedOn: "2023-01-10" }), "2023-04-30");
});

test("a new rule that takes effect on the very last day takes that day away", () =>
  assert.equal(ends({ kinds: ["警告"], decidedOn: "2022-05-01" }), "2023-04-30"));

test("a new rule does not publish again what had ended, nor what was not published", () => {
  assert.equal(ends({ kinds: ["罚款"], decidedOn: "2021-05-01" }), "2022-05-01");
  assert.deepEqual(codes({ kinds: ["罚款"], decidedOn: "2021-05-01" }), [
    "rule_applies",
    "class_default",
    "term_months",
    "until",
  ]);
  assert.equal(ends({ kinds: ["警告"], decidedOn: "2025-12-31" }), "never");
});

test("the trace says each rule with document, article and certainty, and the facts that mattered", () => {
  const { trace } = publicity(facts({ kinds: ["警告", "罚款"], decidedOn: "2025-06-15", fineYuan: 20_000 }), rules);
  assert.deepEqual(
    trace.map((step) => [step.code, step.rule]),
    [
      ["publicity.rule_applies", "penalty-order-58"],
      ["publicity.class_default", "penalty-order-58"],
      ["publicity.term_months", "penalty-order-58"],
      ["publicity.later_rule", "penalty-order-36"],
      ["publicity.class_default", "penalty-order-36"],
      ["publicity.term_months", "penalty-order-36"],
      ["publicity.shorter", "penalty-order-36"],
      ["publicity.until", "penalty-order-36"],
    ],
  );
  assert.deepEqual(trace[3]?.basis, {
    document: "order-36",
    article: null,
    confidence: "EX",
    title: "信用修复管理办法",
    number: "国家发展和改革委员会令第36号",
  });
  assert.equal(trace[4]?.data["kinds"], "警告、罚款");
  const shorter = trace[6];
  assert.ok(shorter);
  assert.equal(
    zh["publicity.shorter"](shorter),
    "两个规则取较短的（本平台的假定）：原至 2028-06-15，现至 2026-06-15。",
  );
});

test("a licence is public until three years after it ends, one without end for as long as it stands", () => {
  assert.equal(ends({ set: "licence", validUntil: "2027-08-31" }), "2030-08-31");
  assert.equal(ends({ set: "licence" }), null);
});

test("what the reporting body does not open to the public is not published, even a broken commitment", () => {
  const broken = { set: "commitment", codes: { openness: ["不可公开"], performance: ["全部未履行"] } };
  assert.equal(ends(broken), "never");
  assert.ok(codes(broken).includes("class_prevails"));
  assert.equal(ends({ set: "commitment", codes: { performance: ["全部未履行"] } }), "2027-05-01");
  assert.equal(ends({ set: "commitment", codes: { openness: ["可向社会公开"] } }), "2029-05-01");
});

test("of the tax ratings only grade A is published, of the risk classes none", () => {
  assert.equal(ends({ set: "rating", kinds: ["纳税缴费信用"], codes: { grade: ["D"] } }), "never");
  assert.equal(ends({ set: "rating", kinds: ["纳税缴费信用"], codes: { grade: ["A"] } }), "2028-05-01");
  assert.equal(ends({ set: "rating", kinds: ["企业信用风险分类"], codes: { grade: ["A"] } }), "never");
});

test("a city's threshold makes small fines of one sector minor, and has no say about any other record", () => {
  const basis = { document: "order-36", article: null, confidence: "A" } as const;
  const threshold = PublicityRule.parse({
    id: "town-small-fines",
    set: "penalty",
    version: "1",
    effectiveFrom: "2026-04-01",
    effectiveTo: null,
    legalBasis: [basis],
    confidence: "A",
    classes: [
      {
        id: "minor",
        name: { zh: "轻微", en: "Minor" },
        tests: [{ sector: "market-supervision", onlyKinds: ["罚款"], fineBelowYuan: 100_000 }],
        publish: false,
        term: { kind: "none" },
        legalBasis: basis,
      },
    ],
  });
  const local = { ...rules, publicity: [...rules.publicity, threshold] };
  const small = facts({ kinds: ["罚款"], fineYuan: 99_999.99, sector: "market-supervision" });
  assert.equal(publicity(small, local).publish, false);
  assert.equal(publicity(small, local).trace.at(-1)?.rule, "town-small-fines");
  for (const other of [
    { ...small, fineYuan: 100_000 },
    { ...small, fineYuan: null },
    { ...small, sector: "environment" },
    { ...small, kinds: ["罚款", "没收违法所得"] },
  ])
    assert.deepEqual(publicity(other, local), publicity(other, rules));
});

test("facts are read from what is stored: units, procedure, several kinds", () => {
  const item = CatalogueItem.parse(penaltyItem);
  const read = publicityFacts(
    item,
    { CF_CFLB: ["警告", "罚款"], CF_NR_FK: "0.3", CF_AJCX: "简易程序", CF_XDR_MC: "某公司" },
    { decidedOn: "2026-05-01", validUntil: null, receivedOn: "2026-05-03" },
    { sector: "environment" },
  );
  assert.deepEqual(read, {
    set: "penalty",
    decidedOn: "2026-05-01",
    validUntil: null,
    kinds: ["警告", "罚款"],
    codes: { CF_CFLB: ["警告", "罚款"], CF_AJCX: ["简易程序"] },
    simpleProcedure: true,
    fineYuan: 3000,
    sector: "environment",
  });
});

test("a gap in the rules is an error, not a guess", () =>
  assert.throws(() => publicity(facts({ set: "nothing" }), rules), /no publicity rule/));

test("every trace code has a sentence in Chinese and English", () => {
  const step = { code: "", rule: "r", version: "1", basis: null, data: {} };
  for (const code of traceCodes) for (const words of [zh, en]) assert.match(words[code](step), /[。.]$/, code);
});

// ---- properties

const day = fc.integer({ min: 0, max: 5000 }).map((n) => addDays("2016-01-01", n));
const anyKinds = fc.subarray(
  penaltyTypes.codes.map((code) => code.value),
  { minLength: 1 },
);
const anyFacts = fc
  .record({ decidedOn: day, kinds: anyKinds, simpleProcedure: fc.boolean() })
  .map((over) => facts(over));
const lastDay = (f: PublicityFacts, set = rules): string => {
  const answer = publicity(f, set);
  return answer.publish ? (answer.until ?? "9999-99-99") : "";
};

const term = fc.record({
  months: fc.integer({ min: 1, max: 40 }),
  serious: fc.integer({ min: 1, max: 60 }),
  publish: fc.boolean(),
});
/** Three national rules one after the other, and now and then a city's beside them. */
const invented = fc
  .tuple(fc.array(term, { minLength: 3, maxLength: 3 }), fc.option(term, { nil: null }))
  .map(([terms, local]) => {
    const basis = { document: "order-36", article: null, confidence: "A" } as const;
    const make = (
      id: string,
      from: string,
      to: string | null,
      t: { months: number; serious: number; publish: boolean },
    ): PublicityRule => ({
      id,
      set: "penalty",
      version: "1",
      effectiveFrom: from,
      effectiveTo: to,
      legalBasis: [basis],
      confidence: "A",
      classes: [
        {
          id: "general",
          name: { zh: "一般", en: "General" },
          tests: [],
          prevails: false,
          publish: t.publish,
          term: { kind: "months", months: t.months, from: "decidedOn" },
          legalBasis: basis,
        },
        {
          id: "serious",
          name: { zh: "严重", en: "Serious" },
          tests: [{ anyKind: ["吊销许可证件"] }],
          prevails: false,
          publish: true,
          term: { kind: "months", months: t.months + t.serious, from: "decidedOn" },
          legalBasis: basis,
        },
      ],
    });
    const [a, b, c] = terms as [(typeof terms)[0], (typeof terms)[0], (typeof terms)[0]];
    const national = [
      make("a", "1949-10-01", "2019-06-30", a),
      make("b", "2019-07-01", "2023-12-31", b),
      make("c", "2024-01-01", null, c),
    ];
    return {
      publicity: local === null ? national : [...national, make("local", "2021-03-15", "2025-01-31", local)],
      documents: rules.documents,
    };
  });
/** The last day that one rule alone gives, as if it had always been in force. */
const alone = (rule: PublicityRule, f: PublicityFacts): string =>
  lastDay(f, { publicity: [{ ...rule, effectiveFrom: "1949-10-01", effectiveTo: null }], documents: rules.documents });
const inForceBetween = (set: { publicity: PublicityRule[] }, decidedOn: string, until: string): PublicityRule[] =>
  set.publicity.filter(
    (rule) => (rule.effectiveTo === null || rule.effectiveTo >= decidedOn) && rule.effectiveFrom <= until,
  );

test("publication never ends a day early and never a day late: on its last day no rule in force says it is over, on the next day one does", () => {
  fc.assert(
    fc.property(invented, anyFacts, (set, f) => {
      const until = lastDay(f, set);
      if (until !== "")
        for (const rule of inForceBetween(set, f.decidedOn, until))
          assert.ok(until <= alone(rule, f), `${until} is later than ${rule.id} allows`);
      const next = until === "" ? f.decidedOn : addDays(until, 1);
      assert.ok(
        inForceBetween(set, f.decidedOn, next).some((rule) => alone(rule, f) < next),
        `${until} is early`,
      );
    }),
    { numRuns: 500 },
  );
});

test("no record is public for longer than the longest of the rules in force allows", () => {
  fc.assert(
    fc.property(anyFacts, (f) => {
      const longest = rules.publicity
        .filter((rule) => rule.set === "penalty" && (rule.effectiveTo === null || rule.effectiveTo >= f.decidedOn))
        .map((rule) => alone(rule, f));
      assert.ok(lastDay(f) <= (longest.sort().at(-1) as string));
    }),
  );
});

test("a further kind in the same decision never shortens publication", () => {
  fc.assert(
    fc.property(anyFacts, anyKinds, (f, more) =>
      assert.ok(lastDay({ ...f, kinds: [...new Set([...f.kinds, ...more])] }) >= lastDay(f)),
    ),
  );
});

test("the last step names the rule that decided: alone, or with the day before it took effect, it gives the same day", () => {
  fc.assert(
    fc.property(invented, anyFacts, (set, f) => {
      const { trace } = publicity(f, set);
      const rule = set.publicity.find((r) => r.id === trace.at(-1)?.rule) as PublicityRule;
      assert.ok([alone(rule, f), addDays(rule.effectiveFrom, -1)].includes(lastDay(f, set)));
      for (const step of trace) assert.ok(traceCodes.includes(step.code as TraceCode));
    }),
  );
});

test("intake's answer without reasons is the same answer", () => {
  fc.assert(
    fc.property(invented, anyFacts, (set, f) => {
      const { publish, until } = publicity(f, set);
      assert.deepEqual(publicUntil(f, set), { publish, until });
    }),
  );
});
