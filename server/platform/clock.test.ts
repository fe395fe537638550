import assert from "node:assert/strict";
import { test } from "node:test";
import { fixedClock, secondsToMidnight } from "./clock.ts";

test("the day begins at midnight in Shanghai, wherever the server stands", () => {
  assert.equal(fixedClock("2026-05-31T15:59:59.999Z").today(), "2026-05-31");
  assert.equal(fixedClock("2026-05-31T16:00:00Z").today(), "2026-06-01");
});

test("what is no instant is refused", () => {
  assert.throws(() => fixedClock("yesterday"), RangeError);
});

test("nothing that is public today may be kept by a cache beyond midnight", () => {
  assert.equal(secondsToMidnight(new Date("2026-05-31T15:59:50Z")), 10);
  assert.equal(secondsToMidnight(new Date("2026-05-31T15:59:59.999Z")), 1);
  assert.equal(secondsToMidnight(new Date("2026-05-31T16:00:00Z")), 86_400);
});
