import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dayNumber } from "./record-tuple.ts";

test("days since 2000-01-01 are those of the calendar, before and after it and over leap days", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
      (moment) => {
        const date = moment.toISOString().slice(0, 10);
        assert.equal(dayNumber(date), (Date.parse(`${date}T00:00:00Z`) - Date.UTC(2000, 0, 1)) / 86_400_000);
      },
    ),
  );
});
