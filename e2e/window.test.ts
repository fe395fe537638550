import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { desk, phone, visit, type Visitor } from "./browser.ts";
import { cannery, idle, penaltyCount } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";
import { makeSession, signInVisitor } from "./sign-in.ts";
import type { TestAccount } from "../server/test/sign-in.ts";

const portal = portalForThisFile();
const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** A browser in which an official is signed in. */
const official = async (account: TestAccount, viewport: typeof desk | typeof phone = desk): Promise<Visitor> => {
  const visitor = await visit(portal.browser, portal.origin, { viewport });
  await signInVisitor(visitor.context, portal.origin, await makeSession(portal.instance, account));
  return visitor;
};
const windowClerk: TestAccount = { roles: ["windowClerk"], unit: "市政务服务中心" };

/** An agent asks to act for the cannery. */
const askMandate = async (): Promise<{ number: string; mandateId: string }> => {
  const { cookie } = await makeSession(portal.instance);
  const answer = await fetch(`${portal.origin}/api/v1/mandates`, {
    method: "POST",
    headers: { cookie, origin: portal.origin, "content-type": "application/json" },
    body: JSON.stringify({ code: cannery.uscc, letterNumber: "授字〔2026〕第7号", letterDate: "2026-01-20" }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as { number: string; mandateId: string };
};

const clean = async (page: Page, what: string): Promise<void> => {
  await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run(document).then((r) => r.violations.flatMap(({ id, nodes }) => nodes.map((n) => id + ' ' + n.target.join(' '))))",
  )) as string[];
  assert.deepEqual(found, [], what);
  const sideways = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(sideways, 0, `${what} scrolls sideways`);
};

const inDays = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

const ground = (page: Page): Locator => page.getByRole("textbox", { name: "事由" });
const letter = (page: Page): Locator => page.getByRole("textbox", { name: "授权书或证明文件的编号" });
const openFile = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "打开档案" }).click();
  await page.waitForURL(/\/files\/[0-9A-Z]{18}\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { name: "组织信用信息查询单" }).waitFor();
};

