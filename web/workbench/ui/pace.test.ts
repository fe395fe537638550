import assert from "node:assert/strict";
import { test } from "node:test";
import { paceOf, withMark, type Mark } from "./pace.ts";

const marks = (...pairs: readonly (readonly [done: number, at: number])[]): readonly Mark[] =>
  pairs.reduce<readonly Mark[]>((all, [done, at]) => withMark(all, { done, at }), []);

test("the rate is what was done between the first and the last mark, the rest takes as long at that rate", () => {
  assert.deepEqual(paceOf(marks([0, 0], [300, 2000], [1000, 5000]), 3000), { rate: 200, secondsLeft: 10 });
});

test("nothing is said before a second has passed, nor of the rest where the whole is unknown", () => {
  assert.deepEqual(paceOf(marks([0, 0], [300, 999]), 3000), { rate: null, secondsLeft: null });
  assert.deepEqual(paceOf(marks([0, 0], [300, 1000]), null), { rate: 300, secondsLeft: null });
});

test("work that stands still has no time left to name", () => {
  assert.deepEqual(paceOf(marks([300, 0], [300, 5000]), 3000), { rate: 0, secondsLeft: null });
});

test("only the last half minute counts", () => {
  assert.equal(paceOf(marks([0, 0], [10_000, 1000], [10_100, 30_500], [10_200, 31_500]), null).rate, 100);
});

test("work that was begun anew is measured anew", () => {
  assert.deepEqual(paceOf(marks([0, 0], [1000, 5000], [0, 6000], [10, 7000]), null), { rate: 10, secondsLeft: null });
});

test("more done than there was to do leaves no time", () => {
  assert.equal(paceOf(marks([0, 0], [200, 1000]), 100).secondsLeft, 0);
});
