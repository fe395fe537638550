import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import type { Browser, Page } from "playwright-core";
import { mostUploadBytes } from "@chengxin/domain/upload/upload.ts";
import { csvOf, penaltyCsv, penaltyHeaders, penaltyRow } from "../server/intake/intake-rig.ts";
import { openBrowser, visit, type Visitor } from "./browser.ts";
import { startInstance, type Instance } from "./instance.ts";
import { makeSession, signInVisitor } from "./sign-in.ts";

// What is sent here would change the numbers that other files look at: an instance of its own.
let instance: Instance;
let browser: Browser;
let folder: string;
type Session = Awaited<ReturnType<typeof makeSession>>;
let clerk: Session;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "chengxin-reporting-"));
  instance = await startInstance();
  browser = await openBrowser();
  clerk = await makeSession(instance, { roles: [{ role: "departmentClerk", source: "market-supervision" }] });
});
after(async () => {
  await browser.close();
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

const as = async (session: Session): Promise<Visitor> => {
  const visitor = await visit(browser, instance.origin);
  await signInVisitor(visitor.context, instance.origin, session);
  return visitor;
};
const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path, { waitUntil: "networkidle" });
};
/** The page of uploads, as the clerk opens it. */
const uploadsPage = async (): Promise<Visitor> => {
  const visitor = await as(clerk);
  await open(visitor.page, "/workbench");
  await visitor.page.getByRole("navigation", { name: "工作台栏目" }).getByRole("link", { name: "报送文件" }).click();
  await visitor.page.getByRole("heading", { name: "报送文件", level: 1 }).waitFor();
  return visitor;
};
const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const choose = (page: Page, ...files: string[]) => page.getByLabel("选择文件", { exact: true }).setInputFiles(files);
const row = (page: Page, name: string) => page.locator(".wb-files > li", { hasText: name });
const send = async (page: Page, count = 1): Promise<void> => {
  await page.getByRole("button", { name: count > 1 ? `报送 ${count} 个文件` : "报送", exact: true }).click();
};
const offsetOf = (url: string): number => Number(/\/parts\/(\d+)$/.exec(url)?.[1]);
const isPart = /\/api\/v1\/uploads\/[^/]+\/parts\/\d+$/;

/** So many rows as make a file of several parts. */
const large = (name: string, from: number, rows = 9000): string =>
  fileOf(
    name,
    penaltyCsv(Array.from({ length: rows }, (_, n) => ({ no: `大罚〔2026〕${from + n}号`, org: (n % 300) + 1000 }))),
  );

