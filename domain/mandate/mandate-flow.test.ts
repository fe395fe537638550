import assert from "node:assert/strict";
import { test } from "node:test";
import type { Limit } from "../catalogue/rules.ts";
import { isEnd, latestEnd, mandateFlow, mandateStates, mayStep, standsOn, type MandateStep } from "./mandate-flow.ts";

const limit = (value: string | null): Limit => ({
  id: "MANDATE_MAX",
  rule: { zh: "期限", en: "limit" },
  value,
  unit: "m",
  countsFrom: null,
  productDefault: "12",
  source: "test",
  confidence: "A",
  validFrom: null,
  validTo: null,
});

test("a mandate goes forward only: what is refused or ended takes no further step", () => {
  const allowed = (Object.keys(mandateFlow) as MandateStep[]).flatMap((step) =>
    mandateStates.filter((state) => mayStep(state, step)).map((state) => `${state} ${step}`),
  );
  assert.deepEqual(allowed, ["asked confirm", "asked refuse", "asked end", "confirmed end"]);
});

test("a confirmed mandate holds on its last day and is over on the next without anybody doing anything", () => {
  const mandate = { state: "confirmed", until: "2026-06-30" } as const;
  assert.equal(standsOn(mandate, "2026-06-30"), "confirmed");
  assert.equal(standsOn(mandate, "2026-07-01"), "expired");
});

test("nothing is given for more than a year, even where the catalogue says so", () => {
  assert.equal(latestEnd(limit("36"), "2026-01-31"), "2027-01-31");
  assert.equal(latestEnd(limit("3"), "2025-11-30"), "2026-02-28");
  assert.equal(latestEnd(undefined, "2026-01-31"), "2027-01-31");
});

test("an end is a real day, not past and not too late", () => {
  const fits = (until: string) => isEnd(until, "2026-06-01", "2027-06-01");
  assert.deepEqual(["2026-06-01", "2027-06-01"].map(fits), [true, true]);
  assert.deepEqual(["2026-05-31", "2027-06-02", "2026-06-31", "9999-12-31", ""].map(fits), Array(5).fill(false));
});
