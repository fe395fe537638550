import assert from "node:assert/strict";
import { test } from "node:test";
import documents from "../../catalogue/national/documents.json" with { type: "json" };
import { LegalDocument } from "../catalogue/legal-basis.ts";
import type { PublicityRule } from "../catalogue/rules.ts";
import type { TraceStep } from "../record/api.ts";
import type { TraceCode } from "../record/publicity-trace.ts";
import { publicity } from "../record/publicity.ts";
import { traceSteps as en } from "./trace.en.ts";
import { traceSteps as zh } from "./trace.zh-CN.ts";

type Term = PublicityRule["classes"][number]["term"];

/** A rule of one class for every record. */
const rule = (id: string, effectiveFrom: string, publish: boolean, term: Term): PublicityRule => ({
  id,
  set: "sample",
  version: "1",
  effectiveFrom,
  effectiveTo: null,
  legalBasis: [{ document: "base-catalogue-2024", article: null, confidence: "K" }],
  confidence: "K",
  classes: [
    {
      id: "general",
      name: { zh: "一般", en: "General" },
      tests: [],
      prevails: false,
      publish,
      term,
      legalBasis: { document: "base-catalogue-2024", article: null, confidence: "K" },
    },
  ],
});
const none: Term = { kind: "none" };
const noEnd: Term = { kind: "noEnd" };
const year: Term = { kind: "months", months: 12, from: "decidedOn" };
const fiveYears: Term = { kind: "months", months: 60, from: "decidedOn" };

const trace = (rules: readonly PublicityRule[]): { zh: string; en: string; codes: string[] } => {
  const steps: TraceStep[] = publicity(
    {
      set: "sample",
      decidedOn: "2026-05-06",
      validUntil: null,
      kinds: [],
      codes: {},
      simpleProcedure: false,
      fineYuan: null,
      sector: null,
    },
    { publicity: rules, documents: new Map(documents.map((one) => [one.id, LegalDocument.parse(one)])) },
  ).trace;
  return {
    zh: steps.map((step) => zh[step.code as TraceCode](step)).join("\n"),
    en: steps.map((step) => en[step.code as TraceCode](step)).join("\n"),
    codes: steps.map(({ code }) => code.replace("publicity.", "")),
  };
};

const unended = rule("old", "2020-01-01", true, noEnd);
const cases: readonly (readonly [string, readonly PublicityRule[], string, RegExp, RegExp])[] = [
  [
    "no end twice",
    [unended, rule("new", "2026-07-01", true, noEnd)],
    "not_shorter",
    /原来不设截止日.*\n[^]*也不设截止日，不变/,
    /with no end set[^]*sets no end either/,
  ],
  [
    "no end, then a term",
    [unended, rule("new", "2026-07-01", true, year)],
    "shorter",
    /原来不设截止日，现至 2027-05-06/,
    /until 2027-05-06 instead of no end/,
  ],
  [
    "a term, then a longer one",
    [rule("old", "2020-01-01", true, year), rule("new", "2026-07-01", true, fiveYears)],
    "not_shorter",
    /仍公示至 2027-05-06/,
    /stays until 2027-05-06/,
  ],
  [
    "not published, narrowed",
    [rule("old", "2020-01-01", false, none), rule("narrow", "2021-01-01", true, year)],
    "stays_unpublished",
    /已经不公示，不变/,
    /already leave it unpublished/,
  ],
];
for (const [name, rules, code, inChinese, inEnglish] of cases) {
  test(`${name}: the reasons are whole sentences that name no day where there is none`, () => {
    const told = trace(rules);
    assert.ok(told.codes.includes(code), told.codes.join());
    assert.match(told.zh, inChinese);
    assert.match(told.en, inEnglish);
    assert.doesNotMatch(told.zh, /至 (长期|[。，）])|undefined|null/);
    assert.doesNotMatch(told.en, /(until|instead of) ([.,)]|an open)|undefined|null/);
  });
}
