import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { layoutFaults, looks, type Look } from "./axe.ts";
import { desk, phone, visit, type Visitor } from "./browser.ts";
import { portalForThisFile } from "./portal.ts";
import { acceptInvitation, makePerson, makeSession, signInVisitor } from "./sign-in.ts";

const portal = portalForThisFile();

/** A browser in which somebody with this role is signed in. */
const as = async (
  role: "systemAdministrator" | "securityAdministrator" | "auditor",
  options: Look["options"] = { viewport: desk },
): Promise<Visitor & { accountId: string }> => {
  const visitor = await visit(portal.browser, portal.origin, options);
  const session = await makeSession(portal.instance, { roles: [role], unit: "市大数据局" });
  await signInVisitor(visitor.context, portal.origin, session);
  return { ...visitor, accountId: session.accountId };
};
const open = (page: Page, path: string) => page.goto(path, { waitUntil: "networkidle" });
/** Chooses from an antd select by what it is called. */
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole("combobox", { name: label }).click();
  await page.keyboard.type(option);
  await page.locator(".ant-select-item-option").getByText(option, { exact: true }).click();
};

test("invited by one, begun by its owner, proposed by one, approved by another: then the new official can do it", async () => {
  const system = await as("systemAdministrator");
  const security = await as("securityAdministrator");
  await open(system.page, "/workbench/accounts");
  await system.page.getByRole("main").getByRole("link", { name: "邀请工作人员" }).click();
  await system.page.getByRole("heading", { name: "邀请工作人员", level: 1 }).waitFor();
  await system.page.getByLabel("登录名").fill("13912345678");
  await system.page.getByLabel("姓名").fill("李娜");
  await system.page.getByLabel("单位").fill("市市场监管局");
  await system.page.getByRole("button", { name: "邀请", exact: true }).click();
  await system.page
    .getByRole("alert")
    .getByText(/不能用手机号/)
    .waitFor();
  assert.equal(await system.page.getByLabel("姓名").inputValue(), "李娜", "what was typed is still there");
  await system.page.getByLabel("登录名").fill("li.na");
  await system.page.getByRole("button", { name: "邀请", exact: true }).click();
  const link = await system.page.locator(".wb-link code").innerText();
  assert.match(link, /\/invitation\/[\w-]{43}$/);
  await system.page.getByText("这个链接只显示这一次").waitFor();
  await system.page.getByRole("link", { name: "到这个账号" }).click();
  await system.page.getByRole("heading", { name: "账号 li.na" }).waitFor();
  assert.doesNotMatch(await system.page.content(), new RegExp(link.slice(-43)), "the link is gone");

  await system.page.getByRole("button", { name: "提议岗位" }).click();
  await choose(system.page, "岗位", "部门数据员");
  await system.page.getByText("请先选择岗位").waitFor();
  await choose(system.page, "所属部门", "丹东市市场监督管理局");
  await system.page.getByLabel("理由").fill("负责双公示报送");
  await system.page.getByRole("button", { name: "提议岗位" }).click();
  await system.page.getByText("已提议，等待安全管理员批准。").waitFor();
  assert.equal(await system.page.getByRole("button", { name: "批准" }).count(), 0, "the proposer can't approve");

  await open(security.page, "/workbench");
  await security.page.getByRole("navigation").getByRole("link", { name: "岗位提议" }).click();
  await security.page.getByRole("link", { name: "li.na" }).click();
  await security.page.getByText("负责双公示报送").first().waitFor();
  await security.page.getByText("本人还没有启用账号；启用以后才能批准。").waitFor();

  const token = await acceptInvitation(portal.instance, link);
  const owner = await visit(portal.browser, portal.origin);
  await signInVisitor(owner.context, portal.origin, { token });
  await open(owner.page, "/workbench");
  assert.equal(await owner.page.getByRole("link", { name: "账号", exact: true }).count(), 0);

  await security.page.reload({ waitUntil: "networkidle" });
  await security.page.getByRole("button", { name: "批准", exact: true }).click();
  await security.page.getByText("已批准，岗位立即生效。").waitFor();

  const batches = await owner.page.request.get("/api/v1/batches");
  assert.equal(batches.status(), 200, "in the session that there was");
  for (const { faults, context } of [system, security, owner]) {
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test("disabled with a reason, the sessions end at once; only the security administrator enables again", async () => {
  const person = await makePerson(portal.instance, { login: "sun.li" });
  const victim = await makeSession(portal.instance, { roles: ["windowClerk"], login: "zhou.yu" });
  const owner = await visit(portal.browser, portal.origin);
  await signInVisitor(owner.context, portal.origin, victim);
  await open(owner.page, "/workbench");
  const system = await as("systemAdministrator");
  await open(system.page, `/workbench/accounts/${victim.accountId}`);
  await system.page.getByRole("button", { name: "停用账号" }).click();
  await system.page.getByText("所有登录立即结束").waitFor();
  await system.page.getByRole("button", { name: "停用账号" }).click();
  await system.page.getByText("请先写明理由").waitFor();
  await system.page.getByLabel("理由").fill("已调离本单位");
  await system.page.getByRole("button", { name: "停用账号" }).click();
  await system.page.getByText("已停用，登录已全部结束。").waitFor();
  await owner.page.goto("/workbench");
  await owner.page.waitForURL(/\/sign-in/);
  assert.equal(await system.page.getByRole("button", { name: "重新启用" }).count(), 0);

  const security = await as("securityAdministrator");
  await open(security.page, `/workbench/accounts/${victim.accountId}`);
  await security.page.getByText("账号已停用，请先由安全管理员重新启用。").first().waitFor();
  await security.page.getByRole("heading", { name: "办理理由" }).waitFor();
  await security.page.getByText("已调离本单位").waitFor();
  await security.page.getByRole("button", { name: "重新启用" }).click();
  await security.page.getByText("已重新启用。").waitFor();

  await open(security.page, `/workbench/accounts/${person.accountId}`);
  await security.page.getByRole("button", { name: "重置密码和第二因素" }).click();
  await security.page.getByLabel("理由").fill("手机丢失");
  await security.page.getByRole("button", { name: "重置密码和第二因素" }).click();
  assert.match(await security.page.locator(".wb-link code").innerText(), /\/invitation\//);
  for (const { faults } of [system, security]) assert.deepEqual(faults, []);
});

test("a review: one administrator proposes that an account lasts on, another finds it among the work and approves", async () => {
  const person = await makePerson(portal.instance, { login: "wu.min" });
  const system = await as("systemAdministrator");
  await open(system.page, `/workbench/accounts/${person.accountId}`);
  await system.page.getByText("您自己不能批准。").first().waitFor();
  await system.page.getByRole("button", { name: "复核，提议延长" }).click();
  await system.page.getByText("已提议延长，等待安全管理员批准。").waitFor();
  await system.page.getByText("已有延长的提议，等待安全管理员决定。").first().waitFor();
  assert.equal(await system.page.getByRole("button", { name: "批准", exact: true }).count(), 0);

  const security = await as("securityAdministrator");
  await open(security.page, "/workbench");
  await security.page.getByRole("link", { name: /有岗位或延长的提议，等待您决定/ }).click();
  await security.page.getByRole("link", { name: /wu\.min/ }).click();
  await security.page.getByRole("heading", { name: "待批准：延长账号" }).waitFor();
  await security.page.getByRole("button", { name: "批准", exact: true }).click();
  await security.page.getByText("已批准，账号和现有岗位已延长。").waitFor();
  await security.page.getByRole("heading", { name: "待批准：延长账号" }).waitFor({ state: "detached" });
  for (const { faults } of [system, security]) assert.deepEqual(faults, []);
});

test("nobody's own account, and no administration's, can be changed there: every button says why", async () => {
  const security = await as("securityAdministrator");
  await open(security.page, `/workbench/accounts/${security.accountId}`);
  for (const name of ["要求修改密码", "重置密码和第二因素", "停用账号"]) {
    const button = security.page.getByRole("button", { name });
    assert.equal(await button.getAttribute("aria-disabled"), "true", name);
  }
  await security.page.getByText("这是您自己的账号，须由另一名管理员办理。").first().waitFor();
  const system = await as("systemAdministrator");
  await open(security.page, `/workbench/accounts/${system.accountId}`);
  await security.page.getByText("这是三个管理岗位之一").waitFor();
});

test("administrators see no business pages, the auditor sees accounts and changes none, everybody else sees neither", async () => {
  for (const role of ["systemAdministrator", "securityAdministrator"] as const) {
    const { page, context } = await as(role);
    for (const path of ["/api/v1/uploads", "/api/v1/batches", "/api/v1/quality", "/api/v1/mandates/waiting"])
      assert.ok([403, 404].includes((await page.request.get(path)).status()), `${role} ${path}`);
    await context.close();
  }
  const auditor = await as("auditor");
  await open(auditor.page, "/workbench/accounts");
  assert.ok((await auditor.page.locator("tr[data-row]").count()) > 1);
  assert.equal(await auditor.page.getByRole("main").getByRole("link", { name: "邀请工作人员" }).count(), 0);
  await auditor.page.locator("tr[data-row] a").first().click();
  await auditor.page.getByText("您的岗位可以查看账号，不能改动。").waitFor();
  const clerk = await visit(portal.browser, portal.origin);
  await signInVisitor(clerk.context, portal.origin, await makeSession(portal.instance, { roles: ["creditCentre"] }));
  assert.equal((await clerk.page.goto("/workbench/accounts"))?.status(), 403);
});

test("the list is filtered by what is worth a look, and taken away as it is", async () => {
  const { page, faults } = await as("securityAdministrator", { viewport: phone });
  await open(page, "/workbench/accounts?attention=unused&kind=official");
  assert.ok((await page.locator("tr[data-row]").count()) > 0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /CSV/ }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^listAccounts-.*\.csv$/);
  assert.deepEqual(faults, []);
});

for (const look of looks)
  test(`axe finds nothing and nothing scrolls sideways on the pages of accounts ${look.name}`, async () => {
    const clerk = await makeSession(portal.instance, { roles: ["departmentClerk"] });
    const system = await as("systemAdministrator", look.options);
    const security = await as("securityAdministrator", look.options);
    const found: string[] = [];
    const measure = async ({ page }: Visitor, path: string): Promise<void> => {
      await open(page, (look.english ? "/en" : "") + path);
      found.push(...(await layoutFaults(page, look)));
    };
    await measure(system, "/workbench/accounts");
    await measure(system, "/workbench/accounts/new");
    await measure(system, `/workbench/accounts/${clerk.accountId}`);
    await measure(security, `/workbench/accounts/${clerk.accountId}`);
    await measure(security, `/workbench/accounts/${security.accountId}`);
    await measure(security, "/workbench/accounts?attention=proposals");
    assert.deepEqual(found, []);
    assert.deepEqual([...system.faults, ...security.faults], []);
  });
