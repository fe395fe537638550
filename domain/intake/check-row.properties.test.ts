import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anyIdentityNumber, checkerOf, company, goodRow, soleTrader } from "./fixture.ts";
import { canonicalJson } from "./canonical.ts";
import { shiftDecimal } from "./read-amount.ts";

const fields = [
  ...Object.keys(goodRow),
  "ZCH",
  "SWH",
  "FR",
  "ZJHM",
  "XKBH",
  "NR",
  "MS",
  "YXQ",
  "YXZ",
  "TS",
  "JGDM",
  "CYM",
];
const good = new Map(Object.entries(goodRow));
const checker = checkerOf(fields);
const bare = (text: string): string => text.normalize("NFKC").replace(/[\s\u200B\-\\n]/g, "");

test("an identity number planted in any cell is in no draft, no kept cell, no note and no problem", () => {
  const cellAround = fc.constantFrom(
    ["", ""],
    ["经查，", "。"],
    ["王某（", "）"],
    ["身份证号：", ""],
    [" ", " "],
    ["A", "B"],
  );
  fc.assert(
    fc.property(
      anyIdentityNumber,
      fc.nat({ max: fields.length - 1 }),
      cellAround,
      fc.constantFrom("", " ", "-", "\u200B"),
      fc.constantFrom(0, 1, -1),
      fc.boolean(),
      fc.constantFrom(company, soleTrader, "", "123"),
      (number, at, [before, after], gap, shift, wide, code) => {
        const written = `${number.slice(0, 6)}${gap}${number.slice(6, 14)}${gap}${number.slice(14)}`;
        const shown = wide ? written.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)) : written;
        const cells = fields.map((field) => ({ ...goodRow, DM: code, LB: "" } as Record<string, string>)[field] ?? "");
        cells[at] = `${before as string}${shown}${after as string}`;
        if (shift === 1) cells.splice(2, 0, "多出的一格");
        if (shift === -1) cells.splice(at === 3 ? 4 : 3, 1);
        const said = bare(JSON.stringify(checker(cells)));
        assert.ok(!said.includes(number) && !said.toUpperCase().includes(number), said);
        assert.ok(!said.includes(number.slice(6, 14) + number.slice(14, 17)), said);
      },
    ),
    { numRuns: 6000 },
  );
});

/** Cells as they come: right, wrong, empty, in every form. */
const anyCell = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "—",
    "无",
    "N/A",
    "罚款",
    "行政罚款",
    "罚款;警告",
    "其他-责令改正",
    "F",
    "法人",
    "个体工商户",
    "2026-01-02",
    "2026/1/2",
    "20260102",
    "2099-12-31",
    "长期",
    "1900-1-1",
    "0.20",
    "2,000",
    "贰仟元整",
    "-1",
    "3",
    "3.0",
    company,
    company.toLowerCase(),
    soleTrader,
    "000000000000005",
    "丹市监罚【2026】7号",
    "Ａ１２３",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."丹东市〔〕（）0123456789- \u200B\u3000年月日元万"), maxLength: 20 }),
);
/** A cell for each field, most of them as in the good row. */
const anyCells: fc.Arbitrary<string[]> = fc.tuple(
  ...fields.map((field) =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(good.get(field) ?? "") }, { weight: 1, arbitrary: anyCell }),
  ),
);

test("nothing is changed without a note: a value that differs from its cell, and a filled cell without a value, have a note of their own", () => {
  let drafts = 0;
  fc.assert(
    fc.property(anyCells, (cells) => {
      const checked = checker(cells);
      if (checked.outcome !== "draft") return;
      drafts++;
      for (const [i, field] of fields.entries()) {
        const cell = cells[i] ?? "";
        const value: string | readonly string[] | undefined = checked.draft.content[field];
        // FR and ZJHM are not taken in: there only a filled cell has a note
        if (field === "FR" || field === "ZJHM" || checked.notes.some((note) => note.field === field)) continue;
        if (value === undefined) assert.equal(cell.replace(/[\s\u200B]/g, ""), "", `${field}: ${JSON.stringify(cell)}`);
        else if (field === "TS") assert.equal(Number(value), Number(cell) + 0);
        else if (field === "FK" || field === "MS")
          assert.equal(shiftDecimal(cell.replace(field === "FK" ? /万元?$/ : /元$/, ""), 0), value);
        else assert.equal(typeof value === "string" ? value : value.join(";"), cell, field);
      }
    }),
    { numRuns: 5000 },
  );
  assert.ok(drafts > 200, `only ${drafts} drafts`);
});

test("any cells give an outcome: a draft that is consistent in itself, a rejection with at least one problem, or a reason", () => {
  fc.assert(
    fc.property(anyCells, fc.integer({ min: -3, max: 3 }), (cells, more) => {
      const checked = checker(more < 0 ? cells.slice(0, more) : [...cells, ...new Array<string>(more).fill("x")]);
      if (checked.outcome === "rejected") {
        assert.ok(checked.problems.length > 0);
        assert.equal(checked.cells.length, cells.length + more);
      } else if (checked.outcome === "draft") {
        assert.equal(checked.draft.canonical, canonicalJson(checked.draft.content));
        assert.equal(checked.draft.content.DM, checked.draft.subject.uscc);
        assert.equal(checked.draft.key.split("\u001F").length, 2);
      }
    }),
    { numRuns: 4000 },
  );
});

test("checking the same row twice says the same: what is remembered of other rows changes nothing", () => {
  const warm = checkerOf(fields);
  fc.assert(
    fc.property(anyCells, (cells) => {
      assert.deepEqual(warm(cells), checkerOf(fields)(cells));
    }),
    { numRuns: 500 },
  );
});

test("a draft's content, sent again as a file, is the same content with the same key", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      const first = checker(cells);
      if (first.outcome !== "draft") return;
      const again = checker(fields.map((field) => [first.draft.content[field] ?? ""].flat().join(";")));
      assert.ok(again.outcome === "draft", JSON.stringify(again));
      assert.equal(again.draft.canonical, first.draft.canonical);
      assert.equal(again.draft.key, first.draft.key);
    }),
    { numRuns: 2000 },
  );
});
