import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { visit, type Visitor } from "./browser.ts";
import type { Person } from "../server/test/account-site.ts";
import { looks, pageFaults } from "./axe.ts";
import { portalForThisFile } from "./portal.ts";
import { demandNewPassword, makePerson } from "./sign-in.ts";

const portal = portalForThisFile();
const plain = { javaScriptEnabled: false } as const;
const good = "七月 梧桐 旧火车 对岸";

/** A new account, signed in, on a page of its own. */
const signedInOn = async (
  path: string,
  options: Parameters<typeof visit>[2] = plain,
  kind: "official" | "agent" = "agent",
): Promise<Visitor & { person: Person }> => {
  const person = await makePerson(portal.instance, { kind });
  const visitor = await visit(portal.browser, portal.origin, options);
  await visitor.page.goto(`/sign-in?to=${encodeURIComponent(path)}`);
  await enter(visitor.page, person, person.code(new Date()));
  assert.equal(pathOf(visitor.page), path);
  return { ...visitor, person };
};

const enter = async (page: Page, { login, password }: Pick<Person, "login" | "password">, code: string) => {
  await page.locator("#field-login").fill(login);
  await page.locator("#field-password").fill(password);
  await page.locator("form.ask button").click();
  await page.locator("#field-code").fill(code);
  await page.locator("form.ask button").first().click();
};

const pathOf = (page: Page): string => page.url().slice(portal.origin.length);
const alert = (page: Page): Promise<string> => page.getByRole("alert").innerText();

test("a password is changed with the present one, and the other sessions end", async () => {
  const { page, person, context } = await signedInOn("/account/password");
  const before = await context.cookies();
  const change = async (present: string, fresh: string, again = fresh): Promise<void> => {
    await page.getByLabel("当前密码").fill(present);
    await page.getByLabel("新密码", { exact: true }).fill(fresh);
    await page.getByLabel("再输一次新密码").fill(again);
    await page.getByRole("button", { name: "修改密码" }).click();
  };
  for (const [present, fresh, again, said] of [
    ["wrong horse battery", good, good, /当前密码不对/],
    [person.password, good, `${good}。`, /两次输入的密码不一样/],
    [person.password, person.password, person.password, /新密码与当前密码相同/],
    [person.password, "qwertyuiop", "qwertyuiop", /太常见/],
  ] as const) {
    await change(present, fresh, again);
    assert.match(await alert(page), said);
    for (const field of await page.locator("input[type=password]").all()) assert.equal(await field.inputValue(), "");
  }
  await change(person.password, good);
  assert.match(await page.getByRole("status").innerText(), /密码已经修改/);

  const old = await visit(portal.browser, portal.origin, plain);
  await old.context.addCookies(before);
  await old.page.goto("/account");
  assert.match(pathOf(old.page), /^\/sign-in/, "the session from before has a new token");
  await old.page.goto("/sign-in");
  await old.page.locator("#field-login").fill(person.login);
  await old.page.locator("#field-password").fill(person.password);
  await old.page.locator("form.ask button").click();
  assert.match(await alert(old.page), /登录名或密码不对/);
});

test("a demanded password comes before anything else, and then one is where one wanted to be", async () => {
  const person = await makePerson(portal.instance);
  await demandNewPassword(portal.instance, person);
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/workbench/records?item=penalty");
  await enter(page, person, person.code(new Date()));
  for (const path of [null, "/workbench", "/account", "/account/actions"]) {
    if (path !== null) await page.goto(path);
    assert.match(pathOf(page), /^\/account\/password/, path ?? "after signing in");
    assert.match(await page.locator("main").innerText(), /安全管理员要求您先修改密码/);
  }
  await page.goto("/workbench/records?item=penalty");
  await page.getByLabel("当前密码").fill(person.password);
  await page.getByLabel("新密码", { exact: true }).fill(good);
  await page.getByLabel("再输一次新密码").fill(good);
  await page.getByRole("button", { name: "修改密码" }).click();
  assert.equal(pathOf(page), "/workbench/records?item=penalty");
});

test("a new authenticator takes the place of the old one at once", async () => {
  const { page, person } = await signedInOn("/account/authenticator");
  const key = await page.locator(".enrolment code").innerText();
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(/\s/g, "")) });
  const change = async (code: string, password: string): Promise<void> => {
    await page.getByLabel("验证码").fill(code);
    await page.getByLabel("当前密码").fill(password);
    await page.getByRole("button", { name: "换成这个验证器" }).click();
  };
  await change(totp.generate(), "wrong horse battery");
  assert.match(await alert(page), /当前密码不对/);
  assert.equal(await page.locator(".enrolment code").innerText(), key, "what was scanned stays right");
  await change(person.code(new Date()), person.password);
  assert.match(await alert(page), /验证码不对/);
  await change(totp.generate(), person.password);
  assert.match(await page.getByRole("status").innerText(), /验证器已经更换/);

  const later = await visit(portal.browser, portal.origin, plain);
  await later.page.goto("/sign-in?to=/account");
  await enter(later.page, person, person.code(new Date(Date.now() + 30_000)));
  assert.match(await alert(later.page), /验证码不对/);
});

test("new recovery codes are shown once and the old ones are void", async () => {
  const { page, person } = await signedInOn("/account/recovery-codes");
  assert.match(await page.locator("main").innerText(), /还有 10 个没有用过/);
  await page.getByLabel("当前密码").fill("wrong horse battery");
  await page.getByRole("button", { name: "换一组新的" }).click();
  assert.match(await alert(page), /当前密码不对/);
  await page.getByLabel("当前密码").fill(person.password);
  await page.getByRole("button", { name: "换一组新的" }).click();
  const codes = await page.locator(".codes code").allInnerTexts();
  assert.equal(codes.length, 10);
  assert.ok(!codes.includes(person.recoveryCodes[0] ?? ""));
  await page.goto("/account/recovery-codes");
  assert.equal(await page.locator(".codes").count(), 0);
});

test("everybody reads what they did, page by page and nobody else's", async () => {
  const { page, person } = await signedInOn("/account/actions");
  await page.goto("/account/recovery-codes");
  await page.getByLabel("当前密码").fill(person.password);
  await page.getByRole("button", { name: "换一组新的" }).click();
  await page.goto("/account/actions");
  const rows = page.locator("tbody tr");
  assert.match(await rows.first().innerText(), /更换恢复码/);
  assert.match(await rows.last().innerText(), /登录/);
  const other = await signedInOn("/account/actions");
  assert.doesNotMatch(await other.page.locator("main").innerText(), /更换恢复码/);
});

for (const look of looks) {
  test(`axe finds nothing on the pages that change an account ${look.name}`, async () => {
    const base = look.english ? "/en" : "";
    const { page, faults } = await signedInOn(`${base}/account`, { bypassCSP: true, ...look.options });
    const found: string[] = [];
    for (const path of [
      "",
      "/password",
      "/authenticator",
      "/recovery-codes",
      "/passkeys",
      "/actions",
      "/identity-service",
      "?said=password",
    ]) {
      const answer = await page.goto(`${base}/account${path}`, { waitUntil: "networkidle" });
      assert.equal(answer?.headers()["cache-control"], "no-store", path);
      found.push(...(await pageFaults(page, look)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
  });
}
