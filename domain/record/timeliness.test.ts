import assert from "node:assert/strict";
import { test } from "node:test";
import notice2026 from "../../catalogue/national/calendar/2026.json" with { type: "json" };
import { CalendarYear } from "../catalogue/rules.ts";
import { timeliness } from "./timeliness.ts";

const calendar = new Map([[2026, CalendarYear.parse(notice2026)]]);

test("a report on the due day is in time", () =>
  assert.deepEqual(timeliness("2026-09-28", "2026-10-13", 7, calendar), {
    dueOn: "2026-10-13",
    workingDaysUsed: 7,
    late: false,
  }));

test("a report a day after the due day is late", () =>
  assert.deepEqual(timeliness("2026-09-28", "2026-10-14", 7, calendar), {
    dueOn: "2026-10-13",
    workingDaysUsed: 8,
    late: true,
  }));

test("a report on the weekend after the due day is late though no further working day was used", () => {
  assert.deepEqual(timeliness("2026-11-11", "2026-11-21", 7, calendar), {
    dueOn: "2026-11-20",
    workingDaysUsed: 7,
    late: true,
  });
});

test("a report on the day of the decision uses no working day", () =>
  assert.deepEqual(timeliness("2026-11-23", "2026-11-23", 7, calendar), {
    dueOn: "2026-12-02",
    workingDaysUsed: 0,
    late: false,
  }));

test("what depends on a year without holiday notice is left open, the rest is answered", () => {
  assert.deepEqual(timeliness("2026-12-30", "2027-01-04", 7, calendar), {
    dueOn: null,
    workingDaysUsed: null,
    late: null,
  });
  assert.deepEqual(timeliness("2026-12-01", "2027-01-04", 7, calendar), {
    dueOn: "2026-12-10",
    workingDaysUsed: null,
    late: true,
  });
});
