import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import { assertRefused } from "./assert-refused.ts";
import { parts, workbookXml, zipOf } from "./zip-rig.ts";
import { countsOf, intakeRig, penaltyHeaders, penaltyRow, type IntakeRig } from "./intake-rig.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

const refused = (path: string, code: string): Promise<void> => assertRefused(rig, path, code);

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
  assert.deepEqual(
    receipt.fileNotes.map((note) => note.code),
    ["file.first_sheet_of_several", "file.formula_values_taken"],
  );
  assert.equal(receipt.problems[0]?.examples[0]?.row, 4);
  const [record] = await rig.rows<{ fine: string; decided_on: string }>(
    "select content::json ->> 'CF_NR_FK' as fine, decided_on from record where batch_id = $1",
    [receipt.batch],
  );
  assert.deepEqual(record, { fine: "0.3", decided_on: "2026-05-06" });
});

test("workbooks that are cut off, damaged, encrypted, of the old format, bombs or something else", async () => {
  const whole = readFileSync(
    await workbook(
      "whole.xlsx",
      (book) =>
        void book
          .addWorksheet("a")
          .addRows([penaltyHeaders, ...Array.from({ length: 300 }, (_, i) => penaltyRow({ org: 600 + i }))]),
    ),
  );
  await refused(rig.file("cut.xlsx", whole.subarray(0, whole.length - 200)), "file.xlsx_damaged");
  await refused(rig.file("half.xlsx", whole.subarray(0, whole.length / 2)), "file.xlsx_damaged");
  const flipped = Buffer.from(whole);
  const inSheet = whole.indexOf("xl/worksheets/sheet1.xml") + 300;
  for (let i = 0; i < 40; i++) flipped[inSheet + i] = (flipped[inSheet + i] as number) ^ 0x5a;
  await refused(rig.file("flipped.xlsx", flipped), "file.xlsx_damaged");
  await refused(
    rig.file("old.xls", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2000)])),
    "file.xls_old_format",
  );
  await refused(
    rig.file(
      "locked.xlsx",
      Buffer.concat([
        Buffer.from("d0cf11e0a1b11ae1", "hex"),
        Buffer.from("EncryptedPackage", "utf16le"),
        Buffer.alloc(2000),
      ]),
    ),
    "file.xlsx_encrypted",
  );
  await refused(
    rig.file("flagged.xlsx", zipOf([{ name: "xl/workbook.xml", data: Buffer.from(workbookXml), flag: 1 }])),
    "file.xlsx_encrypted",
  );
  await refused(
    rig.file("other.xlsx", zipOf([{ name: "word/document.xml", data: Buffer.from("<a/>") }])),
    "file.xlsx_not_a_workbook",
  );
  await refused(
    rig.file("nothing.xlsx", zipOf(parts(Buffer.from("<worksheet><sheetData/></worksheet>")))),
    "file.xlsx_empty",
  );
  await refused(
    rig.file("badxml.xlsx", zipOf(parts(Buffer.from("<worksheet><sheetData><row><c>")))),
    "file.xlsx_damaged",
  );
});

const cellXml = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
const rowXml = (number: string, texts: readonly string[]): string =>
  `<row r="${number}">${texts.map((text, i) => cellXml(`${String.fromCharCode(65 + i)}${number}`, text)).join("")}</row>`;
const sheetXml = (...rows: string[]): Buffer =>
  Buffer.from(`<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`);

test("rows whose numbers don't increase or are none, and cells out of order, refuse the workbook before anything of it is stored", async () => {
  const head = rowXml("1", penaltyHeaders);
  const row = (number: string, org = 700): string => rowXml(number, penaltyRow({ org }));
  for (const [i, rows] of [
    [row("2"), row("2", 701)],
    [row("9"), row("3", 701)],
    [row("2.5")],
    [row("abc")],
    [row("1e30")],
    [row("-5")],
    [row("99999999999")],
    [`<row r="2">${cellXml("A2", "x")}${cellXml("A2", "y")}</row>`],
    [`<row r="2">${cellXml("B2", "x")}${cellXml("A2", "y")}</row>`],
    [`<row r="2">${cellXml("2", "x")}</row>`],
    [`<row r="2">${cellXml("XFE2", "x")}</row>`],
    ['<row r="2"><c r="A2" t="s"><v>7</v></c></row>'],
  ].entries()) {
    await refused(rig.file(`order${i}.xlsx`, zipOf(parts(sheetXml(head, ...rows)))), "file.xlsx_damaged");
  }
  const bare = rig.file(
    "bare.xlsx",
    zipOf(parts(sheetXml(...[head, row("2", 710), row("3", 711)].map((one) => one.replaceAll(/ r="[^"]*"/g, ""))))),
  );
  assert.deepEqual(countsOf(await rig.take(bare, "penalty")), [2, 2, 0, 0, 0, 0], "without numbers they count");
});

test("a cell far to the right rejects its row and costs no more than itself", async () => {
  const wide = Array.from({ length: 6000 }, (_, i) => `<row r="${i + 3}">${cellXml(`XFD${i + 3}`, "1")}</row>`);
  const sheet = sheetXml(rowXml("1", penaltyHeaders), rowXml("2", penaltyRow({ org: 720 })), ...wide);
  const memory = process.memoryUsage.rss();
  const receipt = await rig.take(rig.file("wide.xlsx", zipOf(parts(sheet))), "penalty");
  assert.deepEqual(countsOf(receipt), [6001, 1, 0, 0, 6000, 0]);
  assert.equal(receipt.problems[0]?.code, "row.too_many_cells");
  assert.ok(process.memoryUsage.rss() - memory < 300 * 2 ** 20);
});

test("a cell of many runs of text is refused as soon as it is too long", async () => {
  const run = `<r><t>${"ab".repeat(2 ** 19)}</t></r>`;
  const sheet = sheetXml(
    rowXml("1", penaltyHeaders),
    `<row r="2"><c r="A2" t="inlineStr"><is>${run.repeat(25)}</is></c></row>`,
  );
  await refused(rig.file("runs.xlsx", zipOf(parts(sheet))), "file.line_too_long");
});

test("a zip bomb is refused as it declares itself, and one that lies as soon as it unpacks to more", async () => {
  const bomb = Buffer.alloc(300 * 2 ** 20, 0x20);
  const honest = zipOf(parts(bomb));
  const memory = process.memoryUsage.rss();
  await refused(rig.file("bomb.xlsx", honest), "file.xlsx_too_large_unpacked");
  await refused(rig.file("liar.xlsx", zipOf(parts(bomb, 1000))), "file.xlsx_damaged");
  const oneCell = Buffer.concat([
    Buffer.from('<worksheet><sheetData><row><c t="inlineStr"><is><t>'),
    Buffer.alloc(25 * 2 ** 20, 0x61),
    Buffer.from("</t></is></c></row></sheetData></worksheet>"),
  ]);
  await refused(rig.file("cell.xlsx", zipOf(parts(oneCell))), "file.line_too_long");
  assert.ok(process.memoryUsage.rss() - memory < 1000 * 2 ** 20);
});
