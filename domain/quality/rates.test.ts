import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addToMonth, isMonth, monthsBetween, percentOf, rateOf } from "./rates.ts";

test("without a declaration there is no rate, and nothing of nothing is none either", () => {
  assert.equal(rateOf(5, null), "undeclared");
  assert.equal(rateOf(0, null), "undeclared");
  assert.equal(rateOf(0, 0), "nothing");
  assert.equal(rateOf(3, 4), 0.75);
  assert.equal(rateOf(5, 4), 1.25);
});

test("100 % is said only where all of it is there", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (part, whole) => {
      assert.equal(
        percentOf(part / whole) >= "100.0 %" && part / whole < 1 && percentOf(part / whole) === "100.0 %",
        false,
      );
      if (part === whole) assert.equal(percentOf(part / whole), "100.0 %");
    }),
  );
  assert.equal(percentOf(0.99999), "99.9 %");
  assert.equal(percentOf(2 / 3), "66.6 %");
  assert.equal(percentOf(Number.POSITIVE_INFINITY), "—");
});

test("months go over the year's end and back", () => {
  assert.equal(addToMonth("2025-12", 1), "2026-01");
  assert.equal(addToMonth("2026-01", -13), "2024-12");
  assert.deepEqual(monthsBetween("2025-11", "2026-01", 12), ["2026-01", "2025-12", "2025-11"]);
  assert.equal(monthsBetween("0001-01", "2026-01", 12).length, 12);
  assert.deepEqual(["2026-1", "2026-13", "2026-00", "2026-01"].map(isMonth), [false, false, false, true]);
});
