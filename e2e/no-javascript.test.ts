import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./browser.ts";
import { authorities, cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();
const plain = { javaScriptEnabled: false } as const;

test("search, organisation, record and paging work without JavaScript", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/");
  await page.getByRole("searchbox").fill("江畔试验");
  await page.getByRole("button", { name: "查询" }).click();
  await page.locator(".hit").getByRole("link", { name: cannery.name }).click();
  await page.getByRole("link", { name: "下一页" }).click();
  await page.waitForURL(/cursor=/);
  await page.locator(".fact-title a").first().click();
  await page.getByRole("region", { name: "为什么公示到这一天" }).waitFor();
});

test("filters are plain forms", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/penalties");
  await page.getByLabel("机关").selectOption(authorities[1]);
  await page.getByRole("button", { name: "筛选" }).click();
  await page.waitForURL(/authority=/);
  assert.equal(await page.getByLabel("机关").inputValue(), authorities[1]);
});

test("the calculator answers with every day counted and skipped", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/working-days");
  await page.getByLabel("从哪一天起").fill("2026-09-28");
  await page.getByLabel("几个工作日").fill("7");
  await page.getByRole("button", { name: "计算" }).click();
  const answer = await page.getByRole("status").innerText();
  assert.match(answer, /2026年10月13日（星期二）/);
  assert.match(answer, /法定节假日 · 国庆/);
  assert.match(answer, /调休上班/);
});

test("a year whose holidays are unknown is said so, and the form keeps what was typed", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/working-days?after=2031-01-01&days=3");
  assert.match(await page.getByRole("alert").innerText(), /2031/);
  assert.equal(await page.getByLabel("从哪一天起").inputValue(), "2031-01-01");
});

test("care mode is switched by a form, stays on the page, is remembered and can be left", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/search?q=%E6%B1%9F%E7%95%94");
  await page.getByRole("button", { name: "关怀版" }).click();
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, "/search?q=%E6%B1%9F%E7%95%94");
  await page.goto("/scope");
  assert.equal(await page.locator("html").getAttribute("data-care"), "on");
  await page.getByRole("button", { name: "标准版" }).click();
  assert.equal(await page.locator("html").getAttribute("data-care"), null);
});

test("the language switch stays on the page with its conditions", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/penalties?from=2026-01-01");
  await page.getByRole("link", { name: "English" }).click();
  assert.equal(page.url(), `${portal.origin}/en/penalties?from=2026-01-01`);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByRole("link", { name: "中文" }).click();
  assert.equal(page.url(), `${portal.origin}/penalties?from=2026-01-01`);
});

test("an unknown address answers 404, offers the search and tells nothing of the inside", async () => {
  const response = await fetch(`${portal.origin}/no/such/page`);
  const page = await response.text();
  assert.equal(response.status, 404);
  assert.match(page, /没有这一页/);
  assert.match(page, /type="search"/);
  assert.doesNotMatch(page, /at .*\.(ts|js):\d+|node_modules/);
});

test("no cookie is set by reading", async () => {
  const { page, context } = await visit(portal.browser, portal.origin);
  await page.goto("/");
  await page.goto(`/organisations/${cannery.uscc}`);
  assert.deepEqual(await context.cookies(), []);
});
