import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { Person } from "../server/test/account-site.ts";
import { visit } from "./browser.ts";
import { careOnPhone, looks, pageFaults } from "./axe.ts";
import { portalForThisFile } from "./portal.ts";
import { makePerson } from "./sign-in.ts";

const portal = portalForThisFile();
const plain = { javaScriptEnabled: false } as const;
const official = () => makePerson(portal.instance);
const agent = () => makePerson(portal.instance, { kind: "agent" });

const firstStep = async (page: Page, { login, password }: Pick<Person, "login" | "password">): Promise<void> => {
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "下一步" }).click();
};

const secondStep = async (page: Page, code: string): Promise<void> => {
  await page.getByLabel("验证码").fill(code);
  await page.getByRole("button", { name: "登录", exact: true }).click();
};

/** Both steps, from the page where one was sent to sign in. */
const signIn = async (page: Page, person: Person): Promise<void> => {
  await firstStep(page, person);
  await secondStep(page, person.code(new Date()));
};

const pathOf = (page: Page): string => page.url().slice(portal.origin.length);

for (const [name, options] of [
  ["with JavaScript", {}],
  ["without JavaScript", plain],
] as const) {
  test(`an official who wanted a page of the workbench signs in and is there, ${name}`, async () => {
    const person = await official();
    const { page } = await visit(portal.browser, portal.origin, options);
    await page.goto("/workbench/records?item=penalty");
    assert.match(pathOf(page), /^\/sign-in\?to=/);
    await signIn(page, person);
    assert.equal(pathOf(page), "/workbench/records?item=penalty");
  });

  test(`an agent signs in by recovery code, which counts once, ${name}`, async () => {
    const person = await agent();
    const [code = ""] = person.recoveryCodes;
    const signInByRecovery = async (page: Page): Promise<void> => {
      await page.goto("/sign-in?to=/account");
      await firstStep(page, person);
      await page.locator("summary", { hasText: "恢复码" }).click();
      await page.getByLabel("恢复码").fill(code.toLowerCase().replaceAll("-", " "));
      await page.getByRole("button", { name: "用恢复码登录" }).click();
    };
    const first = await visit(portal.browser, portal.origin, options);
    await signInByRecovery(first.page);
    assert.equal(pathOf(first.page), "/account");
    const again = await visit(portal.browser, portal.origin, options);
    await signInByRecovery(again.page);
    assert.match(await again.page.getByRole("alert").innerText(), /恢复码不对，或者已经用过/);
    assert.equal(await again.page.getByLabel("恢复码").inputValue(), "");
  });
}

test("what was wrong is told without telling which accounts exist, and no later visitor sees what was typed", async () => {
  const person = await official();
  const said = [];
  const { page } = await visit(portal.browser, portal.origin, plain);
  for (const login of [person.login, "nobody-of-that-name"]) {
    await page.goto("/sign-in");
    await firstStep(page, { login, password: "wrong horse battery" });
    assert.equal(await page.getByLabel("登录名").inputValue(), login);
    assert.equal(await page.getByLabel("密码", { exact: true }).inputValue(), "");
    assert.match(await page.title(), /^错误：登录/);
    said.push(await page.getByRole("alert").innerText());
    assert.ok(!(await page.content()).includes("wrong horse"));
  }
  assert.equal(said[0], said[1]);
  assert.match(said[0] ?? "", /登录名或密码不对/);

  for (const other of [page, (await visit(portal.browser, portal.origin)).page]) {
    await other.goto("/sign-in");
    assert.equal(await other.getByLabel("登录名").inputValue(), "");
    assert.equal(await other.getByRole("alert").count(), 0);
  }
});

test("failures are told to the one who signs in next, and sign-in that has to wait says how long", async () => {
  const person = await official();
  const { page } = await visit(portal.browser, portal.origin, plain);
  for (let time = 0; time < 2; time++) {
    await page.goto("/sign-in");
    await firstStep(page, { ...person, password: "wrong horse battery" });
  }
  await page.goto("/sign-in?to=/account");
  await signIn(page, person);
  assert.match(await page.locator("main").innerText(), /试过 2 次，没有成功/);
  await page.getByRole("link", { name: "继续" }).click();
  assert.equal(pathOf(page), "/account");

  const other = await visit(portal.browser, portal.origin, plain);
  for (let time = 0; time < 6; time++) {
    await other.page.goto("/sign-in");
    await firstStep(other.page, { login: "tried-too-often", password: "wrong horse battery" });
  }
  assert.match(await other.page.getByRole("alert").innerText(), /请约 15 分钟后再试/);
});

test("the way onward never leaves the site", async () => {
  for (const to of ["//evil.example/x", "/\\evil.example", "https://evil.example", "https:evil.example", "/sign-out"]) {
    const person = await official();
    const { page } = await visit(portal.browser, portal.origin, plain);
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    await signIn(page, person);
    assert.equal(pathOf(page), "/workbench", to);
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    assert.equal(pathOf(page), "/workbench", `${to}, signed in already`);
  }
});

