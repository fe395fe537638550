import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateRawSync, crc32 } from "node:zlib";
import ExcelJS from "exceljs";
import { FileRefused } from "./file-refused.ts";
import { ImportRefused } from "./import-file.ts";
import { countsOf, csvOf, intakeRig, penaltyCsv, penaltyHeaders, penaltyRow, type IntakeRig } from "./intake-rig.ts";
import { receiptWords } from "./intake-words.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

/** The file is refused with this code, in words of both languages, and nothing of it is stored: no batch, no record, no event. */
const refused = async (path: string, code: string, data: Record<string, unknown> = {}, item = "penalty"): Promise<void> => {
  const before_ = await rig.rows("select (select count(*) from batch) as batches, (select count(*) from record) as records, (select count(*) from event) as events, (select count(*) from rejection) as rejections");
  await assert.rejects(rig.take(path, item), (error: unknown) => {
    assert.ok(error instanceof FileRefused, String(error));
    const fault = error.faults.find((one) => one.code === code);
    assert.ok(fault, `${code} expected, not ${error.faults.map((one) => one.code).join()}`);
    for (const [key, value] of Object.entries(data)) assert.deepEqual([key, fault.data[key]], [key, value]);
    for (const language of ["zh", "en"] as const) {
      const words = receiptWords(language).fileFault(fault);
      assert.ok(words !== fault.code && !/undefined|NaN/.test(words), words);
    }
    return true;
  });
  const after_ = await rig.rows("select (select count(*) from batch) as batches, (select count(*) from record) as records, (select count(*) from event) as events, (select count(*) from rejection) as rejections");
  assert.deepEqual(after_, before_);
};

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
  await refused(rig.file("u16nobom.csv", Buffer.from("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "utf16le")), "file.encoding_utf16");
});

test("a UTF-8 file with a broken byte is not read as GB18030, and the row is named", async () => {
  const bytes = Buffer.from(good(50));
  const at = bytes.indexOf("测试样例30号");
  bytes[at + 1] = 0xff;
  await refused(rig.file("broken.csv", bytes), "file.encoding_damaged", { row: 31 });
  const cut = Buffer.from(csvOf([["CF_XDR_MC", "CF_XDR_SHXYM"], ["测试样例有限公司", "x"]]));
  await refused(rig.file("cut.csv", Buffer.concat([cut.subarray(0, cut.indexOf("限") + 1), Buffer.from(",x\n")])), "file.encoding_damaged", { row: 2 });
});

test("bytes that are neither are refused rather than guessed", async () => {
  const gb = Buffer.concat([gb18030(good(20)), Buffer.from([0xff, 0xff, 0x0a])]);
  await refused(rig.file("neither.csv", gb), "file.encoding_unknown", { row: 22 });
});

test("columns of another item, unknown columns, a column twice, no header, no subject", async () => {
  const licence = csvOf([["行政相对人名称", "行政许可决定文书号", "许可类别", "许可内容", "许可决定日期", "许可机关"], ["a", "b", "c", "d", "e", "f"]]);
  await refused(rig.file("licence.csv", licence), "file.columns_of_other_item", { item: "licence" });
  await refused(rig.file("unknown.csv", csvOf([[...penaltyHeaders, "领导批示"], [...penaltyRow({}), "x"]])), "file.column_unknown", { column: 11, header: "领导批示" });
  await refused(rig.file("twice.csv", csvOf([[...penaltyHeaders, "CF_WSH"], [...penaltyRow({}), "x"]])), "file.column_twice");
  await refused(rig.file("headless.csv", csvOf([penaltyRow({}), penaltyRow({ org: 2 })])), "file.header_missing");
  await refused(rig.file("nosubject.csv", csvOf([["行政处罚决定书文号", "处罚类别"], ["1", "罚款"]])), "file.no_subject_column");
});

test("a first row that is data with an identity number is not repeated in the refusal", async () => {
  const number = "210602199003071239";
  await assert.rejects(rig.take(rig.file("headless2.csv", `${number}张三,罚款\n${number},x\n`), "penalty"), (error: unknown) => {
    assert.ok(error instanceof FileRefused);
    assert.ok(!JSON.stringify(error.faults).includes(number.slice(0, 14)));
    return true;
  });
});

test("an item or source that isn't there, and a source that may not send the item", async () => {
  const path = rig.file("ok.csv", good(1));
  for (const [options, reason] of [[{ item: "nothing" }, "unknownItem"], [{ source: "nobody" }, "unknownSource"], [{ item: "organisation", source: "transport" }, "sourceMayNot"], [{ actor: { kind: "public" } as const }, "actorMayNot"]] as const) {
    await assert.rejects(rig.take(path, "penalty", options), (error: unknown) => error instanceof ImportRefused && error.reason === reason);
  }
});

test("rows with too few or too many cells, odd quotes and NUL bytes are rejected one by one, with their row numbers, and the others are taken", async () => {
  const lines = good(8).split("\n");
  lines[2] = (lines[2] as string).split(",").slice(0, 6).join(",");
  lines[3] += ",多,余";
  lines[4] = (lines[4] as string).replace("未按规定公示企业信息", '"未按规定"公示企业信息');
  lines[5] = (lines[5] as string).replace("未按规定公示,", "未按\u0000规定公示,");
  const receipt = await rig.take(rig.file("odd.csv", lines.map((line) => line.replaceAll("测罚〔2026〕1号", "怪罚1号")).join("\r\n")), "penalty");
  assert.deepEqual(countsOf(receipt), [8, 4, 0, 0, 4, 0]);
  const rows = await rig.rows<{ row_no: number; problems: string }>("select row_no, problems from rejection where batch_id = $1 order by row_no", [receipt.batch]);
  assert.deepEqual(rows.map((row) => [row.row_no, (JSON.parse(row.problems) as { code: string }[])[0]?.code]), [
    [3, "row.too_few_cells"], [4, "row.too_many_cells"], [5, "row.quotes_malformed"], [6, "row.control_character"],
  ]);
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
  await refused(rig.file("quote.csv", good(4).replace("测试样例2号", '"测试样例2号')), "file.quote_unclosed", { row: 3 });
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

const workbook = async (name: string, fill: (book: ExcelJS.Workbook) => void): Promise<string> => {
  const book = new ExcelJS.Workbook();
  fill(book);
  const path = join(rig.folder, name);
  await book.xlsx.writeFile(path);
  return path;
};

test("a workbook: first sheet with content, dates as dates, numbers without noise, values of formulas, each with a note", async () => {
  const path = await workbook("good.xlsx", (book) => {
    book.addWorksheet("说明");
    const sheet = book.addWorksheet("处罚");
    sheet.addRow(penaltyHeaders);
    const row: unknown[] = penaltyRow({ org: 501 });
    row[7] = { formula: "0.1+0.2", result: 0.30000000000000004 };
    row[8] = new Date(Date.UTC(2026, 4, 6));
    sheet.addRow(row);
    sheet.addRow([]);
    sheet.addRow(penaltyRow({ org: 502, decided: "2026-02-30" }));
  });
  const receipt = await rig.take(path, "penalty");
  assert.deepEqual(countsOf(receipt), [2, 1, 0, 0, 1, 0]);
  assert.deepEqual(receipt.fileNotes.map((note) => note.code), ["file.first_sheet_of_several", "file.formula_values_taken"]);
  assert.equal(receipt.problems[0]?.examples[0]?.row, 4);
  const [record] = await rig.rows<{ fine: string; decided_on: string }>("select content::json ->> 'CF_NR_FK' as fine, decided_on from record where batch_id = $1", [receipt.batch]);
  assert.deepEqual(record, { fine: "0.3", decided_on: "2026-05-06" });
});

/** A zip of one stored or deflated entry, with what the headers claim said by hand. */
const zipOf = (entries: { name: string; data: Buffer; claim?: number; flag?: number }[]): Buffer => {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claim, flag = 0 } of entries) {
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0), head.writeUInt16LE(20, 4), head.writeUInt16LE(flag, 6), head.writeUInt16LE(8, 8), head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(packed.length, 18), head.writeUInt32LE(claim ?? data.length, 22), head.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0), record.writeUInt16LE(20, 4), record.writeUInt16LE(20, 6), record.writeUInt16LE(flag, 8), record.writeUInt16LE(8, 10), record.writeUInt32LE(crc32(data), 16);
    record.writeUInt32LE(packed.length, 20), record.writeUInt32LE(claim ?? data.length, 24), record.writeUInt16LE(name.length, 28), record.writeUInt32LE(offset, 42);
    parts.push(head, Buffer.from(name), packed);
    central.push(record, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0), end.writeUInt16LE(entries.length, 8), end.writeUInt16LE(entries.length, 10), end.writeUInt32LE(size, 12), end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...central, end]);
};

