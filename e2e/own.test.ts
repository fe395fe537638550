import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as mandate from "@chengxin/domain/mandate/api.ts";
import type { Page } from "playwright-core";
import type { SignedInForTest } from "../server/test/sign-in.ts";
import { phone, visit } from "./browser.ts";
import { cannery, idle, namesakes, penaltyCount } from "./fixtures.ts";
import { careOnPhone, looks, pageFaults } from "./axe.ts";
import { portalForThisFile } from "./portal.ts";
import { makeSession, signInVisitor } from "./sign-in.ts";

const portal = portalForThisFile();
const plain = { javaScriptEnabled: false, viewport: phone } as const;

let clerk: Promise<SignedInForTest> | undefined;
const atTheWindow = (): Promise<SignedInForTest> =>
  (clerk ??= makeSession(portal.instance, { roles: ["windowClerk"] }));

/** A page without scripts on a phone, signed in. */
const asAgent = async (who: SignedInForTest): Promise<Page> => {
  const { page, context } = await visit(portal.browser, portal.origin, plain);
  await signInVisitor(context, portal.origin, who);
  return page;
};

const send = (who: SignedInForTest, method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${portal.origin}/api/v1${path}`, {
    method,
    headers: { cookie: who.cookie, origin: portal.origin, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const inDays = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** The window reads the letter of a request and confirms it. */
const confirm = async (uscc: string, mandateId: string): Promise<void> => {
  const one = `/organisations/${uscc}/mandates/${mandateId}`;
  const official = await atTheWindow();
  assert.equal((await send(official, "GET", one)).status, 200);
  const confirmed = await send(official, "POST", `${one}/confirmation`, {
    documentKind: "letterOfAuthority",
    documentNumber: "试授〔2026〕1号",
    lastDay: inDays(90),
  });
  assert.equal(confirmed.status, 200, await confirmed.text());
};

/** An agent with a confirmed mandate. */
const agentOf = async (uscc: string): Promise<SignedInForTest> => {
  const agent = await makeSession(portal.instance);
  const asked = await send(agent, "POST", mandate.askMandate.path, {
    code: uscc,
    letterNumber: "试授〔2026〕1号",
    letterDate: today,
  });
  await confirm(uscc, ((await asked.json()) as { mandateId: string }).mandateId);
  return agent;
};

const main = (page: Page): Promise<string> => page.locator("main").innerText();

test("from asking at home to the full file: the request has a number, opens nothing until the window has confirmed it", async () => {
  const agent = await makeSession(portal.instance);
  const page = await asAgent(agent);
  await page.goto("/own");
  assert.match(await main(page), /您还没有经办任何组织/);
  await page.getByRole("link", { name: "申请经办一个组织" }).click();
  assert.match(await main(page), /授权书或任职文件的原件/);
  await page.getByLabel("组织的统一社会信用代码").fill("91210603MATEXT1XX0");
  await page.getByLabel("授权书文号").fill("试授〔2026〕1号");
  await page.getByLabel("授权书日期").fill(today);
  await page.getByRole("button", { name: "提交申请" }).click();
  assert.match(await page.getByRole("alert").innerText(), /没有完成/);
  assert.equal(await page.getByLabel("授权书文号").inputValue(), "试授〔2026〕1号", "what was typed stays");
  await page.getByLabel("组织的统一社会信用代码").fill(cannery.uscc);
  await page.getByRole("button", { name: "提交申请" }).click();
  const told = await page.getByRole("status").innerText();
  assert.match(told, /编号 [0-9A-F]{8}/);
  assert.match(told, /授权书或任职文件的原件/);
  assert.match(await page.getByRole("region", { name: "我的申请和授权" }).innerText(), /等待窗口核实/);
  assert.equal((await page.goto(`/own/${cannery.uscc}`))?.status(), 403);

  const { items } = (await (await send(agent, "GET", "/mandates/own")).json()) as { items: { mandateId: string }[] };
  await confirm(cannery.uscc, items[0]?.mandateId ?? "");
  await page.goto("/own");
  await page.getByRole("link", { name: cannery.name }).click();
  await page.getByRole("heading", { level: 1, name: "完整档案" }).waitFor();
  assert.match(await main(page), new RegExp(`共 ${penaltyCount + 1} 条记录`));
  await page.getByRole("navigation", { name: "按类别看" }).getByRole("link", { name: "行政处罚" }).click();
  const first = page.locator(".facts > li").first();
  assert.match(await first.innerText(), /正在公示/);
  await first.locator("summary").first().click();
  assert.match(await first.innerText(), /销售的罐头标签未标明生产日期/);
  assert.match(await first.innerText(), /第 1 版，首次报送/);
  await page.getByRole("link", { name: "下一页" }).click();
  assert.equal(await page.locator(".facts > li").count(), 20);
});

test("the agent sees who read and why, that the list is whole, and marks it as seen", async () => {
  const agent = await agentOf(idle.uscc);
  const page = await asAgent(agent);
  await page.goto("/own");
  await page.getByRole("link", { name: /有 1 次新的查询/ }).click();
  const text = await main(page);
  assert.match(text, /名单完整：本组织的事件链从第 1 号到第 \d+ 号于 .+ 逐条核验/);
  assert.match(text, /服务窗口工作人员/);
  assert.match(text, /核实经办授权/);
  assert.doesNotMatch(text, /测试员/, "no official's name");
  assert.equal(await page.locator("strong.mark").count(), 1);
  await page.getByRole("button", { name: "这些我都看过了" }).click();
  assert.equal(await page.locator("strong.mark").count(), 0);
  await page.getByRole("link", { name: "连本组织自己的查看" }).click();
  assert.match(await main(page), /经办人/);
  await page.goto("/own");
  assert.match(await main(page), /没有新的查询/);
});

test("the proof of completeness says what it proves and what not; where there is none yet it says so", async () => {
  const page = await asAgent(await agentOf(cannery.uscc));
  await page.goto(`/own/${cannery.uscc}`);
  const proof = page.getByRole("region", { name: "有没有漏掉什么" });
  assert.match(await proof.innerText(), /一条不少/);
  assert.match(await proof.innerText(), /不证明记录的内容属实/);
  const link = proof.getByRole("link", { name: /下载完整性证明/ });
  // the heads are made soon after the start, of what is registered by then, which may be before this organisation was
  if ((await link.count()) === 0) {
    assert.match(await proof.innerText(), /还没有本组织的证明.*请明天再来/);
    return;
  }
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.match(download.suggestedFilename(), /^档案完整性证明-.*\.json$/);
  const { format, uscc } = JSON.parse(readFileSync(await download.path(), "utf8")) as { format: string; uscc: string };
  assert.deepEqual([format, uscc], ["chengxin-file-proof@v1", cannery.uscc]);
});

test("the whole file is taken away as one zip", async () => {
  const page = await asAgent(await agentOf(cannery.uscc));
  await page.goto(`/own/${cannery.uscc}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载整份档案（zip）" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^信用档案-.*\.zip$/);
  const zip = readFileSync(await download.path());
  assert.equal(zip.subarray(0, 2).toString(), "PK");
  assert.ok(zip.includes("SHA256SUMS"));
});

