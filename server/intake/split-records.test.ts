import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { recordScanner } from "./scan-records.ts";
import { splitRecords } from "@chengxin/domain/intake/split-records.ts";

const split = (text: string, separator = ","): { cells: string[]; malformed: boolean }[] => {
  const records: { cells: string[]; malformed: boolean }[] = [];
  splitRecords(text, separator, (cells, malformed) => records.push({ cells, malformed }));
  return records;
};

test("quotes, doubled quotes, separators and line ends inside quotes, CRLF and empty cells", () => {
  assert.deepEqual(
    split('a,"b,""c""\nd",\r\n"",e,\n').map(({ cells }) => cells),
    [
      ["a", 'b,"c"\nd', ""],
      ["", "e", ""],
    ],
  );
  assert.deepEqual(
    split("a,b").map(({ cells }) => cells),
    [["a", "b"]],
  );
  assert.deepEqual(
    split("a,b,").map(({ cells }) => cells),
    [["a", "b", ""]],
  );
  assert.deepEqual(
    split("\n\n").map(({ cells }) => cells),
    [[""], [""]],
  );
  assert.deepEqual(
    split('5" 管,x\ny,z').map(({ cells, malformed }) => [cells, malformed]),
    [
      [['5" 管', "x"], false],
      [["y", "z"], false],
    ],
  );
  assert.deepEqual(
    split('"a"b,c').map(({ cells, malformed }) => [cells, malformed]),
    [[["ab", "c"], true]],
  );
});

const quote = (cell: string, always: boolean): string =>
  always || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const cell = fc
  .array(fc.constantFrom("a", "丹", '"', ",", "\n", "\r\n", " ", "\u3000", ""), { maxLength: 6 })
  .map((parts) => parts.join(""));
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });

test("what was written as CSV is read back, whatever the cells hold", () => {
  fc.assert(
    fc.property(table, fc.boolean(), fc.constantFrom("\n", "\r\n"), (rows, always, lineEnd) => {
      const text = rows.map((row) => row.map((one) => quote(one, always)).join(",")).join(lineEnd) + lineEnd;
      assert.deepEqual(
        split(text).map(({ cells }) => cells),
        rows,
      );
    }),
  );
});

test("the byte scanner cuts between the very records that the splitter reads, wherever its blocks end and however small the chunks are", () => {
  const anything = fc
    .array(fc.constantFrom("a", "丹", '"', '""', ",", "\n", "\r\n", '",', ',"'), { maxLength: 40 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        table.map((rows) => rows.map((row) => row.map((one) => quote(one, true)).join(",")).join("\n")),
      ),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 30 }),
      (text, block, chunkBytes) => {
        const bytes = Buffer.from(text);
        const scanner = recordScanner({ separator: 44, start: 0, firstRow: 1, chunkBytes });
        for (let i = 0; i < bytes.length; i += block) scanner.take(bytes.subarray(i, i + block));
        let ranges;
        try {
          ranges = scanner.end();
        } catch {
          return; // a quotation mark that is never closed
        }
        assert.equal(ranges.map((range) => bytes.toString("utf8", range.start, range.end)).join(""), text);
        const whole = split(text);
        const pieces = ranges.flatMap((range) => {
          const records = split(bytes.toString("utf8", range.start, range.end));
          assert.deepEqual(records[0], whole[range.firstRow - 1]);
          return records;
        });
        assert.deepEqual(pieces, whole);
      },
    ),
    { numRuns: 2000 },
  );
});