test("half signed in shows nothing of the account; whoever has no second step open begins again", async () => {
  const person = await official();
  const { page } = await visit(portal.browser, portal.origin, plain);
  await page.goto("/sign-in/second");
  assert.match(pathOf(page), /^\/sign-in\?said=expired/);
  await firstStep(page, person);
  assert.equal(pathOf(page), "/sign-in/second");
  for (const path of ["/account", "/sign-in/done"]) {
    await page.goto(path);
    assert.match(pathOf(page), /^\/sign-in(\?|$)/);
    assert.ok(!(await page.content()).includes("王某"));
  }
  await page.goto("/sign-in/second");
  await secondStep(page, "12345");
  assert.match(await page.getByRole("alert").innerText(), /验证码不对/);
});

test("an account shows its devices; each can be ended from another, and all at once", async () => {
  const person = await agent();
  const [here, there] = [await visit(portal.browser, portal.origin, plain), await visit(portal.browser, portal.origin)];
  await there.page.goto("/sign-in?to=/account");
  await firstStep(there.page, person);
  await there.page.locator("summary", { hasText: "恢复码" }).click();
  await there.page.getByLabel("恢复码").fill(person.recoveryCodes[1] ?? "");
  await there.page.getByRole("button", { name: "用恢复码登录" }).click();
  await here.page.goto("/sign-in?to=/account");
  await signIn(here.page, person);

  const main = here.page.locator("main");
  await main.getByText("王某").waitFor();
  assert.equal(await main.locator("tbody tr").count(), 2);
  await main.getByRole("button", { name: /^结束 Chrome/ }).click();
  assert.equal(await main.locator("tbody tr").count(), 1);
  await there.page.reload();
  assert.match(pathOf(there.page), /^\/sign-in\?to=/);

  const cookies = await here.context.cookies();
  await here.page.getByRole("button", { name: "退出所有设备" }).click();
  assert.match(await here.page.getByRole("status").innerText(), /已经退出登录/);
  await here.context.addCookies(cookies);
  await here.page.goto("/account");
  assert.match(pathOf(here.page), /^\/sign-in/, "the old cookie is worth nothing");
});

test("by keyboard alone: both steps and out again", async () => {
  const person = await agent();
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/sign-in?to=/account");
  await page.getByLabel("登录名").focus();
  await page.keyboard.type(person.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/second/);
  await page.keyboard.type(person.code(new Date()));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/account/);
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate("document.activeElement.innerText")) === "退出登录") break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/said=out/);
});

/** Pages about one account, as they are for whoever has the session. */
const own = ["/account"];
const doors = ["/sign-in", "/sign-in?said=expired"];

test("no cache keeps a page about an account, and public pages are the same for everybody", async () => {
  const person = await agent();
  const { page, context } = await visit(portal.browser, portal.origin, plain);
  const before = await (await page.request.get("/penalties")).text();
  await page.goto("/sign-in?to=/account");
  await signIn(page, person);
  for (const path of own) assert.equal((await page.request.get(path)).headers()["cache-control"], "no-store", path);
  const after = await page.request.get("/penalties");
  const bare = (text: string): string => text.replaceAll(/nonce="[^"]*"/g, "");
  assert.equal(bare(await after.text()), bare(before));
  await context.clearCookies();
  for (const path of doors) assert.equal((await page.request.get(path)).headers()["cache-control"], "no-store", path);
});

for (const look of [...looks, careOnPhone]) {
  test(`axe finds nothing, nothing scrolls sideways and everything can be pressed ${look.name}`, async () => {
    const base = look.english ? "/en" : "";
    const person = await agent();
    const { page, context, faults } = await visit(portal.browser, portal.origin, { bypassCSP: true, ...look.options });
    if (look.care) await context.addCookies([{ name: "care", value: "on", url: portal.origin }]);
    const found: string[] = [];
    for (const path of doors) {
      await page.goto(base + path);
      found.push(...(await pageFaults(page, look)));
    }
    await page.locator("#field-login").fill(person.login);
    await page.locator("#field-password").fill("wrong horse battery");
    await page.locator("form.ask button").click();
    found.push(...(await pageFaults(page, look)));
    await page.locator("#field-login").fill(person.login);
    await page.locator("#field-password").fill(person.password);
    await page.locator("form.ask button").click();
    await page.locator("summary").click();
    found.push(...(await pageFaults(page, look)));
    await page.locator("#field-code").fill(person.code(new Date()));
    await page.keyboard.press("Enter");
    await page.waitForURL(/done/);
    found.push(...(await pageFaults(page, look)));
    for (const path of own) {
      await page.goto(base + path);
      found.push(...(await pageFaults(page, look)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
  });
}
