import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { beside } from "../server/test/beside.ts";
import { asSuperuser } from "../server/test/as-superuser.ts";
import { layoutFaults, looks, type Look } from "./axe.ts";
import { desk, openBrowser, visit, type Visitor } from "./browser.ts";
import { cannery, fill } from "./fixtures.ts";
import { startInstance, type Instance } from "./instance.ts";
import { makeSession, signInVisitor } from "./sign-in.ts";

// An instance of its own: what a test does to its events would show in every other file's verification.
let instance: Instance;
let browser: Browser;
let auditor: Awaited<ReturnType<typeof makeSession>>;
let clerk: Awaited<ReturnType<typeof makeSession>>;

before(async () => {
  instance = await startInstance();
  await fill(instance);
  browser = await openBrowser();
  auditor = await makeSession(instance, { roles: ["auditor"], unit: "市信用办（审计）", login: "auditor" });
  clerk = await makeSession(instance, { roles: ["windowClerk"], unit: "市民服务中心", login: "window-1" });
});
after(async () => {
  await browser?.close();
  await instance?.stop();
});

const visitAs = async (who: { token: string }, options: Look["options"] = { viewport: desk }): Promise<Visitor> => {
  const visitor = await visit(browser, instance.origin, { acceptDownloads: true, ...options });
  await signInVisitor(visitor.context, instance.origin, who);
  return visitor;
};

const open = (page: Page, path: string) => page.goto(path, { waitUntil: "networkidle" });

