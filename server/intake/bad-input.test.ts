import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertRefused } from "./assert-refused.ts";
import { FileRefused } from "./file-refused.ts";
import { ImportRefused } from "./import-file.ts";
import { countsOf, csvOf, intakeRig, penaltyCsv, penaltyHeaders, penaltyRow, type IntakeRig } from "./intake-rig.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

const refused = (path: string, code: string, data?: Record<string, unknown>): Promise<void> =>
  assertRefused(rig, path, code, data);
const good = (n: number): string => penaltyCsv(Array.from({ length: n }, (_, i) => ({ org: i + 1 })));
const gb18030 = (text: string): Buffer => execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: text });

test("a file that isn't there, is empty, or is no table", async () => {
  await refused(join(rig.folder, "nowhere.csv"), "file.not_found");
  await refused(rig.file("empty.csv", ""), "file.empty");
  await refused(rig.file("blank.csv", " \r\n\n"), "file.empty");
  await refused(rig.file("x.csv", "%PDF-1.7\n%…"), "file.kind_unknown");
  mkdirSync(join(rig.folder, "folder"), { recursive: true });
  await refused(join(rig.folder, "folder"), "file.kind_unknown");
});

test("UTF-8 with a byte order mark and GB18030 are read as what they are; UTF-16 is refused", async () => {
  const text = good(3);
  assert.deepEqual(countsOf(await rig.take(rig.file("bom.csv", `\ufeff${text}`), "penalty")), [3, 3, 0, 0, 0, 0]);
  const gb = await rig.take(rig.file("gb.csv", gb18030(text)), "penalty");
  assert.deepEqual(countsOf(gb), [3, 0, 0, 3, 0, 0], "the same content, whatever the encoding");
  assert.equal(gb.encoding, "gb18030");
  await refused(rig.file("u16.csv", Buffer.from(`\ufeff${text}`, "utf16le")), "file.encoding_utf16");
  await refused(
    rig.file("u16nobom.csv", Buffer.from("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "utf16le")),
    "file.encoding_utf16",
  );
});

test("a UTF-8 file with a broken byte is not read as GB18030, and the row is named", async () => {
  const bytes = Buffer.from(good(50));
  const at = bytes.indexOf("测试样例30号");
  bytes[at + 1] = 0xff;
  await refused(rig.file("broken.csv", bytes), "file.encoding_damaged", { row: 31 });
  const cut = Buffer.from(
    csvOf([
      ["CF_XDR_MC", "CF_XDR_SHXYM"],
      ["测试样例有限公司", "x"],
    ]),
  );
  await refused(
    rig.file("cut.csv", Buffer.concat([cut.subarray(0, cut.indexOf("限") + 1), Buffer.from(",x\n")])),
    "file.encoding_damaged",
    { row: 2 },
  );
});

test("bytes that are neither are refused rather than guessed", async () => {
  const gb = Buffer.concat([gb18030(good(20)), Buffer.from([0xff, 0xff, 0x0a])]);
  await refused(rig.file("neither.csv", gb), "file.encoding_unknown", { row: 22 });
});

test("a file cut within its last character, and one whose encoding changes after the header, name the row of the fault", async () => {
  const whole = Buffer.from(good(9).trimEnd());
  await refused(rig.file("cutchar.csv", whole.subarray(0, whole.length - 1)), "file.encoding_damaged", { row: 10 });
  const gb = gb18030(good(9).trimEnd());
  await refused(rig.file("cutgb.csv", gb.subarray(0, gb.length - 1)), "file.encoding_unknown", { row: 10 });
  const [header] = good(1).split("\n");
  const rows = gb.subarray(gb.indexOf(0x0a) + 1);
  await refused(rig.file("mixed.csv", Buffer.concat([Buffer.from(`${header}\n`), rows])), "file.encoding_unknown", {
    row: 2,
  });
});

test("columns of another item, unknown columns, a column twice, no header, no subject", async () => {
  const licence = csvOf([
    ["行政相对人名称", "行政许可决定文书号", "许可类别", "许可内容", "许可决定日期", "许可机关"],
    ["a", "b", "c", "d", "e", "f"],
  ]);
  await refused(rig.file("licence.csv", licence), "file.columns_of_other_item", { item: "licence" });
  await refused(
    rig.file(
      "unknown.csv",
      csvOf([
        [...penaltyHeaders, "领导批示"],
        [...penaltyRow({}), "x"],
      ]),
    ),
    "file.column_unknown",
    { column: 11, header: "领导批示" },
  );
  await refused(
    rig.file(
      "twice.csv",
      csvOf([
        [...penaltyHeaders, "CF_WSH"],
        [...penaltyRow({}), "x"],
      ]),
    ),
    "file.column_twice",
  );
  await refused(rig.file("headless.csv", csvOf([penaltyRow({}), penaltyRow({ org: 2 })])), "file.header_missing");
  await refused(
    rig.file(
      "nosubject.csv",
      csvOf([
        ["行政处罚决定书文号", "处罚类别"],
        ["1", "罚款"],
      ]),
    ),
    "file.no_subject_column",
  );
});

test("a first row that is data with an identity number is not repeated in the refusal", async () => {
  const number = "210602199003071239";
  await assert.rejects(
    rig.take(rig.file("headless2.csv", `${number}张三,罚款\n${number},x\n`), "penalty"),
    (error: unknown) => {
      assert.ok(error instanceof FileRefused);
      assert.ok(!JSON.stringify(error.faults).includes(number.slice(0, 14)));
      return true;
    },
  );
});

test("an item or source that isn't there, and a source that may not send the item", async () => {
  const path = rig.file("ok.csv", good(1));
  for (const [options, reason] of [
    [{ item: "nothing" }, "unknownItem"],
    [{ source: "nobody" }, "unknownSource"],
    [{ item: "organisation", source: "transport" }, "sourceMayNot"],
    [{ actor: { kind: "public" } as const }, "actorMayNot"],
  ] as const) {
    await assert.rejects(
      rig.take(path, "penalty", options),
      (error: unknown) => error instanceof ImportRefused && error.reason === reason,
    );
  }
});

test("rows with too few or too many cells, odd quotes and NUL bytes are rejected one by one, with their row numbers, and the others are taken", async () => {
  const lines = good(8).split("\n");
  lines[2] = (lines[2] as string).split(",").slice(0, 6).join(",");
  lines[3] += ",多,余";
  lines[4] = (lines[4] as string).replace("未按规定公示企业信息", '"未按规定"公示企业信息');
  lines[5] = (lines[5] as string).replace("未按规定公示,", "未按\u0000规定公示,");
  const receipt = await rig.take(
    rig.file("odd.csv", lines.map((line) => line.replaceAll("测罚〔2026〕1号", "怪罚1号")).join("\r\n")),
    "penalty",
  );
  assert.deepEqual(countsOf(receipt), [8, 4, 0, 0, 4, 0]);
  const rows = await rig.rows<{ row_no: number; problems: string }>(
    "select row_no, problems from rejection where batch_id = $1 order by row_no",
    [receipt.batch],
  );
  assert.deepEqual(
    rows.map((row) => [row.row_no, (JSON.parse(row.problems) as { code: string }[])[0]?.code]),
    [
      [3, "row.too_few_cells"],
      [4, "row.too_many_cells"],
      [5, "row.quotes_malformed"],
      [6, "row.control_character"],
    ],
  );
});

test("a row of more cells than a worksheet can have comes back cut short, and the others are taken", async () => {
  const text = good(3).replace(
    "\n",
    `\n${Array(17_000).fill("x").join(",")}\n"a"${",".repeat(100_000)}x\na${",".repeat(70_000)}x${",".repeat(9)}\n`,
  );
  const receipt = await rig.take(rig.file("poison.csv", text), "penalty");
  assert.deepEqual(
    [receipt.read, receipt.rejected, receipt.problems.map(({ code, count }) => [code, count])],
    [6, 3, [["row.too_many_cells", 3]]],
  );
  assert.equal(receipt.problems[0]?.examples[0]?.data["cells"], 17_000);
  const kept = await rig.rows<{ cells: string }>("select cells from rejection where batch_id = $1", [receipt.batch]);
  for (const { cells } of kept) assert.ok((JSON.parse(cells) as string[]).length <= penaltyHeaders.length + 9);
  assert.ok(kept.some(({ cells }) => /另有 \d+ 格/.test(cells)));
});

test("a field of 10 MB rejects its row; a line of more than 16 MB refuses the file", async () => {
  const huge = penaltyCsv([{ org: 301, fact: "长".repeat(3_500_000) }, { org: 302 }]);
  const receipt = await rig.take(rig.file("huge.csv", huge), "penalty");
  assert.deepEqual(countsOf(receipt), [2, 1, 0, 0, 1, 0]);
  assert.equal(receipt.problems[0]?.code, "field.too_long");
  assert.ok(receipt.rejects && statSync(receipt.rejects).size < 200_000);
  await refused(rig.file("line.csv", `${good(2)}${"x".repeat(17_000_000)}`), "file.line_too_long", { row: 4 });
});

test("a line of 2 GB is refused at once, in bounded memory", { timeout: 60_000 }, async () => {
  const path = rig.file("sparse.csv", good(1));
  const fd = openSync(path, "r+");
  ftruncateSync(fd, 2 ** 31 + 4096);
  writeSync(fd, "\n", 2 ** 31);
  closeSync(fd);
  const memory = process.memoryUsage.rss();
  await refused(path, "file.line_too_long", { row: 3 });
  assert.ok(process.memoryUsage.rss() - memory < 200 * 2 ** 20);
  ftruncateSync(openSync(path, "r+"), 0);
});

test("a quotation mark that is never closed is refused with the row where it opens", async () => {
  await refused(rig.file("quote.csv", good(4).replace("测试样例2号", '"测试样例2号')), "file.quote_unclosed", {
    row: 3,
  });
});

test("quoted line ends, doubled quotes, semicolons and tabs as separators, blank lines and a title above the header are read", async () => {
  const rows = [penaltyRow({ org: 401, fact: '第一行\n第二行，"引用"' }), penaltyRow({ org: 402 })];
  const quoted = await rig.take(rig.file("quoted.csv", csvOf([penaltyHeaders, ...rows])), "penalty");
  assert.deepEqual(countsOf(quoted), [2, 2, 0, 0, 0, 0]);
  for (const separator of [";", "\t"]) {
    const text = [penaltyHeaders, penaltyRow({ org: 402 })].map((row) => row.join(separator)).join("\r\n");
    assert.deepEqual(countsOf(await rig.take(rig.file("separated.txt", text), "penalty")), [1, 0, 0, 1, 0, 0]);
  }
  const titled = `行政处罚信息表${",".repeat(9)}\n\n${csvOf([penaltyHeaders])}\n${",".repeat(9)}\n${csvOf([penaltyRow({ org: 402 }), penaltyRow({ org: 403, decided: "2026-99-99" })])}`;
  const receipt = await rig.take(rig.file("titled.csv", titled), "penalty");
  assert.deepEqual(countsOf(receipt), [2, 0, 0, 1, 1, 0]);
  assert.deepEqual(receipt.problems[0]?.examples[0]?.row, 7, "rows are counted as the file has them");
});

test("a file with a header and nothing else is read, and says so loudly", async () => {
  const receipt = await rig.take(rig.file("only-header.csv", csvOf([penaltyHeaders])), "penalty");
  assert.deepEqual(countsOf(receipt), [0, 0, 0, 0, 0, 0]);
});

test("JSON lines: keys are columns, long numbers keep their digits; an array, a nested object or a broken line is refused with its row", async () => {
  const row = (org: number): string =>
    JSON.stringify(Object.fromEntries(penaltyHeaders.map((header, i) => [header, penaltyRow({ org })[i]])));
  const numeric = row(701).replace('"罚款金额（万元）":"1"', '"罚款金额（万元）":1.50');
  const receipt = await rig.take(rig.file("rows.jsonl", `${numeric}\n\n${row(702)}\r\n`), "penalty");
  assert.deepEqual(countsOf(receipt), [2, 2, 0, 0, 0, 0]);
  assert.deepEqual(await rig.rows("select row_no from record where batch_id = $1 order by 1", [receipt.batch]), [
    { row_no: 1 },
    { row_no: 3 },
  ]);
  await refused(rig.file("array.json", `[\n${row(703)}\n]`), "file.json_array");
  await refused(rig.file("nested.jsonl", `${row(703)}\n{"行政相对人名称":{"a":1}}\n`), "file.json_line_invalid", {
    row: 2,
  });
  await refused(rig.file("broken.jsonl", `${row(703)}\n{"行政相对人名称":\n`), "file.json_line_invalid", { row: 2 });
});

test("half a surrogate pair in JSON rejects its row and no other", async () => {
  const line = (org: number): string =>
    JSON.stringify(Object.fromEntries(penaltyHeaders.map((header, i) => [header, penaltyRow({ org })[i]])));
  const receipt = await rig.take(
    rig.file("surrogate.jsonl", `${line(801).replace("未按规定公示企业信息", "未按\\ud800规定")}\n${line(802)}\n`),
    "penalty",
  );
  assert.deepEqual(countsOf(receipt), [2, 1, 0, 0, 1, 0]);
});
