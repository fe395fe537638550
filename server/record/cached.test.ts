import assert from "node:assert/strict";
import { test } from "node:test";
import { cached } from "./cached.ts";

const clockAt = (): { clock: { now(): Date; today(): string }; pass(ms: number): void } => {
  let ms = Date.parse("2026-06-01T00:00:00Z");
  return { clock: { now: () => new Date(ms), today: () => "2026-06-01" }, pass: (more) => void (ms += more) };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("callers at the same time share one answer, later ones until it is old", async () => {
  const { clock, pass } = clockAt();
  let asked = 0;
  const get = cached({ clock, freshMs: 1000 }, (key) => Promise.resolve(`${key}${++asked}`));
  assert.deepEqual(await Promise.all([get("a"), get("a"), get("b")]), ["a1", "a1", "b2"]);
  pass(999);
  assert.equal(await get("a"), "a1");
  pass(1);
  assert.equal(await get("a"), "a3");
});

test("an answer that is usable is given while a new one is fetched once", async () => {
  const { clock, pass } = clockAt();
  let asked = 0;
  const get = cached({ clock, freshMs: 1000, usableMs: 5000 }, () => Promise.resolve(++asked));
  await get("a");
  pass(2000);
  assert.deepEqual(await Promise.all([get("a"), get("a")]), [1, 1]);
  await settled();
  assert.deepEqual([await get("a"), asked], [2, 2]);
  pass(5000);
  assert.equal(await get("a"), 3);
});

test("a failure is told to who waits and is not remembered", async () => {
  const { clock, pass } = clockAt();
  let fail = true;
  const get = cached({ clock, freshMs: 1000, usableMs: 5000 }, () =>
    fail ? Promise.reject(new Error("down")) : Promise.resolve(1),
  );
  await assert.rejects(get("a"), /down/);
  fail = false;
  assert.equal(await get("a"), 1);
  fail = true;
  pass(2000);
  assert.equal(await get("a"), 1);
  await settled();
  assert.equal(await get("a"), 1);
});

test("no more answers are kept than allowed", async () => {
  const { clock } = clockAt();
  let asked = 0;
  const get = cached({ clock, freshMs: 1000, most: 2 }, () => Promise.resolve(++asked));
  for (const key of ["a", "b", "c"]) await get(key);
  assert.equal(await get("c"), 3);
  assert.equal(await get("a"), 4);
});

test("an answer that is not worth remembering is fetched anew, though callers at the same time share it", async () => {
  const { clock } = clockAt();
  let asked = 0;
  const get = cached(
    { clock, freshMs: 1000 },
    () => Promise.resolve(++asked),
    (n) => n >= 3,
  );
  assert.deepEqual(await Promise.all([get("a"), get("a")]), [1, 1]);
  await settled();
  assert.equal(await get("a"), 2);
  await settled();
  assert.equal(await get("a"), 3);
  await settled();
  assert.equal(await get("a"), 3);
});