/** A request of the API as somebody's browser makes it. */
const ask = async (who: { cookie: string }, method: string, path: string, body?: object) => {
  const answer = await fetch(`${instance.origin}/api/v1${path}`, {
    method,
    headers: {
      cookie: who.cookie,
      origin: instance.origin,
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** An agent asks to act for the organisation, and the clerk opens the request: a reading of what is not public. */
const readMandateOf = async (uscc: string): Promise<void> => {
  const agent = await makeSession(instance);
  const asked = await ask(agent, "POST", "/mandates", {
    code: uscc,
    letterNumber: "试授〔2026〕7号",
    letterDate: "2026-05-01",
  });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const read = await ask(clerk, "GET", `/organisations/${uscc}/mandates/${String(asked.body["mandateId"])}`);
  assert.equal(read.status, 200, JSON.stringify(read.body));
};

test("an auditor finds a reading by who, what and purpose, and opens it as a page that says whether it can be trusted", async () => {
  await readMandateOf(cannery.uscc);
  const { page, faults } = await visitAs(auditor);
  await open(page, "/workbench");
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.waitForURL(/\/workbench\/audit\/events$/);
  await page.getByRole("textbox", { name: "谁（登录名）" }).fill("window-1");
  await page.keyboard.press("Enter");
  await page.waitForURL(/actor=window-1/);
  await page.getByText("本页 1 条").waitFor();
  await page.getByRole("row", { name: /读取经办授权 window-1 · 市民服务中心/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/audit\/events\/\d+\/\d+$/);
  await page.getByRole("heading", { name: "事件：读取经办授权" }).waitFor();
  const facts = await page.locator("main").innerText();
  for (const part of ["window-1 · 市民服务中心", "窗口人员", "核实经办授权", cannery.name, "完好", "的事件链 · 第"])
    assert.ok(facts.includes(part), `${part} in ${facts}`);
  assert.equal(await page.locator("main").getByRole("button").count(), 0, "nothing here changes an event");
  await page.getByRole("link", { name: "这个组织的全部事件" }).click();
  await page.waitForURL(new RegExp(`organisation=${cannery.uscc}`));
  await page.getByRole("row", { name: /申请经办授权/ }).waitFor();
  assert.deepEqual(faults, []);
});

test("what is not found or not so is said in words, and the conditions stay", async () => {
  const { page } = await visitAs(auditor);
  await open(page, "/workbench/audit/events?organisation=91210602000000000X");
  await page.getByRole("alert").getByText("没有取到数据").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "统一社会信用代码" }).inputValue(), "91210602000000000X");
  await open(page, "/workbench/audit/events?actor=nobody-at-all");
  await page.getByText("没有符合条件的事件").waitFor();
  await open(page, "/workbench/audit/events/0/99999999");
  await page.getByRole("heading", { name: "没有这一页" }).waitFor();
});

test("nobody but an auditor is led to these pages or let in", async () => {
  const { page } = await visitAs(clerk);
  await open(page, "/workbench");
  assert.equal(await page.getByRole("link", { name: "查事件" }).count(), 0);
  for (const path of ["events", "evidence?actor=x", "verifications", "alerts", "canaries"]) {
    const answer = await page.goto(`/workbench/audit/${path}`);
    assert.equal(answer?.status(), 403, path);
  }
  await open(page, "/account/actions");
  await page.getByText("读取经办授权").first().waitFor();
});

test("evidence says how much it will hold, opens with tar, and its digests agree", async () => {
  const { page } = await visitAs(auditor);
  await open(page, "/workbench/audit/evidence");
  await page.getByText("先说要谁的").waitFor();
  await page.getByRole("textbox", { name: "统一社会信用代码" }).fill(cannery.uscc);
  await page.keyboard.press("Enter");
  const said = await page.getByText(/会有 \d+ 个事件/).innerText();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载证据包（tar）" }).click(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "chengxin-evidence-"));
  try {
    const path = join(folder, download.suggestedFilename());
    assert.match(path, /evidence-.*\.tar$/);
    await download.saveAs(path);
    assert.equal(spawnSync("tar", ["-xf", path], { cwd: folder }).status, 0);
    assert.equal(spawnSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder }).status, 0);
    const lines = readFileSync(join(folder, "events.jsonl"), "utf8").trimEnd().split("\n");
    assert.equal(`会有 ${lines.length} 个事件`, said);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as { verified: { faults: unknown[] } };
    assert.deepEqual(report.verified.faults, []);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await open(page, `/workbench/audit/evidence?organisation=${cannery.uscc}&actor=window-1`);
  await page.getByRole("alert").getByText("只能填一个").waitFor();
  await open(page, "/workbench/audit/evidence?actor=nobody-at-all");
  await page.getByRole("button", { name: "下载证据包（tar）", disabled: true }).waitFor();
  await page.getByText("这些条件下没有事件").waitFor();
});

test("refusals again and again raise an alert by themselves; it is looked at and closed with a reason, and harms nobody", async () => {
  const prying = await makeSession(instance, { roles: ["departmentClerk"], login: "prying" });
  for (let n = 0; n < 11; n += 1) assert.equal((await ask(prying, "GET", "/audit/events")).status, 403);
  const { page, faults } = await visitAs(auditor);
  const row = page.getByRole("row", { name: /反复被拒绝：prying/ });
  for (let attempt = 0; attempt < 80 && (await row.count()) === 0; attempt += 1) {
    await wait(1000);
    await open(page, "/workbench/audit/alerts?state=open");
  }
  await row.getByRole("link").first().click();
  await page.getByRole("heading", { name: "反复被拒绝：prying" }).waitFor();
  await page.getByText(/11 次，超过 10 次即预警/).waitFor();
  assert.equal(await page.locator(".wb-events li").count(), 11);
  await page.getByRole("button", { name: "开始核查" }).click();
  await page.getByRole("textbox", { name: "核查的结论" }).fill("经办人身份证 210602199001011233，操作失误");
  await page.getByRole("button", { name: "办结" }).click();
  await page
    .getByRole("alert")
    .getByText(/身份证/)
    .waitFor();
  const conclusion = page.getByRole("textbox", { name: "核查的结论" });
  assert.match(await conclusion.inputValue(), /操作失误/, "what was typed stays");
  await conclusion.fill("已问过所在处负责人：误用了收藏的网址，已说明。");
  await page.getByRole("button", { name: "办结" }).click();
  await page.getByText("已经办结，没有要做的事。").waitFor();
  await page.getByText("已问过所在处负责人").waitFor();
  assert.equal((await ask(prying, "GET", "/workbench/work")).status, 200, "the account works as before");
  assert.deepEqual(faults, []);
});

test("a canary raises an alert at its first reading, leads there from my work, and is retired with a reason", async () => {
  const { page, faults } = await visitAs(auditor);
  await open(page, "/workbench/audit/canaries");
  await page.getByText("还没有诱饵组织").waitFor();
  await page.getByRole("textbox", { name: "名称" }).fill(cannery.name);
  await page.getByRole("button", { name: "设置诱饵组织" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("textbox", { name: "名称" }).fill("丹东银杏里贸易有限公司");
  await page.getByRole("button", { name: "设置诱饵组织" }).click();
  await page.getByRole("heading", { name: "丹东银杏里贸易有限公司" }).waitFor();
  const uscc = (await page.locator(".wb-cards .uscc").innerText()).replaceAll(/\s/g, "");
  const found = await ask(auditor, "GET", `/organisations?q=${encodeURIComponent("丹东银杏里贸易")}`);
  assert.ok(!JSON.stringify(found.body).includes(uscc), "the public search doesn't show it");

  await readMandateOf(uscc);
  await open(page, "/workbench");
  await page
    .getByRole("main")
    .getByRole("link", { name: /异常查询预警等待核查/ })
    .click();
  await page.getByRole("link", { name: "触碰诱饵组织" }).click();
  await page.getByText("· 虚构的诱饵组织").waitFor();
  assert.equal(await page.locator(".wb-events li").count(), 1);

  await open(page, "/workbench/audit/canaries");
  await page.getByText("1 条").waitFor();
  await page.getByRole("button", { name: "停用" }).click();
  await page.getByRole("textbox", { name: /理由/ }).fill("名称已经外传。");
  await page.getByRole("button", { name: "停用" }).click();
  await page.locator(".wb-facts").getByText("名称已经外传。").waitFor();
  assert.equal(await page.getByRole("button", { name: "停用" }).count(), 0);
  assert.deepEqual(faults, []);
});

for (const look of looks)
  test(`axe finds nothing and nothing scrolls sideways on the auditor's pages ${look.name}`, async () => {
    const { page, faults, context } = await visitAs(auditor, look.options);
    const alerts = await ask(auditor, "GET", "/audit/alerts");
    const [alert] = alerts.body["items"] as [{ alertId: string }];
    const found: string[] = [];
    for (const path of [
      "/audit/events",
      "/audit/events?actor=nobody-at-all",
      "/audit/events/0/1",
      "/audit/evidence",
      `/audit/evidence?organisation=${cannery.uscc}`,
      "/audit/verifications",
      "/audit/alerts",
      `/audit/alerts/${alert.alertId}`,
      "/audit/canaries",
    ]) {
      await open(page, `${look.english ? "/en" : ""}/workbench${path}`);
      found.push(...(await layoutFaults(page, look)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });

const verify = async (page: Page): Promise<string> => {
  await page.getByRole("button", { name: "现在核验全部事件" }).click();
  await page.locator("[data-result]").first().waitFor({ timeout: 60_000 });
  return page.locator("[data-result]").first().innerText();
};

test("a verification finds all whole; after a superuser changed one event it names that event in words", async () => {
  const { page, faults } = await visitAs(auditor);
  await open(page, "/workbench/audit/verifications");
  await page.getByText("还没有核验过").waitFor();
  assert.match(await verify(page), /全部完好/);

  const changed = await asSuperuser(
    instance.settings["DATA_DIR"] ?? "",
    "update event set actor = 'account:00000000-0000-4000-8000-000000000009' where action = 'read.mandate.read' and event_id = (select min(event_id) from event where action = 'read.mandate.read')",
  );
  assert.equal(changed, 1);
  await open(page, "/workbench/audit/verifications");
  await page.getByRole("button", { name: "现在核验全部事件" }).click();
  await page
    .getByText(/发现 \d+ 处问题/)
    .first()
    .waitFor({ timeout: 60_000 });
  const said = await page.locator("[data-result=faulty]").innerText();
  assert.match(said, /号组织的事件链第 \d+ 号事件与其校验码不符/);
  await page.locator("[data-result=faulty]").getByRole("link", { name: "看这个事件" }).first().click();
  await page.getByRole("alert").getByText("内容与校验码不符").waitFor();
  await open(page, "/workbench");
  await page
    .getByRole("main")
    .getByRole("link", { name: /最近一次核验发现事件有/ })
    .click();
  await page.waitForURL(/\/audit\/verifications$/);
  await page.locator("details summary", { hasText: "全部完好" }).waitFor();
  assert.deepEqual(faults, []);
});

test("the alert of a reading and its closing are events like any other, without what was written", async () => {
  await beside(instance.settings, async ({ database }) => {
    const { rows } = await database.pool.query<{ data: string }>(
      "select data from event where action in ('alert.raised', 'alert.looked_at', 'alert.closed', 'canary.retired')",
    );
    assert.ok(rows.length >= 5);
    assert.ok(rows.every(({ data }) => !/负责人|外传/.test(data)));
  });
});
