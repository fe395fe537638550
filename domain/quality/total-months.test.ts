import assert from "node:assert/strict";
import { test } from "node:test";
import { totalMonths } from "./total-months.ts";

const row = (facts: { month?: string; asked?: boolean; declared?: number | null; received?: number }) => ({
  month: "2026-05",
  asked: true,
  declared: null,
  received: 0,
  timely: 1,
  late: 2,
  unassessed: 0,
  stored: 3,
  rejected: 4,
  ...facts,
});

test("what was not declared is counted apart, and raises or lowers no rate", () => {
  const [may, ...others] = totalMonths([
    row({ declared: 10, received: 9 }),
    row({ declared: 0, received: 0 }),
    row({ declared: null, received: 500 }),
    row({ asked: false, received: 70 }),
  ]);
  assert.deepEqual(others, []);
  assert.deepEqual(may, {
    month: "2026-05",
    asked: 3,
    undeclared: 1,
    declared: 10,
    receivedOfDeclared: 9,
    timely: 4,
    late: 8,
    stored: 12,
    rejected: 16,
  });
});

test("months stay in their order", () => {
  const months = totalMonths([row({ month: "2026-06" }), row({ month: "2026-05" }), row({ month: "2026-06" })]);
  assert.deepEqual(
    months.map(({ month, asked }) => [month, asked]),
    [
      ["2026-06", 2],
      ["2026-05", 1],
    ],
  );
});
