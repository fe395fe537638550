import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf } from "./count-of.ts";

const statistics = {
  items: [
    { item: "licence", count: { value: 200_000, atLeast: true } },
    { item: "penalty", count: { value: 12_345, atLeast: false } },
  ],
};

test("a list of one item has that item's number, the list of all their sum, and one open number makes the sum open", () => {
  assert.deepEqual(countOf(statistics, "penalty"), { value: 12_345, atLeast: false });
  assert.deepEqual(countOf(statistics, null), { value: 212_345, atLeast: true });
});

test("statistics from before an import never say less than the list has counted", () => {
  const least = { value: 10_000, atLeast: true };
  assert.deepEqual(countOf({ items: [] }, "penalty", least), least);
  assert.deepEqual(countOf(statistics, "penalty", least), { value: 12_345, atLeast: false });
});
