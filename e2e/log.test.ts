import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { looks, pageFaults, sideways } from "./axe.ts";
import { visit } from "./browser.ts";
import { cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

/** From a record to its proof, and to the certainty that nobody altered it, as a visitor goes. */

const portal = portalForThisFile();
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "chengxin-proofs-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the newest record of the cannery and its proof, as soon as it has its place. */
const openProof = async (page: Page): Promise<void> => {
  await page.goto(`/organisations/${cannery.uscc}`);
  await page.locator(".fact-title a").first().click();
  const link = page.getByRole("link", { name: /登记在透明日志第 [\d,]+ 号/ });
  for (let tries = 0; (await link.count()) === 0 && tries < 40; tries++) {
    await page.waitForTimeout(250);
    await page.reload();
  }
  await link.click();
  await page.getByRole("heading", { name: "证明了什么", exact: true }).waitFor();
};

const takeProof = async (page: Page): Promise<string> => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载证明文件" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^[0-9a-f-]{36}\.tlog-proof$/);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

/** The key as /log shows it. */
const keyOf = async (page: Page): Promise<string> => {
  await page.goto("/log");
  return page
    .locator("section", { has: page.getByRole("heading", { name: "公钥", exact: true }) })
    .locator("code")
    .first()
    .innerText();
};

const check = async (page: Page, file: string, key: string): Promise<string> => {
  await page.setInputFiles("#file", file);
  await page.getByLabel("日志的公钥").fill(key);
  await page.evaluate('document.querySelector("#result").replaceChildren()');
  await page.getByRole("button", { name: "核对" }).click();
  await page.locator("#result h2").waitFor();
  return page.locator("#result").innerText();
};

test("a visitor goes from a record to its proof, takes it away and checks it offline with the key of the log", async () => {
  const { page, context, faults } = await visit(portal.browser, portal.origin);
  await openProof(page);
  const file = await takeProof(page);
  const key = await keyOf(page);
  const saved = join(folder, "verify.html");
  await page.goto("/log");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "保存这个网页" }).click(),
  ]);
  await download.saveAs(saved);
  await context.setOffline(true);
  await page.goto(pathToFileURL(saved).href);
  const result = await check(page, file, key);
  assert.match(result, /✓ 已证明/);
  assert.ok(result.includes(cannery.uscc));
  assert.match(result, /试市监处罚〔2026〕1号|仅公开了摘要/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("the page that checks is served under its own policy too, and refuses in words what was changed, or the key of another log", async () => {
  const { page, context, faults } = await visit(portal.browser, portal.origin);
  await openProof(page);
  const file = await takeProof(page);
  const key = await keyOf(page);
  await page.getByRole("link", { name: "打开离线核对网页" }).click();
  await page.waitForURL(/\/log\/verify\.html$/);
  assert.match(await check(page, file, key), /✓ 已证明/);
  const proof = readFileSync(file, "utf8");
  const extra = /^extra (.*)$/m.exec(proof)?.[1] ?? "";
  const laidOpen = Buffer.from(extra, "base64").toString();
  const tampered = join(folder, "tampered.tlog-proof");
  for (const [from, to] of [
    [extra, Buffer.from(laidOpen.replace(/\\nreported\\n/, "\\ncorrected\\n")).toString("base64")],
    [extra, Buffer.from(laidOpen.replace(cannery.uscc, "91210603MATEXT9XXX")).toString("base64")],
    [/^index (\d+)$/m.exec(proof)?.[0] ?? "", "index 0"],
    ["", ""],
  ] as const) {
    const text = from === "" ? proof.slice(0, proof.length / 2) : proof.replace(from, to);
    assert.notEqual(text, proof);
    writeFileSync(tampered, text);
    const refused = await check(page, tampered, key);
    assert.match(refused, /✗ 未能证明/);
    assert.match(refused, /可以怎么做/);
  }
  const other = key.replace("/log/", "/another/");
  assert.match(await check(page, file, other), /✗ 未能证明/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("without JavaScript the proof is read, taken away, and the key can be copied from the page", async () => {
  const { page, context } = await visit(portal.browser, portal.origin, { javaScriptEnabled: false });
  await openProof(page);
  const text = await page.locator("main").innerText();
  assert.match(text, /没有证明什么/);
  assert.match(text, /chengxin-verify proof/);
  const file = await takeProof(page);
  assert.match(readFileSync(file, "utf8"), /^c2sp\.org\/tlog-proof@v1\nextra /);
  assert.match(await keyOf(page), /^\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/);
  await page.getByRole("link", { name: "检查点原文" }).click();
  assert.match(await page.locator("pre").innerText(), /^\S+\n\d+\n/);
  await context.close();
});

test("what has no proof leads to a page that says so in words", async () => {
  const { page, context } = await visit(portal.browser, portal.origin);
  const path = `/organisations/${cannery.uscc}/records/00000000-0000-4000-8000-000000000000/proof`;
  for (const address of [path, `${path}.tlog-proof`]) {
    const answer = await page.goto(address);
    assert.equal(answer?.status(), 404);
    assert.equal(new URL(page.url()).pathname, path);
    await page.getByRole("searchbox").waitFor();
  }
  await context.close();
});

for (const look of looks)
  test(`nothing is wrong with the pages of the log ${look.name}`, async () => {
    const { page, context, faults } = await visit(portal.browser, portal.origin, { bypassCSP: true, ...look.options });
    await openProof(page);
    const proof = new URL(page.url()).pathname;
    const found: string[] = [];
    for (const path of ["/log", proof]) {
      await page.goto(look.english ? `/en${path}` : path);
      found.push(...(await pageFaults(page, look)));
      if (look.english)
        assert.doesNotMatch(await page.locator("main h1, main h2").allInnerTexts().then(String), /\p{Script=Han}/u);
    }
    await context.addCookies([{ name: "care", value: "on", url: portal.origin }]);
    for (const path of ["/log", proof]) {
      await page.goto(path);
      found.push(...(await sideways(page)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
