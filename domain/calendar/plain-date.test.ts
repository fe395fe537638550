import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, addMonths, dayOfWeek, daysBetween, isRealDate } from "./plain-date.ts";

const date = fc
  .date({ min: new Date("1900-01-01T00:00:00Z"), max: new Date("2199-12-31T00:00:00Z"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

test("a period in months ends on the corresponding day", () => {
  assert.equal(addMonths("2025-06-15", 3), "2025-09-15");
  assert.equal(addMonths("2025-11-15", 3), "2026-02-15");
  assert.equal(addMonths("2025-01-01", 36), "2028-01-01");
});

test("where the last month lacks the corresponding day, its end is the last day", () => {
  assert.equal(addMonths("2025-01-31", 1), "2025-02-28");
  assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
  assert.equal(addMonths("2024-02-29", 12), "2025-02-28");
  assert.equal(addMonths("2025-08-31", 3), "2025-11-30");
});

test("a month's end that is not the 31st stays what it is", () =>
  assert.equal(addMonths("2025-02-28", 1), "2025-03-28"));

test("only days of the calendar are real", () => {
  for (const day of ["2024-02-29", "2000-02-29", "2026-12-31"]) assert.equal(isRealDate(day), true, day);
  for (const day of ["2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "20260401", ""])
    assert.equal(isRealDate(day), false, day);
});

test("days of the week", () => {
  assert.equal(dayOfWeek("2026-11-23"), 1);
  assert.equal(dayOfWeek("1970-01-01"), 4);
  assert.equal(dayOfWeek("1969-12-28"), 0);
});

test("adding days and counting them are each other's reverse", () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -5000, max: 5000 }), (day, n) => {
      const other = addDays(day, n);
      assert.equal(isRealDate(other), true);
      assert.equal(daysBetween(day, other), n);
      assert.equal(addDays(other, -n), day);
    }),
  );
});

test("a period of months ends in the right month, never on a later day of the month than it began", () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 120 }), (day, months) => {
      const end = addMonths(day, months);
      const monthsOf = (d: string): number => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7));
      assert.equal(isRealDate(end), true);
      assert.equal(monthsOf(end) - monthsOf(day), months);
      assert.ok(end.slice(8) <= day.slice(8));
      if (end.slice(8) !== day.slice(8)) assert.equal(addDays(end, 1).slice(8), "01");
    }),
  );
});
