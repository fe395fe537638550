import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { visit } from "./browser.ts";
import { cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();

/** Name and look of what has the focus. */
const focused = async (page: Page): Promise<{ text: string; outline: string }> =>
  (await page.evaluate(
    `(() => { const e = document.activeElement; return { text: (e.innerText || e.name || e.tagName).trim(), outline: getComputedStyle(e).outlineStyle }; })()`,
  )) as { text: string; outline: string };

const tabTo = async (page: Page, wanted: RegExp, most = 60): Promise<void> => {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    const { text, outline } = await focused(page);
    assert.notEqual(outline, "none", `the focus on "${text}" cannot be seen`);
    if (wanted.test(text)) return;
  }
  assert.fail(`no ${wanted.source} within ${most} presses of Tab`);
};

test("by keyboard alone from the first page to a record", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/");
  await tabTo(page, /^q$/, 15);
  await page.keyboard.type("江畔试验");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  await page.locator(".hit").getByRole("link", { name: cannery.name }).waitFor();
  await tabTo(page, new RegExp(cannery.name));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/organisations\//);
  await page.getByRole("heading", { level: 1, name: cannery.name }).waitFor();
  await tabTo(page, /第 1 次/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\//);
});

test("the first press of Tab offers to skip to the content", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/penalties");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "跳到正文");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.id"), "content");
});

test("a filter can be chosen and sent without a mouse", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/penalties");
  await tabTo(page, /全部机关/);
  await page.keyboard.press("ArrowDown");
  await tabTo(page, /^筛选$/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/authority=/);
});