for (const [name, viewport] of [
  ["on a desk", desk],
  ["on a phone", phone],
] as const)
  test(`a window clerk confirms a mandate from the work list, and ends it later by its number, ${name}`, async () => {
    const { number, mandateId } = await askMandate();
    const { page, faults, context } = await official(windowClerk, viewport);
    await page.goto("/workbench", { waitUntil: "networkidle" });
    await page
      .getByRole("main")
      .getByRole("link", { name: /项经办授权等待核实/ })
      .click();
    await page.getByRole("textbox", { name: "组织名称、代码或编号" }).fill(number);
    await page.getByRole("button", { name: "筛选" }).click();
    await page.waitForURL(/q=/);
    await page.locator("[data-query-table][aria-busy=false]").waitFor();
    await clean(page, "the mandates that wait");
    await page.getByRole("link", { name: cannery.name }).click();
    await page.getByRole("heading", { name: `经办授权 ${number}` }).waitFor();
    await page.getByText("授字〔2026〕第7号").waitFor();
    await clean(page, "a mandate");

    await page.getByRole("radio", { name: "授权委托书" }).check();
    await page.getByRole("textbox", { name: "看到的文件编号" }).fill("110101199003077758");
    await page.getByLabel("授权的最后一天").fill(inDays(90));
    await page.getByRole("button", { name: "确认授权" }).click();
    await page.getByRole("alert").getByText("内容里有居民身份证号码").waitFor();
    assert.equal(await page.getByLabel("授权的最后一天").inputValue(), inDays(90), "what was typed is still there");
    await page.getByRole("textbox", { name: "看到的文件编号" }).fill("授字〔2026〕第7号");
    await page.getByRole("button", { name: "确认授权" }).click();
    await page.waitForURL(/\/workbench\/mandates$/);
    await page.getByRole("heading", { name: "核实经办授权", level: 1 }).waitFor();
    await page.getByText(number).waitFor({ state: "detached" }); // it waits no more

    const find = page.getByRole("region", { name: "按编号查找" });
    await find.getByRole("textbox", { name: "统一社会信用代码" }).fill(cannery.uscc);
    await find.getByRole("textbox", { name: "授权编号" }).fill("0BADC0DE");
    await find.getByRole("button", { name: "查找" }).click();
    await page.getByText("这个组织没有这个编号的经办授权").waitFor();
    await find.getByRole("textbox", { name: "授权编号" }).fill(number);
    await find.getByRole("button", { name: "查找" }).click();
    await page.waitForURL(new RegExp(mandateId));
    await page.getByRole("button", { name: "终止授权" }).click();
    await page.getByRole("textbox", { name: /理由/ }).fill("组织来函撤销");
    await page.getByRole("button", { name: "终止授权" }).click();
    await page.waitForURL(/\/workbench\/mandates$/);
    await page.goto(`/workbench/mandates/${cannery.uscc}/${mandateId}`, { waitUntil: "networkidle" });
    await page.getByText("组织来函撤销").waitFor();
    await page.getByText("这项授权已经办结").waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

test("a window clerk says the ground, reads and prints the file, and gives it back", async () => {
  const { page, faults, context } = await official(windowClerk);
  await page.goto("/workbench/files", { waitUntil: "networkidle" });
  await page.getByRole("textbox", { name: "组织名称或统一社会信用代码" }).fill("江畔试验");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: cannery.name }).click();
  await page.getByRole("heading", { name: "写明目的和事由" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: /姓名|身份证/ }).count(), 0, "who stands there isn't asked");
  await page.getByRole("radio", { name: "本组织职工" }).check();
  await letter(page).fill("授字〔2026〕第9号");
  await ground(page).fill("持授权书查询本单位档案，用于投标");
  await openFile(page);
  for (const words of [
    "持授权书查询本单位档案，用于投标",
    "窗口人员，市政务服务中心",
    `以上是全部 ${penaltyCount + 1} 条记录。`,
    "人名字段已经遮盖；正文里的姓名按上下文识别遮盖，可能有遗漏；身份证号码从不收存。",
    "打开到",
  ])
    await page.getByText(words).first().waitFor();
  assert.equal(await page.locator(".wb-record").count(), penaltyCount + 1);
  assert.equal(await page.getByText("授字〔2026〕第9号").count(), 0, "the letter's number is nowhere in the file");
  await clean(page, "a file");

  const number = await page.locator(".wb-file-facts strong").last().innerText();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("navigation", { name: "工作台栏目" }).isVisible(), false);
  assert.equal(await page.getByRole("button", { name: "打印" }).isVisible(), false);
  assert.ok(await page.getByRole("heading", { name: "没有包含什么" }).isVisible());
  const margin = await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--query')");
  assert.equal(margin, JSON.stringify(number), "the number of the query stands in each page's margin");
  assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10_000);
  await page.emulateMedia({ media: "screen" });

  const address = page.url();
  await page.getByRole("button", { name: "查完了，关闭" }).click();
  await page.waitForURL(/\/workbench\/files$/);
  const row = page.getByRole("row", { name: new RegExp(number) });
  await row.getByText("已关闭").waitFor();
  await page.goto(address);
  await page.getByRole("heading", { name: "这次查询已经关闭" }).first().waitFor();
  assert.equal(await page.getByText("经营标签").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("each query begins with an empty form: after the last one, after Back, after a reload and out of the browser's memory", async () => {
  const { page, context } = await official(windowClerk);
  const address = `/workbench/files/${cannery.uscc}/new`;
  const empty = async (when: string): Promise<void> => {
    await ground(page).waitFor();
    assert.deepEqual([await ground(page).inputValue(), await letter(page).inputValue()], ["", ""], when);
    assert.equal(await page.locator("input[name=relation]:checked").count(), 0, when);
  };
  const fill = async (): Promise<void> => {
    await page.getByRole("radio", { name: "律师" }).check();
    await letter(page).fill("律函〔2026〕第3号");
    await ground(page).fill("代理诉讼需要的档案");
  };
  await page.goto(address, { waitUntil: "networkidle" });
  await fill();
  await page.reload({ waitUntil: "networkidle" });
  await empty("after a reload");
  await fill();
  await openFile(page);
  await page.goBack({ waitUntil: "networkidle" });
  await empty("after Back");
  await page.goto(`/workbench/files/${idle.uscc}/new`, { waitUntil: "networkidle" });
  await empty("of another organisation");
  await fill();
  await page.goto("/about");
  await page.goBack({ waitUntil: "networkidle" });
  await empty("after leaving the workbench and coming Back");
  await fill();
  // What a browser does that kept the page in memory.
  const reloaded = page.waitForEvent("load");
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await reloaded;
  await empty("out of the browser's memory");
  const { cookie } = await makeSession(portal.instance, windowClerk);
  for (const path of [address, `${address}.data`, "/workbench", "/workbench/files"])
    assert.equal(
      (await fetch(portal.origin + path, { headers: { cookie } })).headers.get("cache-control"),
      "no-store",
      path,
    );
  await context.close();
});

test("the credit office chooses the purpose, and a confidential one needs the day on which the organisation sees it", async () => {
  const { page, faults, context } = await official({ roles: ["creditOffice"], unit: "市信用办" }, phone);
  await page.goto(`/workbench/files/${cannery.uscc}/new`, { waitUntil: "networkidle" });
  const submit = page.getByRole("button", { name: "打开档案" });
  assert.equal(await submit.getAttribute("aria-disabled"), "true");
  await page.getByText("请先选择查询目的").waitFor();
  await page.getByRole("radio", { name: /办理异议/ }).check();
  assert.equal(await page.getByLabel(/组织从哪天起可以看到/).count(), 0);
  await clean(page, "the form of the ground");
  await page.getByRole("radio", { name: /依法须保密的调查/ }).check();
  await page.getByText("组织在您填写的那一天才看到").waitFor();
  await ground(page).fill("市监察委协查〔2026〕3号，依法保密");
  const day = page.getByLabel(/组织从哪天起可以看到/);
  await day.evaluate((input) => (input as unknown as { removeAttribute(n: string): void }).removeAttribute("max"));
  await day.fill(inDays(400));
  await submit.click();
  await page
    .getByRole("alert")
    .getByText(/请填写组织何时可以看到/)
    .waitFor();
  await day.fill(inDays(30));
  await openFile(page);
  await page.getByText(/^组织从 .+起看到这次查看。$/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a department's clerk sees what the department reported, and is told what is not included", async () => {
  const { page, faults, context } = await official({
    roles: [{ role: "departmentClerk", source: "market-supervision" }],
  });
  await page.goto(`/workbench/files/${cannery.uscc}/new`, { waitUntil: "networkidle" });
  await page.getByRole("radio", { name: /核对报送的数据/ }).check();
  await page
    .getByText(/只含丹东市市场监督管理局报送的记录/)
    .first()
    .waitFor();
  await ground(page).fill("核对处罚金额，企业来电反映有误");
  await openFile(page);
  await page.getByText("丹东市市场监督管理局以外的单位报送的记录。").waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a county's office is told why it opens nothing of another county; an auditor finds no such page", async () => {
  const county = await official({ roles: [{ role: "countyOffice", region: "210681" }] });
  await county.page.goto(`/workbench/files/${cannery.uscc}/new`, { waitUntil: "networkidle" });
  await county.page.getByText("您的岗位不能查询这个组织的非公开信息。").waitFor();
  await county.page.getByText(/县区信用办只能查询本县/).waitFor();
  assert.equal(await ground(county.page).count(), 0);
  const auditor = await official({ roles: ["auditor"] });
  await auditor.page.goto("/workbench", { waitUntil: "networkidle" });
  const sections = auditor.page.getByRole("navigation", { name: "工作台栏目" });
  for (const name of ["查非公开信息", "核实经办授权"])
    assert.equal(await sections.getByRole("link", { name }).count(), 0);
  for (const path of ["/workbench/files", `/workbench/files/${cannery.uscc}/new`, "/workbench/mandates"]) {
    await auditor.page.goto(path);
    await auditor.page.getByText("您的岗位无权进行这项操作").waitFor();
  }
});