test("an authorisation: told in words before it is given, used, seen, revoked, over at once", async () => {
  const [giver, reader] = [await agentOf(cannery.uscc), await agentOf(namesakes[0].uscc)];
  const page = await asAgent(giver);
  await page.goto(`/own/${cannery.uscc}/authorisations`);
  await page.getByRole("link", { name: "给出一项授权" }).click();
  await page.getByLabel("对方的统一社会信用代码").fill(namesakes[0].uscc);
  await page.getByLabel("对方的名称").fill("孤山试验农具有限公司");
  await page.getByLabel("融资授信").check();
  await page.getByLabel("最后一天").fill(inDays(30));
  await page.getByRole("button", { name: "看看会发生什么" }).click();
  assert.match(await page.getByRole("alert").innerText(), /请至少选一类记录/);
  await page.getByLabel("行政处罚", { exact: true }).check();
  await page.getByLabel("行政许可", { exact: true }).check();
  await page.getByRole("button", { name: "看看会发生什么" }).click();
  assert.match(await page.getByRole("alert").innerText(), /名称与登记的不一致/);
  assert.ok(await page.getByLabel("行政处罚", { exact: true }).isChecked(), "what was ticked stays");
  assert.ok(await page.getByLabel("行政许可", { exact: true }).isChecked());
  assert.equal(await page.getByLabel("对方的统一社会信用代码").inputValue(), namesakes[0].uscc);
  await page.getByLabel("对方的名称").fill(namesakes[0].name);
  await page.getByRole("button", { name: "看看会发生什么" }).click();
  assert.match(
    await page.getByRole("region", { name: "会发生什么" }).innerText(),
    /“孤山试验农机服务有限公司”可以为“融资授信”查询本组织的行政许可、行政处罚，到 .*（含当日）为止。/,
  );
  await page.getByRole("button", { name: "返回修改" }).click();
  assert.equal(await page.getByLabel("对方的名称").inputValue(), namesakes[0].name);
  await page.getByRole("button", { name: "看看会发生什么" }).click();
  await page.getByRole("button", { name: "确认授权" }).click();
  await page.getByRole("heading", { level: 1, name: /^授权 [0-9A-F]{8}$/ }).waitFor();
  assert.match(await main(page), /对方还没有用过/);

  const other = await asAgent(reader);
  await other.goto("/own/received");
  await other.getByRole("link", { name: "查询（对方会看到）" }).click();
  assert.match(await main(other), new RegExp(`${penaltyCount} 条记录`));
  const opened = other.url();

  await page.reload();
  assert.match(await main(page), /孤山试验农机服务有限公司/);
  await page.getByRole("button", { name: "立即撤销" }).click();
  assert.match(await main(page), /已于 .* 撤销/);
  assert.equal((await other.goto(opened))?.status(), 409);
  assert.match(await main(other), /已经到期或撤销/);
  await other.goto("/own/received");
  assert.match(await main(other), /已经不能查/);
});

