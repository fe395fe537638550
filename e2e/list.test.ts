import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { phone, visit } from "./browser.ts";
import { authorities, cannery, penaltyCount } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();
const titles = (page: Page): Promise<string[]> => page.locator(".fact-title").allInnerTexts();

/** Follows a link or button that changes the list, until the other rows are there. */
const change = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const before = (await titles(page)).join();
  await act();
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await titles(page)).join() !== before) return;
    await page.waitForTimeout(50);
  }
  assert.fail("the list stayed the same");
};

/** Every title of a list, page by page, until it ends. */
const allPages = async (page: Page): Promise<string[][]> => {
  const pages = [await titles(page)];
  const next = page.getByRole("link", { name: "下一页" });
  while (await next.count()) {
    await change(page, () => next.click());
    pages.push(await titles(page));
  }
  return pages;
};

test("the pages of a list hold every record once, latest first, and lead back to the beginning", async () => {
  const { page, faults } = await visit(portal.browser, portal.origin);
  await page.goto("/penalties");
  const pages = await allPages(page);
  const all = pages.flat();
  assert.ok(pages.length >= 3);
  assert.equal(all.length, penaltyCount);
  assert.equal(new Set(all).size, penaltyCount);
  assert.match(all[0] ?? "", /第 1 次/);
  await change(page, () => page.getByRole("link", { name: "回到第一页" }).click());
  assert.deepEqual(await titles(page), pages[0]);
  assert.deepEqual(faults, []);
});

for (const path of ["/penalties", "/licences", "/", "/en/penalties", "/en"]) {
  test(`${path} reached by a link shows the same as when its address is opened`, async () => {
    const { page } = await visit(portal.browser, portal.origin);
    await page.goto(path);
    const title = await page.title();
    await page.goto(path.startsWith("/en") ? "/en/records" : "/records");
    await page.locator(`a[href="${path}"]`).first().click();
    for (let attempt = 0; attempt < 100 && (await page.title()) !== title; attempt++) await page.waitForTimeout(50);
    const linked = await page.locator("main").innerText();
    // opened after, not before: choices that the server remembers may have been renewed by the first visit
    await page.goto(path);
    assert.equal(linked, await page.locator("main").innerText());
  });
}

test("a filter holds over all pages, stands in the address, and can be cleared", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/penalties");
  await page.getByLabel("机关").selectOption(authorities[1]);
  await change(page, () => page.getByRole("button", { name: "筛选" }).click());
  assert.equal(new URL(page.url()).searchParams.get("authority"), authorities[1]);
  const found = (await allPages(page)).flat();
  assert.equal(found.length, Math.floor(penaltyCount / 2));
  await change(page, () => page.getByRole("link", { name: "清除全部条件" }).click());
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await page.getByLabel("机关").inputValue(), "");
});

test("CSV and JSON hold exactly the rows on the screen", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/penalties");
  await change(page, () => page.getByRole("link", { name: "下一页" }).click());
  const shown = await titles(page);
  const address = async (name: string): Promise<string> =>
    new URL((await page.getByRole("link", { name }).getAttribute("href")) ?? "", portal.origin).href;
  const json = (await (await fetch(await address("JSON"))).json()) as { items: { title: string }[] };
  assert.deepEqual(
    json.items.map(({ title }) => title),
    shown,
  );
  const csv = await (await fetch(await address("CSV 表格"))).text();
  const lines = csv.trimEnd().split("\r\n").slice(1);
  assert.equal(lines.length, shown.length);
  for (const [index, title] of shown.entries()) assert.ok(lines[index]?.includes(title));
});

test("the CSV of an English page is in English words, that of a Chinese page in Chinese, whatever the browser prefers", async () => {
  const csv = async (path: string, name: string): Promise<string[]> => {
    const { page, context } = await visit(portal.browser, portal.origin, { locale: "de-DE" });
    await page.goto(path);
    const address = await page.getByRole("link", { name }).getAttribute("href");
    const answer = await context.request.get(new URL(address ?? "", portal.origin).href);
    return (await answer.text()).slice(1).split("\r\n");
  };
  const [head, row] = await csv(`/en/search?q=${cannery.uscc}`, "CSV table");
  assert.match(head ?? "", /^USCC,Name,Kind,Status/);
  assert.match(row ?? "", new RegExp(`^${cannery.uscc},${cannery.name},Enterprise,Status not reported,`));
  const [title, first] = await csv("/penalties", "CSV 表格");
  assert.match(title ?? "", /^记录类别,种类,名称/);
  assert.match(first ?? "", new RegExp(`^行政处罚,罚款,${cannery.name}`));
});

test("a date that is none keeps what was typed and says why, instead of an empty list", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/penalties?from=2026-02-31&authority=${encodeURIComponent(authorities[0])}`);
  assert.match(await page.getByRole("alert").innerText(), /条件有误/);
  assert.equal(await page.getByLabel("机关").inputValue(), authorities[0]);
});

test("on the organisation's page the tabs, the year and the authority narrow the records", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/organisations/${cannery.uscc}`);
  const tab = page.getByRole("navigation", { name: "按类别看" }).getByRole("link", { name: /行政处罚/ });
  await tab.click();
  // The address changes a moment before the form is there anew.
  await tab.and(page.locator("[aria-current=true]")).waitFor();
  await page.getByLabel("机关").selectOption(authorities[0]);
  await change(page, () => page.getByRole("button", { name: "筛选" }).click());
  const found = (await allPages(page)).flat();
  assert.equal(found.length, Math.ceil(penaltyCount / 2));
});

test("on a phone the conditions fold away and open by hand", async () => {
  const { page } = await visit(portal.browser, portal.origin, { viewport: phone });
  await page.goto("/penalties");
  assert.equal(await page.getByLabel("机关").isVisible(), false);
  await page.getByText("筛选", { exact: true }).first().click();
  assert.equal(await page.getByLabel("机关").isVisible(), true);
});
