import assert from "node:assert/strict";
import { test } from "node:test";
import { cannery, idle, namesakes } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();
const page = async (path: string, cookie = ""): Promise<string> =>
  (await fetch(portal.origin + path, { headers: { cookie } })).text();

test("pages that are made at the same time never show each other's values", async () => {
  const visitors = Array.from({ length: 40 }, (_, index) => `访客甲${index}号`);
  const answers = await Promise.all(visitors.map((typed) => page(`/search?q=${encodeURIComponent(typed)}`)));
  for (const [index, answer] of answers.entries()) {
    const shown = new Set(answer.match(/访客甲\d+号/g));
    assert.deepEqual([...shown], [visitors[index]]);
  }
});

test("organisations, languages and care mode of interleaved requests stay apart", async () => {
  const kinds = [cannery, namesakes[0], idle].flatMap((organisation) =>
    ["", "/en"].flatMap((base) => ["", "care=on"].map((cookie) => ({ organisation, base, cookie }))),
  );
  const wanted = [...kinds, ...kinds, ...kinds];
  const answers = await Promise.all(
    wanted.map(({ organisation, base, cookie }) => page(`${base}/organisations/${organisation.uscc}`, cookie)),
  );
  for (const [index, { organisation, base, cookie }] of wanted.entries()) {
    const answer = answers[index] ?? "";
    assert.match(answer, new RegExp(`<h1>.*${organisation.name}`));
    assert.match(answer, base ? /<html lang="en"/ : /<html lang="zh-CN"/);
    assert.equal(answer.includes('data-care="on"'), cookie !== "");
  }
});

test("the form of the next visitor is empty", async () => {
  await page("/working-days?after=2026-09-28&days=7");
  await page("/penalties?from=2026-01-01");
  assert.match(await page("/working-days"), /<input[^>]*type="date"[^>]*name="after"[^>]*value=""/);
  assert.doesNotMatch(await page("/penalties"), /2026-01-01/);
});
