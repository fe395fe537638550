import assert from "node:assert/strict";
import { test } from "node:test";
import { rowNoteCodes, rowProblemCodes, turnAwayReasons } from "../intake/row-problem.ts";
import { problemStatus } from "../problem.ts";
import {
  fileProblems as fileEn,
  problems as problemsEn,
  rowNotes as notesEn,
  rowProblems as rowEn,
  turnAwayReasons as awayEn,
} from "./en.ts";
import { fileProblems, problems, rowNotes, rowProblems, turnAwayReasons as away } from "./zh-CN.ts";

const maps = [
  { codes: rowProblemCodes, zh: rowProblems, en: rowEn },
  { codes: rowNoteCodes, zh: rowNotes, en: notesEn },
  { codes: turnAwayReasons, zh: away, en: awayEn },
  { codes: Object.keys(problemStatus), zh: problems, en: problemsEn },
  {
    codes: [
      "file.header_missing",
      "file.column_unknown",
      "file.column_twice",
      "file.columns_of_other_item",
      "file.no_subject_column",
    ],
    zh: fileProblems,
    en: fileEn,
  },
];

/** All data any code comes with; unlikely values, so that a sentence that repeats one can be told. */
const data = {
  cells: 7,
  columns: 9,
  value: "甲v1",
  limit: 50,
  length: 60,
  standard: 40,
  because: "甲b",
  table: "甲t",
  today: "2026-11-23",
  before: "甲前",
  after: "甲后",
  first: "2026-01-02",
  second: "2026-01-01",
  position: 3,
  character: "O",
  expected: "7",
  found: "8",
  stated: "甲s",
  code: "92",
  kind: "soleTrader",
  registered: "甲r",
  name: "甲n",
  source: "甲o",
  row: 12,
  region: "320100",
  from: "甲f",
  to: "甲z",
  unit: "万元",
  header: "甲h",
  column: 2,
  other: "甲x",
  otherColumn: 1,
  field: "甲y",
  item: "penalty",
  known: 1,
  knownThere: 4,
  most: 100,
  least: 2,
  retryAfter: 5,
  method: "POST",
  uscc: "u",
  versions: 9,
  whyZh: "甲w",
  whyEn: "wen",
  year: 2030,
};

test("every code has words in both languages, and no others", () => {
  for (const { codes, zh, en } of maps) {
    for (const language of [zh, en]) assert.deepEqual(Object.keys(language).sort(), [...codes].sort());
  }
});

test("every sentence is whole with all its data: begun, ended, nothing undefined, no empty quotation", () => {
  for (const { zh, en } of maps) {
    for (const [code, sentence] of Object.entries(zh)) {
      const text = sentence(data);
      assert.match(text, /^\S.{3,}[。]$/u, code);
      assert.doesNotMatch(text, /undefined|“”|null|NaN/, code);
    }
    for (const [code, sentence] of Object.entries(en)) {
      const text = sentence(data);
      assert.match(text, /^[A-Z\d].{5,}\.$/u, code);
      assert.doesNotMatch(text, /undefined|""| {2}|\s[.,;:)]|[，。；]/, `${code}: ${text}`);
      assert.doesNotMatch(text.replaceAll(/甲\S?/g, "").replaceAll("万元", ""), /\p{Script=Han}/u, code);
    }
  }
});

test("problems of the API have words without any data too", () => {
  for (const language of [problems, problemsEn]) {
    for (const [code, sentence] of Object.entries(language))
      assert.doesNotMatch(sentence({}), /undefined|“”|""| {2}/, code);
  }
});

test("a wait is said in minutes, a long one in hours, never as shorter than it is", () => {
  const said = (seconds: number) => problems["sign_in.wait"]({ retryAfter: seconds });
  assert.match(said(1), /请约 1 分钟后再试/);
  assert.match(said(14 * 60 + 1), /请约 15 分钟后再试/);
  assert.match(said(90 * 60 + 1), /请约 2 小时后再试/);
  assert.match(said(86_400), /请约 24 小时后再试/);
  assert.match(problemsEn["sign_in.wait"]({ retryAfter: 30 }), /in about 1 minute\./);
});
