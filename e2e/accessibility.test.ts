import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutFaults, looks, sideways } from "./axe.ts";
import { phone, visit } from "./browser.ts";
import { cannery, namesakes } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();

const inEnglish = (path: string): string => (path === "/" ? "/en" : `/en${path}`);

/** Every page of the portal in Chinese, error pages too. */
const everyPage = async (): Promise<string[]> => {
  const { items } = (await (await fetch(`${portal.origin}/api/v1/records?limit=1`)).json()) as {
    items: { uscc: string; recordId: string }[];
  };
  const [latest] = items;
  assert.ok(latest);
  const pages = [
    "/",
    "/search",
    "/search?q=江畔",
    "/search?q=查无此名之名",
    "/search?q=鸭绿江畔试验缸头有限公司",
    "/search?q=a",
    `/organisations/${cannery.uscc}`,
    `/organisations/${namesakes[0].uscc}`,
    `/organisations/${latest.uscc}/records/${latest.recordId}`,
    "/records",
    "/licences",
    "/penalties",
    "/penalties?from=2026-02-31",
    "/catalogue",
    "/catalogue/items/penalty",
    "/catalogue/items/organisation",
    "/catalogue/limits",
    "/working-days",
    "/working-days?after=2026-09-28&days=7",
    "/working-days?after=2031-01-01&days=7",
    "/open-data",
    "/developers",
    "/scope",
    "/about",
    "/no/such/page",
    "/organisations/unknown",
  ];
  return pages;
};

for (const look of looks) {
  test(`axe finds nothing and nothing scrolls sideways on any page ${look.name}`, async () => {
    const { page, faults } = await visit(portal.browser, portal.origin, { bypassCSP: true, ...look.options });
    const found: string[] = [];
    for (const path of await everyPage()) {
      await page.goto(look.english ? inEnglish(path) : path);
      found.push(...(await layoutFaults(page, look)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
  });
}

test("care mode on a phone and 200 % zoom scroll nothing sideways", async () => {
  // 200 % zoom of a 720 pixel window is a window of 360 CSS pixels with twice the density.
  const { page, context } = await visit(portal.browser, portal.origin, { viewport: phone, deviceScaleFactor: 2 });
  await context.addCookies([{ name: "care", value: "on", url: portal.origin }]);
  const found: string[] = [];
  for (const path of await everyPage()) {
    await page.goto(path);
    assert.equal(await page.locator("html").getAttribute("data-care"), "on");
    found.push(...(await sideways(page)));
  }
  assert.deepEqual(found, []);
});

test("what can be pressed is at least 24 by 24 pixels everywhere and 44 high where it is a control", async () => {
  const { page } = await visit(portal.browser, portal.origin, { viewport: phone });
  for (const path of ["/", "/penalties", `/organisations/${cannery.uscc}`, "/working-days"]) {
    await page.goto(path);
    const small = await page.evaluate(
      `[...document.querySelectorAll("button, input:not([type=hidden]), select, summary, .button, .site-nav a, .tabs a, .paging a, .switches a")]
        .filter((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().height < 43.5)
        .map((e) => e.outerHTML.slice(0, 120))`,
    );
    assert.deepEqual(small, [], path);
  }
});
