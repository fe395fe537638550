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

test("names and codes are words of the language asked for, lists are joined, and what has no words stays", () => {
  const columns = [
    ["item.name", { zh: "类别", en: "Item" }],
    ["status", { zh: "状态", en: "Status" }, { active: { zh: "存续", en: "Active" } }],
    ["kinds", { zh: "种类", en: "Kinds" }],
    ["people.name", { zh: "各名", en: "Names" }],
  ] as const;
  const items = [
    {
      item: { name: { zh: "许可", en: "Licence" } },
      status: "active",
      kinds: [
        { zh: "罚款", en: "Fine" },
        { zh: "警告", en: "Warning" },
      ],
      people: [{ name: "a" }, { name: "b" }],
    },
    { item: null, status: "toString", kinds: [], people: undefined },
  ];
  assert.equal(
    toCsv(items, columns, "zh"),
    "\uFEFF类别,状态,种类,各名\r\n许可,存续,罚款；警告,a；b\r\n,toString,,\r\n",
  );
  assert.equal(
    toCsv(items, columns, "en"),
    "\uFEFFItem,Status,Kinds,Names\r\nLicence,Active,Fine; Warning,a; b\r\n,toString,,\r\n",
  );
});
