import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./browser.ts";
import { portalForThisFile } from "./portal.ts";
import { makePerson } from "./sign-in.ts";

const portal = portalForThisFile();

/** Passkeys belong to a name: on this machine `localhost`, not 127.0.0.1. */
const named = (): string => portal.origin.replace("127.0.0.1", "localhost");

test("a passkey is added with the password, signs in by itself, and is nobody's once removed", async () => {
  const person = await makePerson(portal.instance, { kind: "agent" });
  const { page, context, faults } = await visit(portal.browser, named());
  const wire = await context.newCDPSession(page);
  await wire.send("WebAuthn.enable");
  const { authenticatorId } = await wire.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });

  await page.goto("/sign-in?to=/account/passkeys");
  await page.locator("#field-login").fill(person.login);
  await page.locator("#field-password").fill(person.password);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.locator("#field-code").fill(person.code(new Date()));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL(/passkeys/);
  await page.getByText("还没有通行密钥").waitFor();
  const add = async (password: string): Promise<void> => {
    await page.getByLabel("名称").fill("办公室的电脑");
    await page.getByLabel("当前密码").fill(password);
    await page.getByRole("button", { name: "添加通行密钥" }).click();
  };
  await add("wrong horse battery");
  await page.getByText("当前密码不对").waitFor();
  await add(person.password);
  await page.getByText("已经添加。").waitFor();
  await page.getByRole("cell", { name: "办公室的电脑", exact: true }).waitFor();
  await add(person.password);
  await page.getByText("这台设备已经是您的通行密钥了").waitFor();

  await page.getByRole("button", { name: "退出登录" }).click();
  await page.goto("/sign-in?to=/account");
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await page.waitForURL(/\/account$/);
  await page.locator("main").getByText("通行密钥", { exact: true }).first().waitFor();

  await page.goto("/account/passkeys");
  await page.getByRole("button", { name: "删除通行密钥“办公室的电脑”" }).click();
  await page.getByText("还没有通行密钥").waitFor();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await page.getByText("通行密钥没有通过验证").waitFor();

  await wire.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await page.getByText("没有登录：设备没有确认").waitFor();
  assert.deepEqual(faults, []);
});

test("without scripts the page says what passkeys need, and nothing else is missing", async () => {
  const person = await makePerson(portal.instance, { kind: "agent" });
  const { page } = await visit(portal.browser, portal.origin, { javaScriptEnabled: false });
  await page.goto("/sign-in?to=/account/passkeys");
  assert.equal(await page.getByRole("button", { name: "用通行密钥登录" }).count(), 0);
  await page.locator("#field-login").fill(person.login);
  await page.locator("#field-password").fill(person.password);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.locator("#field-code").fill(person.code(new Date()));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  assert.match(await page.locator("main").innerText(), /要用到网页脚本/);
});
