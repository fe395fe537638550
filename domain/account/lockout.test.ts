import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { afterFailure, lockoutRules, waitOf, type Failures } from "./lockout.ts";

const at = (minutes: number): Date => new Date(Date.UTC(2026, 5, 1) + minutes * 60_000);
const rule = lockoutRules.login;

test("four failures lock nothing, the fifth locks for a quarter of an hour, each further five twice as long, a day at most", () => {
  let known: Failures | null = null;
  const waits: number[] = [];
  let now = 0;
  for (let n = 1; n <= 60; n++) {
    known = afterFailure(known, at(now), rule);
    const wait = waitOf(known, at(now)) / 60_000;
    if (n % 5 === 0) waits.push(wait);
    else assert.equal(wait, 0, `failure ${n}`);
    now += wait;
  }
  assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440, 1440, 1440]);
});

test("a failure of a try that was under way when the wait began doesn't end it", () => {
  let known: Failures | null = null;
  for (let n = 0; n < 50; n++) known = afterFailure(known, at(0), lockoutRules.address);
  assert.equal(waitOf(known, at(0)), 15 * 60_000);
  known = afterFailure(known, at(1), lockoutRules.address);
  assert.equal(waitOf(known, at(1)), 14 * 60_000);
});

test("a day without a failure begins counting anew; the wait itself is no such day", () => {
  let known: Failures | null = null;
  for (let n = 0; n < 40; n++) known = afterFailure(known, at(0), rule);
  assert.equal(waitOf(known, at(0)), 1440 * 60_000);
  assert.equal(afterFailure(known, at(1441), rule).failures, 41);
  assert.equal(afterFailure(known, at(2881), rule).failures, 1);
});

test("however the tries are spread, no day sees more than 45 of them on one login", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 50, maxLength: 400 }), (gaps) => {
      let known: Failures | null = null;
      let now = 0;
      const tries: number[] = [];
      for (const gap of gaps) {
        now += gap;
        if (waitOf(known, at(now)) > 0) continue;
        known = afterFailure(known, at(now), rule);
        tries.push(now);
      }
      for (const start of tries) assert.ok(tries.filter((one) => one >= start && one < start + 1440).length <= 45);
    }),
  );
});