test("two files at once, one with faults in GB18030: receipts, marked workbook, mended and sent again, sent once more", async () => {
  const { page, faults } = await uploadsPage();
  const good = fileOf("好.csv", penaltyCsv([1, 2, 3].map((n) => ({ no: `好罚〔2026〕${n}号`, org: n }))));
  const utf8 = fileOf(
    "有错.utf8",
    penaltyCsv([
      { no: "错罚〔2026〕1号", org: 1 },
      { no: "错罚〔2026〕2号", org: 2, decided: "2026-02-30" },
      { no: "错罚〔2026〕3号", org: 3, decided: "2026-02-30", fine: "许多" },
    ]),
  );
  const bad = fileOf("有错.csv", execFileSync("iconv", ["-f", "utf-8", "-t", "gb18030", utf8]));
  await choose(page, good, bad);
  for (const name of ["好.csv", "有错.csv"]) {
    await row(page, name).getByText("10 列中有 10 列属于这一项").waitFor();
    await row(page, name).getByText("行政处罚").first().waitFor();
  }
  await page.getByText("通过检查的行立即入库").waitFor();
  await send(page, 2);
  await row(page, "好.csv").getByText("3 行全部处理完，没有退回").waitFor();
  await row(page, "有错.csv").getByText("3 行中有 2 行退回").waitFor();

  await page.getByRole("link", { name: "有错.csv的回执" }).click();
  await page.getByRole("heading", { name: /第 \d+ 批回执/ }).waitFor();
  const address = page.url();
  const counts = await page.locator(".wb-counts tr").allInnerTexts();
  assert.deepEqual(
    counts.map((line) => line.split("\t").slice(0, 2).join(" ")),
    ["新收 1", "更正 0", "重复 0", "退回 2", "不收 0", "合计 3"],
  );
  await page.getByText("GB18030").waitFor();
  const kinds = page.locator(".wb-kinds li");
  assert.match(await kinds.filter({ hasText: "不存在的日期" }).innerText(), /2 行，2 处 · 第 3、4 行[\s\S]*没有这一天/);
  assert.deepEqual(await page.locator(".wb-rejected mark").allInnerTexts(), ["2026-02-30", "许多", "2026-02-30"]);
  await kinds.filter({ hasText: "认不出的金额" }).getByRole("link", { name: "只看这些行" }).click();
  await page.getByRole("heading", { name: "退回的行：认不出的金额" }).waitFor();
  assert.deepEqual(await page.locator(".wb-rejected tbody th").allInnerTexts(), ["4"]);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /下载退回的 2 行/ }).click(),
  ]);
  const mended = join(folder, "改好.xlsx");
  await download.saveAs(mended);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(mended);
  const sheet = book.worksheets[0] ?? assert.fail("a sheet");
  const headers = (sheet.getRow(1).values as string[]).slice(1);
  assert.deepEqual(headers.slice(2), penaltyHeaders);
  const marked = (line: number): string[] =>
    headers.filter((_, i) => {
      const { fill } = sheet.getRow(line).getCell(i + 1);
      return i > 1 && fill?.type === "pattern" && fill.fgColor?.argb === "FFFFD9D6";
    });
  assert.deepEqual([marked(2), marked(3)], [["处罚决定日期"], ["罚款金额（万元）", "处罚决定日期"]]);
  for (const line of [2, 3]) sheet.getRow(line).getCell(headers.indexOf("处罚决定日期") + 1).value = "2026-05-08";
  sheet.getRow(3).getCell(headers.indexOf("罚款金额（万元）") + 1).value = "3";
  await book.xlsx.writeFile(mended);

  await page.getByRole("link", { name: "改好了，再报送" }).click();
  await page.getByRole("heading", { name: "报送文件", level: 1 }).waitFor();
  await choose(page, mended, good);
  await row(page, "改好.xlsx").getByText("10 列中有 10 列属于这一项").waitFor();
  await send(page, 2);
  await row(page, "改好.xlsx").getByText("2 行全部处理完，没有退回").waitFor();
  await page.getByText("3 行以前都已收到，这次没有任何改动").waitFor();

  // it can be opened at any time by its address, and the list leads to it
  await open(page, address);
  await page.getByText("3 行中有 2 行退回").waitFor();
  await open(page, "/workbench/batches?outcome=returned");
  assert.equal(await page.locator("tr[data-row]").count(), 1);
  await page.getByRole("link", { name: "有错.csv" }).click();
  await page.waitForURL(address.replace(/[?#].*/, ""));
  assert.deepEqual(faults, []);
});

test("rows about natural persons are counted, and nothing of them is shown or handed out", async () => {
  const { page } = await uploadsPage();
  const person = penaltyRow({ no: "人罚〔2026〕1号", name: "李试验", uscc: "" });
  const path = fileOf("自然人.csv", csvOf([penaltyHeaders, penaltyRow({ no: "人罚〔2026〕2号", org: 5 }), person]));
  await choose(page, path);
  await row(page, "自然人.csv").getByText("行政处罚").first().waitFor();
  await send(page);
  await page.getByRole("link", { name: "自然人.csv的回执" }).click();
  await page.getByRole("heading", { name: "不收的行" }).waitFor();
  await page.getByText("本平台只收组织的信息").waitFor();
  assert.match(await page.locator(".wb-counts").innerText(), /新收\t1[\s\S]*退回\t0[\s\S]*不收\t1[\s\S]*合计\t2/);
  const whole = await page.content();
  assert.doesNotMatch(whole, /李试验|人罚〔2026〕1号/);
  assert.equal(await page.getByRole("link", { name: /下载退回/ }).count(), 0);
});

test("what can't be sent says why before a byte is sent: empty, an old workbook, no table, too large", async () => {
  const { page } = await uploadsPage();
  const asked: string[] = [];
  page.on("request", (request) => request.method() !== "GET" && asked.push(request.url()));
  const tooLarge = fileOf("过大.csv", "a,b\n");
  truncateSync(tooLarge, mostUploadBytes + 1);
  await choose(page, fileOf("空.csv", ""), fileOf("旧.xls", "x"), fileOf("图.png", "x"), tooLarge);
  for (const [name, why] of [
    ["空.csv", "一个字节也没有"],
    ["旧.xls", "旧的 XLS 格式"],
    ["图.png", "不是可以导入的表格"],
    ["过大.csv", "最多 512 MB"],
  ] as const)
    await row(page, name).getByText(why).waitFor();
  assert.equal(await page.getByRole("button", { name: /^报送/ }).count(), 0);
  assert.deepEqual(asked, []);
});

test("a file of column names alone is no success, and a file of another kind comes back as a whole with its reason", async () => {
  const { page } = await uploadsPage();
  await choose(
    page,
    fileOf("只有列名.csv", `${penaltyHeaders.join(",")}\n`),
    fileOf("不相干.csv", "甲,乙,丙\n1,2,3\n"),
  );
  await page.getByText("先为“不相干.csv”选目录项").waitFor();
  await page.getByRole("combobox", { name: "不相干.csv的目录项" }).click();
  await page.getByTitle("行政处罚").last().click();
  await send(page, 2);
  const empty = row(page, "只有列名.csv");
  await empty.getByText("没有读到任何数据行").waitFor();
  assert.equal(await empty.locator("[data-outcome]").getAttribute("data-outcome"), "empty");
  const refused = row(page, "不相干.csv");
  await refused.getByText("整个文件退回，没有保存任何内容").waitFor();
  await refused.getByText("第一行不是列名").waitFor();
});

test("a connection that breaks on the way is waited out, and the file goes on by itself where it stopped", async () => {
  const { page } = await uploadsPage();
  const path = large("断线.csv", 0);
  const offsets: number[] = [];
  let broken = 0;
  await page.route(isPart, async (route) => {
    offsets.push(offsetOf(route.request().url()));
    // the second part and the two tries after it
    if (offsets.length > 1 && broken < 3) {
      broken += 1;
      await route.abort("connectionreset");
    } else await route.continue();
  });
  await choose(page, path);
  await row(page, "断线.csv").getByText("行政处罚").first().waitFor();
  await send(page);
  await page.getByText(/连不上服务器，\d+ 秒后自动再试/).waitFor();
  await row(page, "断线.csv").getByText("9,000 行全部处理完").waitFor({ timeout: 60_000 });
  assert.ok(broken === 3 && offsets.length > 4);
  const tried = offsets[1];
  assert.deepEqual(offsets.slice(1, 5), [tried, tried, tried, tried], "no byte is sent twice, none left out");
});

test("a page that is closed on the way: the file is listed, another one is refused, the same one goes on at its byte", async () => {
  const path = large("中断.csv", 20_000);
  const first = await uploadsPage();
  let taken = 0;
  await first.page.route(isPart, async (route) => {
    // two parts arrive, the next one hangs until the page is gone
    if (taken++ < 2) await route.continue();
  });
  await choose(first.page, path);
  await row(first.page, "中断.csv").getByText("行政处罚").first().waitFor();
  await send(first.page);
  while (taken < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  await first.context.close();

  const { page, faults } = await uploadsPage();
  const unfinished = row(page, "中断.csv");
  await unfinished.getByText(/没有传完 · 已收到 768\.0 KB/).waitFor();
  const again = unfinished.getByLabel("选同一个文件接着传");
  await again.setInputFiles(fileOf("别的.csv", penaltyCsv([{ no: "别", org: 1 }])));
  await unfinished.getByText("“别的.csv”与没有传完的“中断.csv”内容不同").waitFor();
  const offsets: number[] = [];
  page.on("request", (request) => isPart.test(request.url()) && offsets.push(offsetOf(request.url())));
  await again.setInputFiles(path);
  await row(page, "中断.csv").getByText("9,000 行全部处理完").waitFor({ timeout: 60_000 });
  assert.equal(offsets[0], 768 * 1024);
  assert.deepEqual(faults, []);
});

test("sending goes on while another page of the workbench is looked at, and can be cancelled", async () => {
  const { page } = await uploadsPage();
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(isPart, async (route) => {
    if (offsetOf(route.request().url()) > 0) await held;
    await route.continue().catch(() => {});
  });
  await choose(page, large("离开.csv", 40_000), large("取消.csv", 60_000));
  await row(page, "取消.csv").getByText("行政处罚").first().waitFor();
  await send(page, 2);
  await row(page, "取消.csv").getByText("排在后面").waitFor();
  await page.getByRole("button", { name: "取消报送 取消.csv" }).click();
  await page.getByRole("link", { name: "查记录" }).click();
  await page.waitForURL(/workbench\/records/);
  release();
  await page.getByRole("navigation", { name: "工作台栏目" }).getByRole("link", { name: "报送文件" }).click();
  await row(page, "离开.csv").getByText("9,000 行全部处理完").waitFor({ timeout: 60_000 });
  assert.equal(await row(page, "取消.csv").count(), 0);
});

test("another department's batch is as if it did not exist", async () => {
  const { page } = await as(clerk);
  const [latest] = (await (
    await page.request.get(`${instance.origin}/api/v1/batches?limit=1`, { headers: { cookie: clerk.cookie } })
  )
    .json()
    .then(({ items }: { items: { batch: number }[] }) => items)) as { batch: number }[];
  assert.ok(latest);
  const other = await as(
    await makeSession(instance, { roles: [{ role: "departmentClerk", source: "market-supervision-yuanbao" }] }),
  );
  const answer = await other.page.goto(`/workbench/batches/${latest.batch}`);
  assert.equal(answer?.status(), 404);
  await open(other.page, "/workbench/batches");
  await other.page.getByText("没有符合条件的批次").waitFor();
});

test("the rates: no declaration, no rate; declared by the department, each number opens to its rows, seen by the county and not changed by it", async () => {
  const { page, faults } = await as(clerk);
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const day = (offset: number): string =>
    new Date(Date.now() + 8 * 3_600_000 - offset * 86_400_000).toISOString().slice(0, 10);
  const path = fileOf(
    "本月.csv",
    penaltyCsv([1, 2].map((n) => ({ no: `月罚〔2026〕${n}号`, org: n, decided: day(0) }))),
  );
  await open(page, "/workbench/uploads");
  await choose(page, path);
  await row(page, "本月.csv").getByText("行政处罚").first().waitFor();
  await send(page);
  await row(page, "本月.csv").getByText("2 行全部处理完").waitFor();

  await open(page, `/workbench/quality?item=penalty&from=${month}&to=${month}`);
  const line = page.locator("tr[data-row]");
  assert.equal(await line.count(), 1);
  assert.match(await line.innerText(), /没有申报，算不出/);
  await line.getByRole("link", { name: "申报", exact: true }).click();
  await page.getByRole("heading", { name: "申报当月作出的决定件数" }).waitFor();
  await page.getByRole("button", { name: "申报", exact: true }).click();
  assert.equal(await page.getByText("已申报。").count(), 0, "an empty field declares nothing");
  await page.getByRole("textbox", { name: "件数" }).fill("4");
  await page.getByRole("button", { name: "申报", exact: true }).click();
  await page.getByText("已申报。").waitFor();
  await page.getByText("50.0 %").waitFor();
  await page.getByText("4 件", { exact: true }).waitFor();

  await open(page, `/workbench/quality?item=penalty&from=${month}&to=${month}`);
  assert.match(await line.innerText(), /50\.0 %\s*2 \/ 4/);
  await line.locator(".wb-fraction a").first().click();
  await page.getByRole("heading", { name: "收到的决定", level: 1 }).waitFor();
  assert.equal(await page.locator("tr[data-row]").count(), 2);
  await open(page, "/workbench/quality?show=all");
  await page.getByRole("heading", { name: "怎样算的" }).waitFor();
  await page.getByText("发改办财金〔2018〕424号", { exact: false }).first().waitFor();
  assert.equal(await page.locator(".wb-charts svg").count(), 3);

  const office = await as(await makeSession(instance, { roles: ["creditOffice"] }));
  await open(office.page, `/workbench/quality/month?source=market-supervision&item=penalty&month=${month}`);
  await office.page.getByText("只有本单位的数据员和信用中心可以申报").waitFor();
  const elsewhere = await as(await makeSession(instance, { roles: [{ role: "countyOffice", region: "210681" }] }));
  const answer = await elsewhere.page.goto(
    `/workbench/quality/rows?source=market-supervision&item=penalty&month=${month}&set=received`,
  );
  assert.equal(answer?.status(), 404);
  assert.deepEqual(faults, []);
});

test("50 MB arrive whole, in parts of at most 4 MB, and the browser holds little of them", async () => {
  const { page, context } = await uploadsPage();
  const line = `${"甲".repeat(340)},乙,丙\n`;
  const path = fileOf("五十兆.csv", line.repeat(Math.ceil((50 * 1024 * 1024) / Buffer.byteLength(line))));
  const sizes: number[] = [];
  page.on("request", (request) => {
    if (isPart.test(request.url())) sizes.push(offsetOf(request.url()));
  });
  await choose(page, path);
  await page.getByRole("combobox", { name: "五十兆.csv的目录项" }).click();
  await page.getByTitle("行政处罚").last().click();
  const wire = await context.newCDPSession(page);
  const heap = async (): Promise<number> => {
    await wire.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = (await wire.send("Runtime.getHeapUsage")) as {
      usedSize: number;
      backingStorageSize: number;
    };
    return usedSize + backingStorageSize;
  };
  const before = await heap();
  await send(page);
  let most = 0;
  const done = row(page, "五十兆.csv").getByText("整个文件退回，没有保存任何内容");
  while ((await done.count()) === 0) {
    most = Math.max(most, await heap());
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  assert.ok(sizes.length >= 14, `${sizes.length} parts`);
  sizes.slice(1).forEach((offset, i) => assert.ok(offset - (sizes[i] ?? 0) <= 4 * 1024 * 1024));
  assert.ok(most - before < 20 * 1024 * 1024, `${Math.round((most - before) / 1024 / 1024)} MB more than before`);
});
