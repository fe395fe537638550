import assert from "node:assert/strict";
import { test } from "node:test";
import { rowNoteCodes, rowProblemCodes, turnAwayReasons } from "../intake/row-problem.ts";
import { problemStatus } from "../problem.ts";
import * as en from "./en.ts";
import type { Sentence } from "./sentence.ts";
import * as zh from "./zh-CN.ts";

const maps = {
  rowProblems: rowProblemCodes, rowNotes: rowNoteCodes, turnAwayReasons, problems: Object.keys(problemStatus),
  fileProblems: ["file.header_missing", "file.column_unknown", "file.column_twice", "file.columns_of_other_item", "file.no_subject_column"],
} as const;

/** All data any code comes with; unlikely values, so that a sentence that repeats one can be told. */
const data = {
  cells: 7, columns: 9, value: "甲v1", limit: 50, length: 60, standard: 40, because: "甲b", table: "甲t", today: "2026-11-23", before: "甲前", after: "甲后", first: "2026-01-02", second: "2026-01-01",
  position: 3, character: "O", expected: "7", found: "8", stated: "甲s", code: "92", kind: "soleTrader", registered: "甲r", name: "甲n", source: "甲o", row: 12, region: "320100", from: "甲f", to: "甲z", unit: "万元",
  header: "甲h", column: 2, other: "甲x", otherColumn: 1, field: "甲y", item: "penalty", known: 1, knownThere: 4, most: 100, least: 2, retryAfter: 5, method: "POST", uscc: "u", year: 2030,
};

test("every code has words in both languages, and no others", () => {
  for (const [map, codes] of Object.entries(maps)) {
    for (const language of [zh, en]) {
      assert.deepEqual(Object.keys(language[map as keyof typeof maps]).sort(), [...codes].sort(), map);
    }
  }
});

test("every sentence is whole with all its data: begun, ended, nothing undefined, no empty quotation", () => {
  for (const map of Object.keys(maps) as (keyof typeof maps)[]) {
    for (const [code, sentence] of Object.entries(zh[map]) as [string, Sentence][]) {
      const text = sentence(data);
      assert.match(text, /^\S.{3,}[。]$/u, code);
      assert.doesNotMatch(text, /undefined|“”|null|NaN/, code);
    }
    for (const [code, sentence] of Object.entries(en[map]) as [string, Sentence][]) {
      const text = sentence(data);
      assert.match(text, /^[A-Z\d].{5,}\.$/u, code);
      assert.doesNotMatch(text, /undefined|""| {2}|\s[.,;:)]|[，。；]/, `${code}: ${text}`);
      assert.doesNotMatch(text.replaceAll(/甲\S?/g, "").replaceAll("万元", ""), /\p{Script=Han}/u, code);
    }
  }
});

test("problems of the API have words without any data too", () => {
  for (const language of [zh, en]) {
    for (const [code, sentence] of Object.entries(language.problems)) assert.doesNotMatch(sentence({}), /undefined|“”|""| {2}/, code);
  }
});