test("another organisation's agent finds nothing under any address, and an official is sent to the workbench", async () => {
  const page = await asAgent(await agentOf(namesakes[1].uscc));
  for (const path of ["", "/readers", "/authorisations", "/authorisations/new", "/agents"])
    assert.equal((await page.goto(`/own/${cannery.uscc}${path}`))?.status(), 404, path);
  const official = await asAgent(await atTheWindow());
  await official.goto("/own");
  assert.match(await main(official), /工作人员账号/);
});

test("an agent ends the own mandate and sees nothing of the organisation from then on", async () => {
  const agent = await agentOf(idle.uscc);
  const page = await asAgent(agent);
  await page.goto(`/own/${idle.uscc}/agents`);
  await page.getByLabel("终止哪一个").selectOption({ label: (await mineIn(page)) ?? "" });
  await page.getByLabel("理由").fill("离职");
  await page.getByRole("button", { name: "终止", exact: true }).click();
  assert.match(await main(page), /您还没有经办任何组织/);
  assert.equal((await page.goto(`/own/${idle.uscc}`))?.status(), 403);
});

const mineIn = async (page: Page): Promise<string | undefined> =>
  (await page.getByLabel("终止哪一个").locator("option").allInnerTexts()).find((text) => text.includes("（您）"));

test("who is not signed in is asked to, and led back", async () => {
  const { page } = await visit(portal.browser, portal.origin, plain);
  for (const path of ["/own", "/own/ask", "/own/received", `/own/${cannery.uscc}`]) {
    await page.goto(path);
    assert.ok(page.url().includes(`/sign-in?to=${encodeURIComponent(path)}`), page.url());
  }
});

for (const look of [...looks, careOnPhone]) {
  test(`axe finds nothing, nothing scrolls sideways and everything can be pressed ${look.name}`, async () => {
    const base = look.english ? "/en" : "";
    const agent = await agentOf(cannery.uscc);
    const given = await send(agent, "POST", `/organisations/${cannery.uscc}/authorisations`, {
      recipient: idle.uscc,
      recipientName: idle.name,
      items: ["penalty"],
      purpose: "tendering",
      lastDay: inDays(9),
    });
    const { authorisationId } = (await given.json()) as { authorisationId: string };
    const one = `/own/${cannery.uscc}`;
    const paths = [
      "/own",
      "/own/ask",
      "/own/received",
      one,
      `${one}/readers?whose=all`,
      `${one}/authorisations`,
      `${one}/authorisations/new`,
      `${one}/authorisations/${authorisationId}`,
      `${one}/agents`,
    ];
    const { page, context, faults } = await visit(portal.browser, portal.origin, { bypassCSP: true, ...look.options });
    if (look.care) await context.addCookies([{ name: "care", value: "on", url: portal.origin }]);
    await signInVisitor(context, portal.origin, agent);
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(base + path);
      for (const summary of await page.locator("main details > summary").all())
        if (await summary.isVisible()) await summary.click();
      found.push(...(await pageFaults(page, look)));
    }
    await signInVisitor(context, portal.origin, await agentOf(idle.uscc));
    await page.goto(`${base}/own/received/${cannery.uscc}/${authorisationId}`);
    found.push(...(await pageFaults(page, look)));
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
  });
}
