import assert from "node:assert/strict";
import { test } from "node:test";
import { byClock, clockOf } from "./order-work.ts";

const due = (dueOn: string | null) => ({ dueOn });

test("what is due first comes first, what has no clock last and in the order given", () => {
  const items = [
    { name: "a", dueOn: null },
    { name: "b", dueOn: "2026-06-02" },
    { name: "c", dueOn: null },
    { name: "d", dueOn: "2026-05-30" },
  ];
  assert.deepEqual(
    byClock(items).map(({ name }) => name),
    ["d", "b", "a", "c"],
  );
});

test("a day is overdue from the day after, and a week has seven days across the end of a month", () => {
  assert.equal(clockOf(due("2026-05-31"), "2026-06-01"), "overdue");
  assert.equal(clockOf(due("2026-06-01"), "2026-06-01"), "today");
  assert.equal(clockOf(due("2026-06-02"), "2026-05-26"), "week");
  assert.equal(clockOf(due("2026-06-03"), "2026-05-26"), "later");
  assert.equal(clockOf(due(null), "2026-05-26"), "none");
});
