import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import papaparse from "papaparse";
import { csvCell, toCsv } from "./csv.ts";

test("a cell that a spreadsheet would run as a formula is text", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
    assert.match(csvCell(`${start}1+1`), /^"?'/);
  assert.equal(csvCell(-3), "-3");
  assert.equal(csvCell("a=b"), "a=b");
});

test("any text comes back from a CSV reader as it was, but for the apostrophe", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: fc.string({ unit: "grapheme" }), b: fc.string() }), { minLength: 1 }),
      (items) => {
        const csv = toCsv(
          items,
          [
            ["a", { zh: "甲", en: "A" }],
            ["b", { zh: "乙", en: "B" }],
          ],
          "zh",
        );
        const { data } = papaparse.parse<string[]>(csv.slice(1), { delimiter: ",", newline: "\r\n" });
        assert.deepEqual(data.slice(0, -1), [
          ["甲", "乙"],
          ...items.map(({ a, b }) => [a, b].map((text) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text))),
        ]);
      },
    ),
  );
});
