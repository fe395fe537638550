import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { buildPage } from "@chengxin/verifier/build-page.mjs";
import type { Browser, Page } from "playwright-core";
import { looks, pageFaults } from "./axe.ts";
import { openBrowser, visit } from "./browser.ts";

/** The page that checks proofs, as a file on a disk: no server, no network. */

const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(import.meta.resolve(`@chengxin/verifier/vectors/${name}.json`)), "utf8"));
const { trust, proofs } = vectors("proofs") as {
  trust: { log: string[]; witnesses: string[] };
  proofs: { what: string; proof: string; refused: string | null }[];
};
const { files } = vectors("files") as { files: { what: string; file: string; refused: string | null }[] };
const [key = ""] = trust.log;

let directory: string;
let address: string;
let browser: Browser;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), "chengxin-verify-page-"));
  const path = join(directory, "verify.html");
  writeFileSync(path, buildPage().html);
  address = pathToFileURL(path).href;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(directory, { recursive: true, force: true });
});

const put = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

/** Chooses a file and checks it; the result's heading. */
const check = async (page: Page, text: string): Promise<string> => {
  await page.setInputFiles("#file", put("proof", text));
  await page.evaluate('document.querySelector("#result").replaceChildren()');
  await page.locator("button[type=submit]").click();
  return page.locator("#result h2").innerText();
};

/** The same by dropping the file, in the page itself. */
const drop = (page: Page, text: string, name = "proof"): Promise<string> =>
  page.evaluate(`(async () => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    const result = document.querySelector("#result");
    result.replaceChildren();
    const drawn = new Promise((resolve) => new MutationObserver(resolve).observe(result, { childList: true }));
    document.querySelector("form").requestSubmit();
    await drawn;
    return result.querySelector("h2").innerText;
  })()`);

test("every proof and file of the vectors gets the verdict that it must have, without a single request", async () => {
  const { page, context, faults } = await visit(browser, address);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  await context.setOffline(true);
  await page.getByLabel("日志的公钥").fill(key);
  for (const { what, proof, refused } of proofs)
    assert.equal(await drop(page, proof), refused === null ? "✓ 已证明" : "✗ 未能证明", what);
  for (const { what, file, refused } of files)
    assert.equal(await drop(page, file), refused === null ? "✓ 已证明" : "✗ 未能证明", what);
  assert.deepEqual(requests, [address]);
  assert.deepEqual(faults, []);
  await context.close();
});

test("says in words what is proven and what is not, and turns to English without being asked anew", async () => {
  const { page, context } = await visit(browser, address);
  await page.goto(address);
  await page.getByLabel("日志的公钥").fill(key);
  await check(page, files[0]?.file ?? "");
  const result = page.locator("#result");
  assert.match(await result.innerText(), /91210600MA0LEAF01P 截至 2026-11-28 的全部记录共 4 条/);
  assert.match(await result.innerText(), /它不能说明：\s+内容是否属实/);
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await result.innerText(), /none left out, none added/);
  assert.match(await page.locator("h1").innerText(), /Check a proof/);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByLabel("Keys of witnesses").fill(trust.witnesses.join("\n"));
  await check(page, files[0]?.file ?? "");
  assert.match(await result.innerText(), /witness\.example\/two” cosigned on/);
  await context.close();
});

test("a file without a key, or with the key of something else, is told what is missing", async () => {
  const { page, context } = await visit(browser, address);
  await page.goto(address);
  await page.getByRole("button", { name: "核对" }).click();
  assert.match(await page.locator("#result").innerText(), /还没有选择文件/);
  await check(page, proofs[0]?.proof ?? "");
  assert.match(await page.locator("#result").innerText(), /没有给出日志的公钥/);
  await page.getByLabel("日志的公钥").fill(trust.witnesses[0] ?? "");
  await check(page, proofs[0]?.proof ?? "");
  assert.match(await page.locator("#result").innerText(), /不能用作/);
  await context.close();
});

test("a file can be dropped on the page, and all is done by keyboard", async () => {
  const { page, context } = await visit(browser, address);
  await page.goto(address);
  await drop(page, proofs[7]?.proof ?? "", "dropped.tlog-proof");
  assert.equal(await page.locator("#file-name").innerText(), "已选：dropped.tlog-proof");
  await page.getByLabel("日志的公钥").focus();
  await page.keyboard.insertText(key);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "✓ 已证明" }).waitFor();
  assert.equal(await page.evaluate("document.activeElement.id"), "result");
  await context.close();
});

for (const look of looks)
  test(`nothing is wrong with the page as it stands ${look.name}`, async () => {
    const { page, context } = await visit(browser, address, { ...look.options, bypassCSP: true });
    await page.goto(address);
    if (look.english) await page.getByRole("button", { name: "English" }).click();
    assert.deepEqual(await pageFaults(page, look), []);
    await page.locator("#key").fill(key);
    for (const text of [files[0]?.file ?? "", "no proof"]) {
      await check(page, text);
      assert.deepEqual(await pageFaults(page, look), []);
    }
    await context.close();
  });
