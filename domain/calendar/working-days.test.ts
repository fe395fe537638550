import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import notice2025 from "../../catalogue/national/calendar/2025.json" with { type: "json" };
import notice2026 from "../../catalogue/national/calendar/2026.json" with { type: "json" };
import { CalendarYear } from "../catalogue/rules.ts";
import { Problem } from "../problem.ts";
import { addDays, dayOfWeek } from "./plain-date.ts";
import { kindOfDay, workingDaysAfter, workingDaysBetween } from "./working-days.ts";

const calendar = new Map([notice2025, notice2026].map((year) => [year.year, CalendarYear.parse(year)]));
const start = fc.integer({ min: 0, max: 480 }).map((n) => addDays("2025-01-01", n));
const few = fc.integer({ min: 0, max: 60 });

test("seven working days after 2026-09-28 is 2026-10-13: two before the National Day, the exchanged Saturday, four after", () => {
  const answer = workingDaysAfter("2026-09-28", 7, calendar);
  assert.equal(answer.day, "2026-10-13");
  assert.deepEqual(
    answer.counted.map((d) => d.date),
    ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"],
  );
  assert.deepEqual(answer.counted[4], {
    date: "2026-10-10",
    reason: "exchangedWorkday",
    name: { zh: "国庆节", en: "National Day" },
  });
  assert.deepEqual(answer.skipped[0], { date: "2026-09-28", reason: "startDay", name: null });
  assert.deepEqual(
    answer.skipped.slice(1, 8).map((d) => d.reason),
    Array(7).fill("holiday"),
  );
  assert.deepEqual(answer.skipped.at(-1), { date: "2026-10-11", reason: "weekend", name: null });
});

test("an ordinary weekend is skipped as a weekend", () => {
  const answer = workingDaysAfter("2026-11-20", 1, calendar);
  assert.equal(answer.day, "2026-11-23");
  assert.deepEqual(
    answer.skipped.map((d) => d.reason),
    ["startDay", "weekend", "weekend"],
  );
});

test("a count that would reach into a year without holiday notice says so instead of guessing", () => {
  assert.throws(
    () => workingDaysAfter("2026-12-31", 1, calendar),
    (error) => error instanceof Problem && error.code === "calendar.year_unknown" && error.data["year"] === 2027,
  );
  assert.equal(workingDaysAfter("2026-12-30", 1, calendar).day, "2026-12-31");
});

test("the n-th working day is a working day, n days are counted, and no day is left out or told twice", () => {
  fc.assert(
    fc.property(start, few, (after, days) => {
      const { day, counted, skipped } = workingDaysAfter(after, days, calendar);
      assert.equal(counted.length, days);
      if (days > 0) assert.equal(kindOfDay(day, calendar).working, true);
      const told = [...counted, ...skipped].map((d) => d.date).sort();
      const all: string[] = [];
      for (let d = after; d <= day; d = addDays(d, 1)) all.push(d);
      assert.deepEqual(told, all);
      assert.equal(workingDaysBetween(after, day, calendar), days);
    }),
  );
});

test("a working days and then b working days are a + b working days", () => {
  fc.assert(
    fc.property(start, few, few, (after, a, b) => {
      const first = workingDaysAfter(after, a, calendar).day;
      assert.equal(workingDaysAfter(first, b, calendar).day, workingDaysAfter(after, a + b, calendar).day);
    }),
  );
});

test("without a notice naming the day, a day is worked exactly when it is Monday to Friday", () => {
  const bare = new Map([
    [2025, { ...CalendarYear.parse(notice2025), holidays: [], workdays: [] }],
    [2026, { ...CalendarYear.parse(notice2026), holidays: [], workdays: [] }],
  ]);
  fc.assert(
    fc.property(start, (day) => assert.equal(kindOfDay(day, bare).working, dayOfWeek(day) >= 1 && dayOfWeek(day) <= 5)),
  );
});
