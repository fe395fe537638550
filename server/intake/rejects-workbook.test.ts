import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import { rowNoteCodes, rowProblemCodes, turnAwayReasons } from "@chengxin/domain/intake/row-problem.ts";
import { markerColumns } from "@chengxin/domain/intake/header-row.ts";
import { openRejectsWorkbook } from "./rejects-workbook.ts";
import {
  countsOf,
  csvOf,
  intakeRig,
  penaltyCsv,
  penaltyHeaders,
  penaltyRow,
  penaltyStateCsv,
  usccOf,
  type IntakeRig,
} from "./intake-rig.ts";
import { receiptText } from "./receipt-text.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

const names = {
  item: "x",
  source: "y",
  field: (id: string): string =>
    rig.services.catalogue.items.get("penalty")?.fields.find((field) => field.id === id)?.name.zh ?? "",
};
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

test("every cell is text, empty ones too, so that digits typed into it stay as they are", async () => {
  const receipt = await rig.take(
    rig.file(
      "t.csv",
      penaltyCsv([
        { org: 41, uscc: "" },
        { org: 42, uscc: "", fact: "" },
      ]),
    ),
    "penalty",
  );
  const { sheet } = await sheetOf(receipt.rejects as string);
  for (let row = 1; row <= 3; row++)
    for (let column = 1; column <= penaltyHeaders.length + 2; column++)
      assert.equal(sheet.getRow(row).getCell(column).numFmt, "@", `row ${row} column ${column}`);
  for (let column = 1; column <= penaltyHeaders.length + 2; column++)
    assert.equal(sheet.getColumn(column).numFmt, "@", `rows added below, column ${column}`);
});

test("a column that was sent by its code alone is named in words too, and so is a missing one", async () => {
  const coded = (headers: readonly string[]): string[] =>
    headers.map((header) => (header.startsWith("行政相对人代码") ? "CF_XDR_SHXYM" : header));
  const without = penaltyHeaders.filter((header) => !header.startsWith("行政相对人代码"));
  const row = penaltyRow({ org: 51, uscc: "" });
  for (const [headers, cells, expected] of [
    [coded(penaltyHeaders), row, "“CF_XDR_SHXYM 行政相对人代码_1（统一社会信用代码）”"],
    [without, row.filter((_, i) => i !== 1), "“行政相对人代码_1（统一社会信用代码）”"],
  ] as const) {
    const receipt = await rig.take(rig.file("coded.csv", csvOf([headers, cells])), "penalty");
    const text = receiptText(receipt, names, receiptWords("zh"));
    assert.ok(text.includes(`第 2 行${expected}`), text);
    const { sheet } = await sheetOf(receipt.rejects as string);
    assert.ok(
      sheet
        .getRow(2)
        .getCell(2)
        .text.includes(`${expected.slice(1, -1)}：`),
    );
  }
});

test("a receipt names the columns that its notes are about, and tells in its head what was not applied", async () => {
  const take = (fine: string, org = 61) => rig.take(rig.file("n.csv", penaltyCsv([{ org, fine }])), "penalty");
  const first = await take("1");
  const zh = receiptWords("zh");
  assert.match(receiptText(first, names, zh), /标准要求填写而没有填，照收：.*处罚依据 1.*处罚机关统一社会信用代码 1/);
  await take("2");
  const back = await take("1");
  const lines = receiptText(back, names, zh).split("\n");
  const at = lines.findIndex((line) => line.startsWith("!! "));
  assert.equal(
    lines[at],
    "!! 1 行与已被更正的旧版本内容相同，没有采用；确要改回，请在“备注”里写明原因再报（第 2 行）。",
  );
  assert.ok(at > 0 && at < 10, "below the counts");
  assert.ok(!lines.some((line) => line.includes("没有任何改动")));
  assert.match(
    receiptText(back, names, receiptWords("en")),
    /!! 1 row equals an older version .* was NOT applied; .* \(row 2\)\./,
  );
  const twice = await rig.take(
    rig.file(
      "w.csv",
      penaltyCsv([
        { org: 62, fine: "1" },
        { org: 62, fine: "2" },
      ]),
    ),
    "penalty",
  );
  assert.ok(receiptText(twice, names, zh).split("\n").includes("第 3 行更正了同一文件里前面的同一决定。"));
  const withdrawn = await rig.take(
    rig.file("s.csv", penaltyStateCsv([{ org: 62, fine: "3", state: "撤销" }])),
    "penalty",
  );
  assert.ok(receiptText(withdrawn, names, zh).includes("第 2 行报为撤销或无效：这些决定不再公开。"));
});

test("no word of a receipt is undefined, whatever the code and however little is known of it", () => {
  for (const language of ["zh", "en"] as const) {
    const words = receiptWords(language);
    const said = [
      ...rowProblemCodes.flatMap((code) => [words.problem(code, {}), words.problem(code, { value: "v" })]),
      ...rowNoteCodes.map((code) => words.note(code)),
      ...turnAwayReasons.map((code) => words.reason(code)),
      words.problem("code.of_an_older_program", {}),
      words.note("note.of_an_older_program"),
      words.intake.superseded(4, [2, 3, 9]),
      words.intake.correctedWithinFile(40, [2, 3, 9]),
      words.intake.withdrawn(1, [2]),
    ];
    for (const text of said) {
      assert.ok(text.length > 4);
      assert.doesNotMatch(text, /undefined|NaN|null|\[object/);
    }
  }
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
      assert.doesNotMatch(receiptText(one, names, words), /undefined|NaN|null|\[object/);
    assert.ok(receiptText(empty, names, words).includes(words.intake.nothingRead));
  }
});

test("the workbook of many rejected rows is written in bounded memory, every row with its words", async () => {
  const item = rig.services.catalogue.items.get("penalty");
  assert.ok(item);
  const path = join(rig.folder, "many.xlsx");
  const book = openRejectsWorkbook({
    path,
    item,
    headers: penaltyHeaders,
    missing: [],
    words: receiptWords("zh"),
  });
  const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = held();
  let most = 0;
  const rows = 20_000;
  for (let row = 2; row < rows + 2; row++) {
    await book.add({
      row,
      cells: penaltyRow({ org: row, fact: `${row}${"样".repeat(200)}` }),
      problems: [7, 8].map(
        (column) => ({ code: "date.unreadable", field: null, column, data: { value: "x" } }) as const,
      ),
    });
    if (row % 1000 === 0) most = Math.max(most, held() - before);
  }
  await book.close();
  assert.ok(most < 100 * 2 ** 20, `${most >> 20} MB`);
  let read = 0;
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, {}))
    for await (const row of sheet) if (row.number > 1 && row.getCell(2).text.includes("处罚决定日期")) read++;
  assert.equal(read, rows);
});
