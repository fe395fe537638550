import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { encode } from "uqr";
import { visit } from "./browser.ts";
import { looks, pageFaults } from "./axe.ts";
import { portalForThisFile } from "./portal.ts";
import { makeInvitation, makePerson } from "./sign-in.ts";

const portal = portalForThisFile();
const plain = { javaScriptEnabled: false } as const;
const good = "七月 梧桐 旧火车 对岸";

/** The authenticator of somebody who types the key that the page shows. */
const authenticatorOf = async (page: Page): Promise<TOTP> => {
  const key = await page.locator(".enrolment code").innerText();
  return new TOTP({ secret: Secret.fromBase32(key.replaceAll(/\s/g, "")) });
};

const pathOf = (page: Page): string => page.url().slice(portal.origin.length);

const typeTwice = async (page: Page, password: string, again = password): Promise<void> => {
  await page.locator("#field-password").fill(password);
  await page.locator("#field-passwordAgain").fill(again);
};

for (const [name, options] of [
  ["with JavaScript", {}],
  ["without JavaScript", plain],
] as const) {
  test(`who is invited sets password and authenticator, keeps the codes and is at work, ${name}`, async () => {
    const { token, login } = await makeInvitation(portal.instance);
    const { page, faults } = await visit(portal.browser, portal.origin, options);
    const answer = await page.goto(`/invitation/${token}`);
    assert.equal(answer?.headers()["cache-control"], "no-store");
    assert.equal(pathOf(page), "/invitation", "the token stands in no address that stays");
    assert.ok(!(await page.content()).includes(token));
    for (const shown of ["李某", login, "市信用中心", "至少 12 个字符"])
      assert.match(await page.locator("main").innerText(), new RegExp(shown));

    // What is wrong is told by the field; the key stays the one that was scanned.
    const key = await page.locator(".enrolment code").innerText();
    const totp = await authenticatorOf(page);
    const send = async (password: string, again: string, code: string): Promise<void> => {
      await typeTwice(page, password, again);
      await page.getByLabel("验证码").fill(code);
      await page.getByRole("button", { name: "设置完成，登录" }).click();
    };
    for (const [password, again, code, said] of [
      [good, `${good}。`, totp.generate(), /两次输入的密码不一样/],
      ["password1234", "password1234", totp.generate(), /太常见/],
      [`${login} 是我`, `${login} 是我`, totp.generate(), /不要含有登录名/],
      [good, good, "000000", /验证码不对/],
    ] as const) {
      await send(password, again, code);
      assert.match(await page.getByRole("alert").innerText(), said);
      assert.equal(await page.locator(".enrolment code").innerText(), key);
      assert.equal(await page.locator("#field-password").inputValue(), "");
      assert.ok(!(await page.content()).includes(password));
    }
    await send(good, good, totp.generate());
    await page.getByRole("heading", { level: 1, name: "设置完成" }).waitFor();
    const codes = await page.locator(".codes code").allInnerTexts();
    assert.equal(new Set(codes).size, 10);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载为文本文件" }).click();
    const file = readFileSync((await (await download).path()) ?? "", "utf8");
    for (const code of codes) assert.ok(file.includes(code));
    await page.getByRole("link", { name: "已经保存，继续" }).click();
    assert.equal(pathOf(page), "/workbench");
    assert.deepEqual(faults, []);

    const later = await visit(portal.browser, portal.origin, options);
    await later.page.goto(`/invitation/${token}`);
    await later.page.getByRole("heading", { name: "邀请不能使用" }).waitFor();
  });

  test(`an agent registers on two pages of one form and has no rights by it, ${name}`, async () => {
    const login = `经办-${randomUUID().slice(0, 8)}`;
    const { page, faults } = await visit(portal.browser, portal.origin, options);
    await page.goto("/sign-in");
    await page.getByRole("link", { name: /注册/ }).click();
    assert.match(await page.locator("main").innerText(), /注册本身不给任何权限/);
    const who = async (typed: string): Promise<void> => {
      await page.getByLabel("登录名").fill(typed);
      await page.getByLabel("姓名").fill("赵某");
      await page.getByLabel(/^联系方式/).fill("0415-0000000");
      await page.getByRole("button", { name: "下一步" }).click();
    };
    await who("13800138000");
    assert.match(await page.getByRole("alert").innerText(), /不能用手机号/);
    assert.equal(await page.getByLabel("姓名").inputValue(), "赵某");
    await who(login);
    assert.match(await page.locator("main").innerText(), /至少 10 个字符/);
    await typeTwice(page, good);
    await page.getByLabel("验证码").fill((await authenticatorOf(page)).generate());
    await page.getByRole("button", { name: "注册并登录" }).click();
    await page.getByRole("heading", { level: 1, name: "注册完成" }).waitFor();
    assert.equal(await page.locator(".codes code").count(), 10);
    await page.goto("/account");
    assert.match(await page.locator("main").innerText(), /可代办的组织\s*还没有/);
    assert.deepEqual(faults, []);
  });
}

