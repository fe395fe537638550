import assert from "node:assert/strict";
import { test } from "node:test";
import { alone, alternate, compareRates, compareTimes, isBelowFloor, median, percentile } from "./figure.ts";

test("a ratio is the median of the rounds' own ratios, not the ratio of medians", () => {
  const { ratio, ours, limit, spread } = compareRates({ line: "x", unit: "rows/s" }, [10, 50, 90], [100, 100, 300]);
  assert.deepEqual({ ratio, ours, limit, spread }, { ratio: 0.3, ours: 50, limit: 100, spread: [0.1, 0.5] });
});

test("of times the limit is divided by ours, so that more is better in every line", () => {
  assert.equal(compareTimes({ line: "x", unit: "ms" }, [2], [10]).ratio, 5);
  assert.equal(alone({ line: "x", unit: "KiB", budget: 50 }, [25]).ratio, 2);
  assert.equal(alone({ line: "x", unit: "s" }, [25]).ratio, null);
});

test("a figure below its floor or over its ceiling fails, one without either never does", () => {
  const figure = compareRates({ line: "x", unit: "rows/s" }, [50], [100]);
  assert.equal(isBelowFloor(figure), false);
  assert.equal(isBelowFloor({ ...figure, floor: 0.5 }), false);
  assert.equal(isBelowFloor({ ...figure, floor: 0.51 }), true);
  assert.equal(isBelowFloor({ ...figure, ceiling: 0.49 }), true);
});

test("what is compared runs in turn, round after round, and warm-up rounds are not counted", async () => {
  const order: string[] = [];
  let n = 0;
  const run = (name: string) => async (): Promise<number> => {
    order.push(name);
    return ++n;
  };
  const values = await alternate(2, { a: run("a"), b: run("b") }, 1);
  assert.deepEqual(order, ["a", "b", "a", "b", "a", "b"]);
  assert.deepEqual(values, { a: [3, 5], b: [4, 6] });
});

test("the middle of an even number of values lies between the middle two; a percentile is one of the values", () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(percentile(Float64Array.from([5, 1, 4, 2, 3]), 0.5), 3);
  assert.equal(percentile(Float64Array.from([5, 1, 4, 2, 3]), 0.99), 5);
});
