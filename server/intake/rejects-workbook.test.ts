import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import { markerColumns } from "./header-row.ts";
import {
  countsOf,
  csvOf,
  intakeRig,
  penaltyCsv,
  penaltyHeaders,
  penaltyRow,
  usccOf,
  type IntakeRig,
} from "./intake-rig.ts";
import { receiptText } from "./receipt-text.ts";
import { receiptWords } from "./intake-words.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

const sheetOf = async (path: string): Promise<{ book: ExcelJS.Workbook; sheet: ExcelJS.Worksheet }> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return { book, sheet: book.worksheets[0] as ExcelJS.Worksheet };
};
const isMarked = (cell: ExcelJS.Cell): boolean =>
  cell.fill?.type === "pattern" && cell.fill.fgColor?.argb === "FFFFD9D6";

test("rejected rows come back as a workbook with the faulty cells marked; mended and sent again they are taken, marking columns and all", async () => {
  const receipt = await rig.take(
    rig.file(
      "a.csv",
      penaltyCsv([
        { org: 1 },
        { org: 2, decided: "2026-02-30" },
        { org: 3, uscc: `${usccOf(3).slice(0, 17)}?` },
        { org: 4, fine: "一大笔" },
      ]),
    ),
    "penalty",
  );
  assert.deepEqual(countsOf(receipt), [4, 1, 0, 0, 3, 0]);
  const path = receipt.rejects as string;
  assert.ok(path.startsWith(join(rig.folder, "receipts")));
  const { book, sheet } = await sheetOf(path);
  assert.deepEqual((sheet.getRow(1).values as string[]).slice(1), [
    markerColumns.row,
    markerColumns.reason,
    ...penaltyHeaders,
  ]);
  assert.deepEqual(
    [2, 3, 4].map((n) => sheet.getRow(n).getCell(1).text),
    ["3", "4", "5"],
    "rows of the file as sent",
  );
  const marked = [2, 3, 4].map((n) => penaltyHeaders.filter((_, i) => isMarked(sheet.getRow(n).getCell(i + 3))));
  assert.deepEqual(marked, [["处罚决定日期"], ["行政相对人代码_1（统一社会信用代码）"], ["罚款金额（万元）"]]);
  assert.match(JSON.stringify(sheet.getRow(2).getCell(11).note), /2026-02-30/);
  assert.match(sheet.getRow(2).getCell(2).text, /处罚决定日期：/);

  sheet.getRow(2).getCell(11).value = "2026-03-01";
  sheet.getRow(3).getCell(4).value = usccOf(3);
  sheet.getRow(4).getCell(10).value = 12.5;
  const mended = join(rig.folder, "mended.xlsx");
  await book.xlsx.writeFile(mended);
  const again = await rig.take(mended, "penalty");
  assert.deepEqual(countsOf(again), [3, 3, 0, 0, 0, 0]);
  assert.deepEqual(
    countsOf(await rig.take(path, "penalty")),
    [3, 0, 0, 0, 3, 0],
    "not mended, they come back with the same marks",
  );
});

test("a column that was missing is added and marked, surplus cells stay visible, and formulas stay text", async () => {
  const headers = penaltyHeaders.filter((header) => header !== "处罚类别" && header !== "违法行为类型");
  const row = (cells: string[]): string[] => cells.filter((_, i) => i !== 5 && i !== 3);
  const bad = row(penaltyRow({ org: 11, fact: '=HYPERLINK("http://x")' }));
  const receipt = await rig.take(
    rig.file("b.csv", csvOf([headers, bad, [...row(penaltyRow({ org: 12 })), "余下的", "内容"]])),
    "penalty",
  );
  assert.deepEqual(countsOf(receipt), [2, 0, 0, 0, 2, 0]);
  const { sheet } = await sheetOf(receipt.rejects as string);
  assert.deepEqual((sheet.getRow(1).values as string[]).slice(1), [
    markerColumns.row,
    markerColumns.reason,
    ...headers,
    "处罚类别",
  ]);
  const added = headers.length + 3;
  assert.ok(isMarked(sheet.getRow(2).getCell(added)));
  const formula = sheet.getRow(2).getCell(headers.indexOf("违法事实") + 3);
  assert.equal(formula.type, ExcelJS.ValueType.String);
  assert.equal(formula.value, '=HYPERLINK("http://x")');
  assert.deepEqual(
    [1, 2].map((i) => sheet.getRow(3).getCell(added + i).text),
    ["余下的", "内容"],
  );
  assert.equal(receipt.problems.find((problem) => problem.code === "field.required")?.examples[0]?.header, "处罚类别");
});

test("no half-written file is left in the folder of receipts, and the receipt is there as a file", async () => {
  const names = readdirSync(join(rig.folder, "receipts"));
  assert.deepEqual(
    names.filter((name) => name.endsWith(".part")),
    [],
  );
  const receipt = await rig.take(rig.file("c.csv", penaltyCsv([{ org: 21 }])), "penalty");
  assert.equal(receipt.rejects, null);
  assert.deepEqual(JSON.parse(readFileSync(receipt.receipt, "utf8")), receipt);
});

test("a receipt in words has no gaps, in both languages, and says loudly when nothing was read", async () => {
  const receipt = await rig.take(
    rig.file(
      "d.csv",
      penaltyCsv([
        { org: 31, decided: "2026年3月1日" },
        { org: 32, uscc: "123" },
        { org: 33, fine: "-1" },
      ]),
    ),
    "penalty",
  );
  const empty = await rig.take(rig.file("e.csv", csvOf([penaltyHeaders])), "penalty");
  for (const language of ["zh", "en"] as const) {
    const words = receiptWords(language);
    for (const one of [receipt, empty])
      assert.doesNotMatch(receiptText(one, { item: "x", source: "y" }, words), /undefined|NaN|null|\[object/);
    assert.ok(receiptText(empty, { item: "x", source: "y" }, words).includes(words.intake.nothingRead));
  }
});