test("a taken login leads back to where it is typed, and nothing else has to be typed again but secrets", async () => {
  const taken = await makePerson(portal.instance, { kind: "agent" });
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/register");
  await page.getByLabel("登录名").fill(taken.login);
  await page.getByLabel("姓名").fill("钱某");
  await page.getByRole("button", { name: "下一步" }).click();
  await typeTwice(page, good);
  await page.getByLabel("验证码").fill((await authenticatorOf(page)).generate());
  await page.getByRole("button", { name: "注册并登录" }).click();
  assert.match(await page.getByRole("alert").innerText(), /已有人使用/);
  assert.equal(await page.getByLabel("姓名").inputValue(), "钱某");
  await page.goto("/register");
  assert.equal(await page.getByLabel("姓名").inputValue(), "", "the next visitor's form is empty");
});

test("the QR code on the page is the key's", async () => {
  const { token } = await makeInvitation(portal.instance);
  const { page } = await visit(portal.browser, portal.origin, { ...plain, colorScheme: "dark" });
  await page.goto(`/invitation/${token}`);
  const uri = (await page.getByRole("link", { name: "直接在验证器里打开" }).getAttribute("href")) ?? "";
  const key = (await page.locator(".enrolment code").innerText()).replaceAll(/\s/g, "");
  assert.equal(new URL(uri).searchParams.get("secret"), key);
  const drawn = (await page.locator("svg.qr path").getAttribute("d")) ?? "";
  const dark = new Set<string>();
  for (const [, x, y, n] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g))
    for (let i = 0; i < Number(n); i++) dark.add(`${Number(x) + i} ${y}`);
  const wanted = encode(uri, { border: 2 }).data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x} ${y}`] : [])));
  assert.deepEqual([...dark].sort(), wanted.sort());
  const box = await page.locator("svg.qr").boundingBox();
  assert.ok((box?.width ?? 0) >= 160, "large enough for a camera");
  assert.equal(await page.locator("svg.qr rect").getAttribute("fill"), "#fff", "light ground in the dark too");
});

for (const look of looks) {
  test(`axe finds nothing on the pages of invitation and registration ${look.name}`, async () => {
    const base = look.english ? "/en" : "";
    const { token } = await makeInvitation(portal.instance);
    const { page, faults } = await visit(portal.browser, portal.origin, { bypassCSP: true, ...look.options });
    const found: string[] = [];
    const measure = async (): Promise<void> => void found.push(...(await pageFaults(page, look)));
    await page.goto(`${base}/invitation/${"x".repeat(43)}`);
    await measure();
    await page.goto(`${base}/invitation/${token}`);
    await measure();
    await typeTwice(page, good, "другое");
    await page.locator("#field-code").fill("000000");
    await page.locator("form.ask button").click();
    await measure();
    await typeTwice(page, good);
    await page.locator("#field-code").fill((await authenticatorOf(page)).generate());
    await page.locator("form.ask button").click();
    await page.locator(".codes").waitFor();
    await measure();
    await page.context().clearCookies();
    await page.goto(`${base}/register`);
    await measure();
    await page.locator("#field-login").fill(`经办-${randomUUID().slice(0, 8)}`);
    await page.locator("#field-displayName").fill("孙某");
    await page.locator("form.ask button").click();
    await page.locator(".enrolment").waitFor();
    await measure();
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
  });
}
