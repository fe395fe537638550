import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import type { Locator, Page } from "playwright-core";
import { layoutFaults, looks, violations } from "./axe.ts";
import { phone, visit as visitPublic, type Visitor } from "./browser.ts";
import { cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";
import { makeSession, signInVisitor } from "./sign-in.ts";

const portal = portalForThisFile();
type Session = ReturnType<typeof makeSession>;
let made: Session | undefined;
const centre = (): Session => (made ??= makeSession(portal.instance, { roles: ["creditCentre"], unit: "市信用中心" }));

/** A browser in which somebody of the credit centre is signed in. */
const visit = async (...args: Parameters<typeof visitPublic>): Promise<Visitor> => {
  const visitor = await visitPublic(...args);
  await signInVisitor(visitor.context, portal.origin, await centre());
  return visitor;
};

/** Opens a page and waits until its scripts listen. */
const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path, { waitUntil: "networkidle" });
};

const focusedRow = (page: Page): Promise<unknown> =>
  page.evaluate("document.activeElement.closest('tr[data-row]')?.dataset.row ?? null");

const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate(
    (it) => (it as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement === it,
  );

/** Valid, and nobody's. */
const inventedCode = `91210602MATEXT9XX${usccCheckCharacter("91210602MATEXT9XX")}`;

const pages = [
  "/workbench",
  "/workbench/organisations",
  "/workbench/organisations?q=江畔",
  "/workbench/organisations?q=查无此名之名",
  "/workbench/organisations?q=a",
  "/workbench/records",
  "/workbench/records?item=penalty&columns=title,kinds,amount",
  "/workbench/records?from=2026-02-31",
  "/workbench/mandates",
  "/workbench/mandates?q=查无此名",
  "/workbench/files",
  "/workbench/files?q=江畔",
  `/workbench/files?q=${inventedCode}`,
  `/workbench/files/${cannery.uscc}/new`,
  "/workbench/uploads",
  "/workbench/batches",
  "/workbench/batches?from=2026-02-31",
  "/workbench/batches/1",
  "/workbench/quality",
  "/workbench/quality?from=2020-01&to=2026-01",
  "/workbench/quality/month?source=market-supervision&item=penalty&month=2026-05",
  "/workbench/quality/rows?source=market-supervision&item=penalty&month=2026-05&set=received",
  "/workbench/no/such/page",
];

for (const look of looks) {
  test(`axe finds nothing, the content policy refuses nothing and nothing scrolls sideways in the workbench ${look.name}`, async () => {
    const { page, faults, context } = await visit(portal.browser, portal.origin, look.options);
    const found: string[] = [];
    for (const path of pages) {
      await open(page, look.english ? `/en${path}` : path);
      found.push(...(await layoutFaults(page, look)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("what opens over a page is as clean as the page: sections, help, columns, a choice, a reason", async () => {
  const { page, faults } = await visit(portal.browser, portal.origin, { viewport: phone, colorScheme: "dark" });
  const found: string[] = [];
  const look = async (): Promise<void> => void found.push(...(await violations(page)));
  await open(page, "/workbench/records");
  await page.getByRole("button", { name: "展开栏目" }).click();
  await look();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await look();
  await page.keyboard.press("Escape");
  await page.locator("summary", { hasText: "显示的列" }).click();
  await look();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "类别" }).click();
  await page.getByTitle("行政处罚").first().waitFor();
  await look();
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /为何在此/ })
    .first()
    .focus();
  await page.getByRole("tooltip").waitFor();
  await look();
  assert.deepEqual(found, []);
  assert.deepEqual(faults, []);
});

test("by keyboard: g and a letter goes to a page, j and k move, Enter opens the row", async () => {
  const { page, faults } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForURL(/\/workbench\/records$/);
  await page.locator("tr[data-row]").first().waitFor();
  const rows = (await page.evaluate(
    "[...document.querySelectorAll('tr[data-row]')].map((r) => r.dataset.row)",
  )) as string[];
  assert.ok(rows.length > 2);
  await page.keyboard.press("j");
  assert.equal(await focusedRow(page), rows[0]);
  await page.keyboard.press("j");
  assert.equal(await focusedRow(page), rows[1]);
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  assert.equal(await focusedRow(page), rows[0], "the first row has none before it");
  assert.match(await page.locator("[data-query-table] .wb-note").innerText(), /为何在此.*公示/);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/records/${rows[0]}$`));
  assert.deepEqual(faults, []);
});

test("by keyboard: / searches organisations and pages, arrows choose, Enter opens, Escape leaves", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench");
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "查组织，或跳到某个页面" });
  assert.ok(await hasFocus(box));
  await page.keyboard.type("江畔试验");
  await page.getByRole("option", { name: new RegExp(cannery.name) }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/workbench\/organisations\?q=/);
  await page.keyboard.press("/");
  await page.keyboard.type("查记录");
  await page.getByRole("option", { name: /查记录/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/workbench\/records/);
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  assert.notEqual(await page.evaluate("document.activeElement.tagName"), "INPUT");
});

test("keys typed into a field are text, and help gives the focus back", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench/organisations");
  const field = page.getByRole("textbox", { name: "名称、代码或首字母" });
  await field.fill("");
  await field.pressSequentially("gw?/jk");
  assert.equal(await field.inputValue(), "gw?/jk");
  assert.match(page.url(), /organisations$/);
  const help = page.getByRole("banner").getByRole("button", { name: "键盘操作" });
  await help.click();
  await page.getByRole("dialog", { name: "键盘操作" }).waitFor();
  await page.keyboard.press("Escape");
  assert.ok(await hasFocus(help));
});

test("filters, columns and page lie in the address, and come back with it", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench/records");
  await page.getByRole("combobox", { name: "类别" }).click();
  await page.getByTitle("行政处罚").first().click();
  await page.waitForURL(/item=penalty/);
  await page.locator("summary", { hasText: "显示的列" }).click();
  await page.getByRole("checkbox", { name: "金额（元）" }).check();
  await page.waitForURL(/columns=.*amount/);
  await page.getByRole("columnheader", { name: "金额（元）" }).waitFor();
  const other = await visit(portal.browser, portal.origin);
  await open(other.page, page.url());
  await other.page.getByRole("columnheader", { name: "金额（元）" }).waitFor();
  assert.deepEqual(
    await other.page.locator("tbody tr[data-row] td:nth-child(3)").allInnerTexts(),
    await page.locator("tbody tr[data-row] td:nth-child(3)").allInnerTexts(),
  );
  await page.getByRole("link", { name: "清除条件" }).click();
  await page.waitForURL((url) => !url.searchParams.has("item") && url.searchParams.has("columns"));
});

test("the rows stand in the page that the server sends, before any script", async () => {
  const { page } = await visit(portal.browser, portal.origin, { javaScriptEnabled: false });
  await page.goto("/workbench/organisations?q=江畔");
  await page.getByRole("link", { name: cannery.name, exact: true }).waitFor();
  assert.equal(await page.getByRole("main").count(), 1);
  const { x, width } = (await page.getByRole("navigation", { name: "工作台栏目" }).boundingBox()) ?? {
    x: -1,
    width: 0,
  };
  assert.ok(x === 0 && width > 150, "the frame is laid out without scripts");
});

test("the first press of Tab offers to skip to the content, and every focus on the way to the table is seen", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench/organisations?q=江畔");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.innerText.trim()"), "跳到正文");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.id"), "content");
  for (let presses = 0; presses < 7; presses++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(
      `(() => { const e = document.activeElement; const s = getComputedStyle(e); const f = getComputedStyle(e.closest(".ant-input, .ant-select, .ant-checkbox, form") ?? e); return s.outlineStyle !== "none" || s.boxShadow !== "none" || f.outlineStyle !== "none" || f.boxShadow !== "none"; })()`,
    );
    assert.ok(
      seen,
      `the focus on ${String(await page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))} cannot be seen`,
    );
  }
});

test("the public's pages load nothing of the workbench, and keep the stricter content policy", async () => {
  const { page } = await visitPublic(portal.browser, portal.origin);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, "/records");
  const styles = asked.filter((path) => path.endsWith(".css"));
  assert.deepEqual(
    styles.map((path) => path.replace(/-[\w-]+\.css$/, "")),
    ["/assets/portal"],
  );
  const build = new URL("../web/build/client/", import.meta.url);
  for (const path of asked.filter((one) => one.endsWith(".js")))
    assert.doesNotMatch(readFileSync(new URL(`.${path}`, build), "utf8"), /\bant-btn\b|\bwb-top\b/, path);
  const policy = async (path: string): Promise<string> =>
    (await fetch(portal.origin + path, { headers: { cookie: (await centre()).cookie } })).headers.get(
      "content-security-policy",
    ) ?? "";
  assert.doesNotMatch(await policy("/records"), /unsafe|style-src-attr/);
  assert.doesNotMatch(await policy("/workbenches"), /unsafe|style-src-attr/);
  const wider = await policy("/workbench/records");
  assert.match(wider, /style-src 'self'; style-src-attr 'unsafe-inline'/);
  assert.doesNotMatch(wider.replace("style-src-attr 'unsafe-inline'", ""), /unsafe/);
});

test("nobody sees a page of the workbench without signing in, and comes back to it", async () => {
  const { page } = await visitPublic(portal.browser, portal.origin);
  for (const [path, signIn] of [
    ["/workbench/records?item=penalty", "/sign-in"],
    ["/en/workbench", "/en/sign-in"],
  ] as const) {
    await page.goto(path);
    const { pathname, searchParams } = new URL(page.url());
    assert.deepEqual([pathname, searchParams.get("to")], [signIn, path]);
  }
  const half = await makeSession(portal.instance, { roles: ["creditCentre"], secondFactor: false });
  await signInVisitor(page.context(), portal.origin, half);
  await page.goto("/workbench");
  assert.match(page.url(), /\/sign-in\?/, "the password alone opens nothing");
});

test("who I am stands on every page, and signing out ends the session for good", async () => {
  const { page, context } = await visitPublic(portal.browser, portal.origin);
  const mine = await makeSession(portal.instance, { roles: ["departmentClerk"], unit: "市场监督管理局" });
  await signInVisitor(context, portal.origin, mine);
  await open(page, "/workbench/organisations");
  await page.getByRole("banner").locator("summary", { hasText: "测试员" }).click();
  for (const shown of ["市场监督管理局", "部门数据员", "market-supervision"])
    await page.getByRole("banner").getByText(shown).waitFor();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.waitForURL(/\/sign-in/);
  await signInVisitor(context, portal.origin, mine);
  await page.goto("/workbench");
  assert.match(page.url(), /\/sign-in\?/, "the old cookie is worth nothing");
});

test("an agent of an organisation is told where to go instead", async () => {
  const { page, context } = await visitPublic(portal.browser, portal.origin);
  await signInVisitor(context, portal.origin, await makeSession(portal.instance));
  await open(page, "/workbench");
  await page.getByRole("heading", { name: "工作台供工作人员使用" }).waitFor();
});

test("a view is saved under a name, found again elsewhere by the same account, seen by no other, and deleted", async () => {
  const { page, faults } = await visit(portal.browser, portal.origin);
  await open(page, "/workbench/records?item=penalty&columns=title,amount");
  const openViews = (on: Page) => on.locator("summary", { hasText: "保存的视图" }).click();
  await openViews(page);
  await page.getByLabel("视图名称").fill("处罚金额");
  await page.getByRole("button", { name: "保存当前视图" }).click();
  await page.getByText("已保存“处罚金额”").waitFor();

  const later = await visit(portal.browser, portal.origin);
  await open(later.page, "/workbench/records");
  await openViews(later.page);
  await later.page.getByRole("link", { name: "处罚金额" }).click();
  await later.page.waitForURL(/item=penalty/);
  await later.page.getByRole("columnheader", { name: "金额（元）" }).waitFor();

  const other = await visitPublic(portal.browser, portal.origin);
  await signInVisitor(other.context, portal.origin, await makeSession(portal.instance, { roles: ["auditor"] }));
  await open(other.page, "/workbench/records");
  await openViews(other.page);
  await other.page.getByText("还没有保存的视图").waitFor();

  await page.getByRole("button", { name: "删除视图“处罚金额”" }).click();
  await page.getByText("还没有保存的视图").waitFor();
  assert.deepEqual(faults, []);
});
