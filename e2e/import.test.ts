import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { visit } from "./browser.ts";
import { idle } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();
const file = fileURLToPath(new URL("fixtures/licences.csv", import.meta.url));

test("a department's file is on the public page at once; what is wrong or about a person is not", async () => {
  const receipt = await portal.instance.importFile("licence", file);
  assert.deepEqual(
    [receipt.read, receipt.accepted, receipt.corrected, receipt.duplicate, receipt.rejected, receipt.turnedAway],
    [4, 2, 0, 0, 1, 1],
  );
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto(`/organisations/${idle.uscc}`);
  const licence = page.getByRole("article").filter({ hasText: "食品经营许可证" });
  assert.match(await licence.innerText(), /2026年5月6日/);
  assert.match(await licence.innerText(), /有效期\s*2026年5月6日 至 长期/);
  const adverse = await page.getByRole("region", { name: "现在有不利的公开记录吗" }).innerText();
  assert.match(adverse, /没有在公示期内的不利记录/);
  assert.match(adverse, /算作不利记录的只有：[^。]*行政处罚/);

  await page.goto("/licences");
  const list = await page.locator("main").innerText();
  assert.match(list, /2 条公开记录/);
  assert.doesNotMatch(list, /试验甲/);
});

test("the same file again changes nothing", async () => {
  const receipt = await portal.instance.importFile("licence", file);
  assert.deepEqual([receipt.accepted, receipt.corrected, receipt.duplicate], [0, 0, 2]);
  const { page } = await visit(portal.browser, portal.origin);
  await page.goto("/licences");
  assert.match(await page.locator("main").innerText(), /2 条公开记录/);
});