const workbookXml = '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>';
const relations = '<Relationships><Relationship Id="x" Type="http://x/worksheet" Target="worksheets/a.xml"/></Relationships>';
const parts = (sheet: Buffer, claim?: number) => [
  { name: "xl/workbook.xml", data: Buffer.from(workbookXml) },
  { name: "xl/_rels/workbook.xml.rels", data: Buffer.from(relations) },
  { name: "xl/worksheets/a.xml", data: sheet, ...(claim === undefined ? {} : { claim }) },
];

test("workbooks that are cut off, damaged, encrypted, of the old format, bombs or something else", async () => {
  const whole = readFileSync(await workbook("whole.xlsx", (book) => void book.addWorksheet("a").addRows([penaltyHeaders, ...Array.from({ length: 300 }, (_, i) => penaltyRow({ org: 600 + i }))])));
  await refused(rig.file("cut.xlsx", whole.subarray(0, whole.length - 200)), "file.xlsx_damaged");
  await refused(rig.file("half.xlsx", whole.subarray(0, whole.length / 2)), "file.xlsx_damaged");
  const flipped = Buffer.from(whole);
  const inSheet = whole.indexOf("xl/worksheets/sheet1.xml") + 300;
  for (let i = 0; i < 40; i++) flipped[inSheet + i] = (flipped[inSheet + i] as number) ^ 0x5a;
  await refused(rig.file("flipped.xlsx", flipped), "file.xlsx_damaged");
  await refused(rig.file("old.xls", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2000)])), "file.xls_old_format");
  await refused(rig.file("locked.xlsx", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le"), Buffer.alloc(2000)])), "file.xlsx_encrypted");
  await refused(rig.file("flagged.xlsx", zipOf([{ name: "xl/workbook.xml", data: Buffer.from(workbookXml), flag: 1 }])), "file.xlsx_encrypted");
  await refused(rig.file("other.xlsx", zipOf([{ name: "word/document.xml", data: Buffer.from("<a/>") }])), "file.xlsx_not_a_workbook");
  await refused(rig.file("nothing.xlsx", zipOf(parts(Buffer.from("<worksheet><sheetData/></worksheet>")))), "file.xlsx_empty");
  await refused(rig.file("badxml.xlsx", zipOf(parts(Buffer.from("<worksheet><sheetData><row><c>")))), "file.xlsx_damaged");
});

