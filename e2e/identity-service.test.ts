import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import {
  clientId,
  clientSecret,
  IdentityServiceRig,
  twoFactors,
  type AtTheService,
} from "../server/account/identity-service/identity-rig.ts";
import { openBrowser, phone, visit } from "./browser.ts";
import { startInstance, type Instance } from "./instance.ts";
import { makePerson } from "./sign-in.ts";

const rig = new IdentityServiceRig();
let instance: Instance;
let browser: Browser;
before(async () => {
  await rig.start("first");
  instance = await startInstance((origin) => ({
    ORIGIN: origin,
    OIDC_ISSUER: rig.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_LABEL: "市统一身份认证",
    OIDC_TWO_FACTORS: twoFactors,
  }));
  await rig.stop();
  rig.siteOrigin = instance.origin;
  await rig.start("first");
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await instance.stop();
  await rig.stop();
});

/** A browser at which this person sits, as the identity service sees it. */
const at = async (person: AtTheService, options: Parameters<typeof visit>[2] = {}) => {
  const header = Buffer.from(JSON.stringify(person)).toString("base64");
  return visit(browser, instance.origin, { ...options, extraHTTPHeaders: { "x-person": header } });
};

test("without JavaScript: linked once with the password, then in by the identity service, where one wanted to go", async () => {
  const person = await makePerson(instance, { login: "sun.li" });
  const { page } = await at({ sub: "sun", acr: twoFactors }, { javaScriptEnabled: false, viewport: phone });
  await page.goto("/sign-in?to=/account/identity-service");
  await page.getByLabel("登录名").fill(person.login);
  await page.getByLabel("密码").fill(person.password);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByLabel("验证码", { exact: true }).fill(person.code(new Date()));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.goto("/account");
  await page.getByRole("link", { name: "市统一身份认证：关联或解除" }).click();
  await page.getByLabel("现在的密码").fill("不是这个密码");
  await page.getByRole("button", { name: "关联" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("现在的密码").fill(person.password);
  await page.getByRole("button", { name: "关联" }).click();
  await page.getByRole("link", { name: "前往市统一身份认证" }).click();
  await page.getByText("已经关联。下次可以用它登录。").waitFor();

  const next = await at({ sub: "sun", acr: twoFactors });
  await next.page.goto("/workbench/organisations");
  await next.page.getByRole("link", { name: "用市统一身份认证登录" }).click();
  await next.page.waitForURL(/\/workbench\/organisations$/, { timeout: 15_000 }).catch(async () => {
    await next.page.getByRole("link", { name: "继续" }).click();
    await next.page.waitForURL(/\/workbench\/organisations$/);
  });
  assert.deepEqual(next.faults, []);
  const weak = await at({ sub: "sun", amr: ["pwd"] });
  await weak.page.goto("/en/sign-in");
  await weak.page.getByRole("link", { name: "Sign in by 市统一身份认证" }).click();
  await weak.page.waitForURL(/\/en\/sign-in\/second/);
});

test("a stranger and somebody who turns back are told what to do; the service down, the password still works", async () => {
  const stranger = await at({ sub: "nobody" });
  await stranger.page.goto("/sign-in");
  await stranger.page.getByRole("link", { name: "用市统一身份认证登录" }).click();
  await stranger.page.getByText("这个身份没有关联可以登录的账号。").waitFor();
  const back = await at({ sub: "x", cancels: true });
  await back.page.goto("/en/sign-in");
  await back.page.getByRole("link", { name: "Sign in by 市统一身份认证" }).click();
  await back.page.getByText("You did not finish signing in").waitFor();
  await rig.stop();
  await back.page.getByRole("link", { name: "Try again" }).click();
  await back.page.getByText("The identity service's answer").or(back.page.getByText("can't be reached")).waitFor();
  await back.page.getByRole("link", { name: "Back to sign-in" }).click();
  await back.page.getByLabel("Login").waitFor();
  for (const { faults } of [stranger, back]) assert.deepEqual(faults, []);
});
