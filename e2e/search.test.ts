import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./browser.ts";
import { cannery, idle, namesakes, penaltyCount } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();

test("from two characters of a name to the organisation, to a record, to why it is public", async () => {
  const { page, faults } = await visit(portal.browser, portal.origin);
  await page.goto("/");
  await page.getByRole("searchbox").fill("江畔试验");
  await page.getByRole("button", { name: "查询" }).click();
  await page.locator(".hit").getByRole("link", { name: cannery.name }).click();

  await page.getByRole("heading", { level: 1, name: cannery.name }).waitFor();
  assert.match(
    await page.getByRole("region", { name: "现在有不利的公开记录吗" }).innerText(),
    new RegExp(`有 ${penaltyCount} 条不利记录`),
  );
  await page.getByRole("link", { name: /^经营标签不合规定的食品（第 1 次）$/ }).click();

  await page.getByRole("heading", { level: 1, name: "经营标签不合规定的食品（第 1 次）" }).waitFor();
  const why = await page.getByRole("region", { name: "为什么公示到这一天" }).innerText();
  assert.match(why, /（含当日），次日起自动不再显示/);
  assert.match(why, /《信用修复管理办法》/);
  assert.match(await page.locator(".fact").innerText(), /金额\s*2万元/);
  assert.deepEqual(faults, []);
});

test("a former name finds the organisation and says so", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/search?q=${encodeURIComponent(cannery.formerName)}`);
  const hit = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: cannery.name }) });
  assert.match(await hit.innerText(), new RegExp(`曾用名相符\\s*${cannery.formerName}`));
});

test("a code finds exactly its organisation", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/search?q=${cannery.uscc}`);
  assert.deepEqual(await page.locator(".hit h3").allInnerTexts(), [cannery.name]);
});

test("namesakes are two hits, and each page warns of the other", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/search?q=孤山试验农机");
  assert.equal(await page.locator(".hit").count(), 2);
  await page.goto(`/organisations/${namesakes[0].uscc}`);
  const notice = page.getByRole("complementary", { name: "注意：还有同名的组织" });
  assert.match(await notice.innerText(), new RegExp(namesakes[1].uscc));
});

test("a similar name is offered as similar, never as found", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/search?q=鸭绿江畔试验缸头有限公司");
  assert.match(await page.locator("main").innerText(), /没有组织的名称或代码含有/);
  assert.match(await page.locator(".hit").first().innerText(), /名称相近/);
});

test("a broken promise is not counted as adverse, and its row says that it was not kept", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/organisations/${idle.uscc}`);
  const adverse = await page.getByRole("region", { name: "现在有不利的公开记录吗" }).innerText();
  assert.match(adverse, /没有在公示期内的不利记录/);
  assert.match(adverse, /承诺、合同和检查不算在内/);
  const commitment = await page.getByRole("article").filter({ hasText: "办理试验许可" }).innerText();
  assert.match(commitment, /承诺履行状态：全部未履行/);
  assert.doesNotMatch(commitment, /依据/);
});

test("a code with a wrong check character is told as such", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  const wrong = cannery.uscc.slice(0, 17) + (cannery.uscc.endsWith("0") ? "1" : "0");
  await page.goto(`/search?q=${wrong}`);
  assert.match(await page.locator("main").innerText(), /校验码对不上/);
});

test("nothing found says what was searched and what is not collected", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/search?q=查无此名之名");
  const answer = await page.locator("main").innerText();
  assert.match(answer, /没有找到“查无此名之名”/);
  assert.match(answer, /查过的内容/);
  assert.match(answer, /个人的任何记录/);
});

for (const [name, typed] of [
  ["SQL and regular expressions", "'; drop table record; -- .*+?^${}()|[]\\"],
  ["emoji", "😀😀"],
  ["nothing but spaces", "   "],
  ["one character", "试"],
  ["10,000 characters", "试".repeat(10_000)],
] as const) {
  test(`${name} in the search box is answered in words`, async () => {
    const response = await fetch(`${portal.origin}/search?q=${encodeURIComponent(typed)}`);
    const page = await response.text();
    assert.equal(response.status, 200);
    assert.match(page, /<h1/);
    assert.doesNotMatch(page, /暂时打不开/);
  });
}

test("the copy button puts the bare code on the clipboard", async () => {
  const { page, context } = await visit(portal.browser, portal.origin);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/organisations/${cannery.uscc}`);
  await page.getByRole("button", { name: /^复制/ }).click();
  await page.getByText("已复制").waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), cannery.uscc);
});
