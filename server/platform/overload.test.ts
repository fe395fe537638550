import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import fastify from "fastify";
import { Overload, turnAwayUnderLoad } from "./overload.ts";

test("a single stall turns nobody away, one that lasts does, and the next is counted anew", () => {
  const overload = new Overload();
  assert.deepEqual(
    [0, 400, 999].map((now) => overload.lasts(now)),
    [false, false, false],
  );
  assert.deepEqual(
    [1600, 2500, 4400].map((now) => overload.lasts(now)),
    [true, true, true],
  );
  assert.equal(overload.lasts(13_000), false);
  assert.equal(overload.lasts(14_800), true);
});

/** Keeps the thread busy. */
const stall = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    // nothing
  }
};

test("after one stall requests are served; while stalls follow each other they are told to wait, probes aside", async () => {
  const app = fastify();
  await turnAwayUnderLoad(app, (request) => request.url === "/livez", 300);
  for (const path of ["/page", "/livez"]) app.get(path, async () => "ok");
  await app.ready();
  const status = async (url: string): Promise<number> => (await app.inject({ url })).statusCode;
  try {
    stall(1300);
    await nextTurn();
    assert.equal(await status("/page"), 200);
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) {
      stall(1100);
      await nextTurn();
      seen.push(await status("/page"));
      assert.equal(await status("/livez"), 200);
    }
    assert.ok(seen.includes(503), `told to wait: ${seen.join()}`);
  } finally {
    await app.close();
  }
});
