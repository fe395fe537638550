import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays } from "@chengxin/domain/calendar/plain-date.ts";
import { kindOfDay, workingDaysAfter } from "@chengxin/domain/calendar/working-days.ts";
import chineseDays from "chinese-days";
import { loadCatalogue } from "../catalogue/load.ts";

const { findWorkday, isWorkday } = chineseDays;
const { calendar } = await loadCatalogue("dandong");

/** The years that the package knows; later ones are entered by hand from the notice. */
const years = [...calendar.keys()].filter((year) => year <= 2026);

test("every day of the holiday table is what the package chinese-days says it is", () => {
  assert.ok(years.length >= 9);
  for (const year of years)
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1))
      assert.equal(kindOfDay(day, calendar).working, isWorkday(day), day);
});

test("seven working days after any day of the table end where the package ends them", () => {
  for (let day = "2018-01-01"; day <= "2026-12-15"; day = addDays(day, 3))
    assert.equal(workingDaysAfter(day, 7, calendar).day, findWorkday(7, day), day);
});
