import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/*
 * A limit that is written out in a sentence stays when the limit is changed. So sentences take their numbers from where the limit is enforced, and this test finds those
 * that don't. What is no limit of ours (the form of a code, an example, a manner of speaking) is named here.
 */
const noLimits: readonly (string | RegExp)[] = [
  // the form of codes and numbers
  /\d+ 位/,
  /(1[678]|8) characters/,
  /at least one character|a character (of|that)|has a character|differ by one character|相差一个字/i,
  // manners of speaking
  /第二天|那一年|公示一年的|两三个字|两个字起|from two characters|how many days|one year for a decision/,
  /(a|each) (second|minute|day|month|year)\b(?! at most)/,
  /once a month|an hour before and after|前后一小时/i,
  // dates of examples
  /20\d\d 年|\d 月/,
  // one and many of a number that is given
  /=== (1|12)\b|1 year from the day after/,
];

const units = {
  zh: /(?:\d[\d,]*|[一两二三四五六七八九十百]+)\s?(?:个)?(?:小时|分钟|秒|月|年|周|字(?!母|段|节))|\d[\d,]*\s?(?:天|日内)|[两二三四五六七八九十百]+天/g,
  en: /\b(?:\d[\d,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:hours?|minutes?|seconds?|weeks?|months?|years?|days|characters?)\b/gi,
} as const;

const folders = ["../text/", "../workbench/text/", "../../domain/text/"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /(en|zh-CN)\.ts$/.test(name))
    .map((name) => folder + name),
);

/** Limits in the words of a line: numbers that stand there themselves. */
const written = (line: string, language: keyof typeof units): string[] => {
  const said = line.replaceAll(/\$\{[^}]*\}/g, "…");
  return [...said.matchAll(units[language])]
    .map(([found]) => found)
    .filter(() => !noLimits.some((one) => (typeof one === "string" ? line.includes(one) : one.test(line))));
};

test("no sentence writes out a limit: it takes the number from where the limit is enforced", () => {
  assert.ok(files.length > 30);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, n) => {
        if (/^\s*(\/\/|\/?\*|import )/.test(line)) return [];
        const limits = written(line, file.endsWith("en.ts") ? "en" : "zh");
        return limits.length === 0
          ? []
          : [`${file.slice(file.lastIndexOf("/") + 1)}:${n + 1} ${limits.join()}: ${line.trim()}`];
      }),
  );
  assert.deepEqual(found, []);
});

test("a limit that is written out is found, one that is taken from elsewhere is not", () => {
  for (const line of ["链接 72 小时内有效", "十分钟内有效", "最长一年", "最多 60 个字", "保留 7 天", "七天之内"])
    assert.equal(written(line, "zh").length, 1, line);
  for (const line of [
    "Good for 72 hours.",
    "ten minutes",
    "at most one year",
    "60 characters at most",
    "within 30 days",
  ])
    assert.equal(written(line, "en").length, 1, line);
  for (const [line, language] of [
    ["`链接 ${invitationHours} 小时内有效`", "zh"],
    ["`Good for ${invitationHours} hours`", "en"],
    ["最后一天是", "zh"],
  ] as const)
    assert.deepEqual(written(line, language), [], line);
});
