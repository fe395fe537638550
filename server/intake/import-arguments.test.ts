import assert from "node:assert/strict";
import { test } from "node:test";
import { readImportArguments } from "./import-arguments.ts";

const read = (line: string, env: Record<string, string> = {}) => readImportArguments(line.split(" "), env);

test("item, source and files are read in any order", () => {
  assert.deepEqual(read("a.csv --item penalty --json --source market-supervision b.csv"), {
    item: "penalty",
    source: "market-supervision",
    files: ["a.csv", "b.csv"],
    json: true,
    language: "zh",
    faults: [],
  });
});

test("everything that is missing or unknown is told at once", () => {
  assert.deepEqual(read("--itme penalty --lang en").faults, [
    "Unknown option: --itme",
    "--item is missing.",
    "--source is missing.",
  ]);
  assert.deepEqual(read("--item penalty --source x").faults, ["缺少 FILE。"]);
  assert.equal(read("--item --source x a.csv").item, "", "an option without a value is missing, not the next one");
});

test("words are Chinese unless English is asked for", () => {
  assert.equal(read("a").language, "zh");
  assert.equal(read("a", { LANG: "C.UTF-8" }).language, "zh");
  assert.equal(read("a", { LANG: "en_GB.UTF-8" }).language, "en");
  assert.equal(read("a --lang zh", { LANG: "en_GB.UTF-8" }).language, "zh");
});