test("a zip bomb is refused as it declares itself, and one that lies as soon as it unpacks to more", async () => {
  const bomb = Buffer.alloc(300 * 2 ** 20, 0x20);
  const honest = zipOf(parts(bomb));
  const memory = process.memoryUsage.rss();
  await refused(rig.file("bomb.xlsx", honest), "file.xlsx_too_large_unpacked");
  await refused(rig.file("liar.xlsx", zipOf(parts(bomb, 1000))), "file.xlsx_damaged");
  const oneCell = Buffer.concat([Buffer.from('<worksheet><sheetData><row><c t="inlineStr"><is><t>'), Buffer.alloc(25 * 2 ** 20, 0x61), Buffer.from("</t></is></c></row></sheetData></worksheet>")]);
  await refused(rig.file("cell.xlsx", zipOf(parts(oneCell))), "file.line_too_long");
  assert.ok(process.memoryUsage.rss() - memory < 1000 * 2 ** 20);
});

test("JSON lines: keys are columns, long numbers keep their digits; an array, a nested object or a broken line is refused with its row", async () => {
  const row = (org: number): string => JSON.stringify(Object.fromEntries(penaltyHeaders.map((header, i) => [header, penaltyRow({ org })[i]])));
  const numeric = row(701).replace('"罚款金额（万元）":"1"', '"罚款金额（万元）":1.50');
  const receipt = await rig.take(rig.file("rows.jsonl", `${numeric}\n\n${row(702)}\r\n`), "penalty");
  assert.deepEqual(countsOf(receipt), [2, 2, 0, 0, 0, 0]);
  assert.deepEqual(await rig.rows("select row_no from record where batch_id = $1 order by 1", [receipt.batch]), [{ row_no: 1 }, { row_no: 3 }]);
  await refused(rig.file("array.json", `[\n${row(703)}\n]`), "file.json_array");
  await refused(rig.file("nested.jsonl", `${row(703)}\n{"行政相对人名称":{"a":1}}\n`), "file.json_line_invalid", { row: 2 });
  await refused(rig.file("broken.jsonl", `${row(703)}\n{"行政相对人名称":\n`), "file.json_line_invalid", { row: 2 });
});

test("half a surrogate pair in JSON rejects its row and no other", async () => {
  const line = (org: number): string => JSON.stringify(Object.fromEntries(penaltyHeaders.map((header, i) => [header, penaltyRow({ org })[i]])));
  const receipt = await rig.take(rig.file("surrogate.jsonl", `${line(801).replace("未按规定公示企业信息", "未按\\ud800规定")}\n${line(802)}\n`), "penalty");
  assert.deepEqual(countsOf(receipt), [2, 1, 0, 0, 1, 0]);
});
