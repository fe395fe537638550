import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { cast } from "@chengxin/domain/access/cast.ts";
import { policy, standingFor } from "@chengxin/domain/access/policy.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import { everyRoute } from "./every-route.ts";
import { fixedClock } from "./platform/clock.ts";
import { buildHttp } from "./platform/http-server.ts";
import { rightsTable } from "./rights-table.ts";

const token = "t".repeat(43);

test("every route lets in exactly the actors of the reviewed table, whatever it is asked", async () => {
  for (const [name, actor] of cast) {
    if (actor.kind === "operator") continue; // has no way over HTTP
    const reached = new Set<string>();
    const routes = everyRoute().map(({ route }) => ({
      route,
      handle: () => {
        reached.add(route.name);
        return Promise.reject(problem("object.not_found"));
      },
    }));
    const app = await buildHttp({
      routes,
      clock: fixedClock("2026-06-01T02:00:00Z"),
      sessions: { find: (its) => Promise.resolve(its === token && actor.kind === "account" ? actor : null) },
      accessLog: { write: () => Promise.resolve(), refused: () => Promise.resolve() },
      log: pino({ enabled: false }),
      ready: () => Promise.resolve(true),
      rateLimit: null,
      trustedProxies: [],
      origin: null,
    });
    for (const { route } of routes) {
      const ask = (): Promise<LightMyRequestResponse> =>
        app.inject({
          method: route.method,
          url: `/api/v1${route.path.replaceAll(/:\w+/g, "00000000-0000-4000-8000-0000000000ff")}`,
          headers: { cookie: `session=${token}` },
          ...(route.method === "GET" || route.bytes !== undefined ? {} : { payload: {} }),
        });
      // Requests that never leave this process let no timer run; the server would take that for a loop that stands still.
      await setImmediate();
      let answer = await ask();
      // On a busy machine the server says so, to whoever asks; then it has to be asked again.
      for (; answer.statusCode === 503; answer = await ask()) await sleep(200);
      const letIn: boolean = ![401, 403].includes(answer.statusCode);
      const expected: boolean = standingFor(actor, route.action) !== null;
      assert.equal(
        letIn,
        expected,
        `${name} → ${route.method} ${route.path}: ${answer.statusCode} ${answer.body.slice(0, 200)}`,
      );
      if (!expected) assert.ok(!reached.has(route.name), `${name} reached the handler of ${route.name}`);
    }
    await app.close();
  }
});

test("the reviewed table says what the policy says", () => {
  const reviewed = readFileSync(new URL("../docs/rights.md", import.meta.url), "utf8");
  assert.equal(reviewed, rightsTable(everyRoute()), "look at what changed, then node server/write-rights.ts");
});

test("every right is used by a route, or is the operator's at the command line", () => {
  const used = new Set(everyRoute().map(({ route }) => route.action as string));
  const unused = Object.entries(policy).filter(
    ([action, { who }]) => !used.has(action) && !(who as readonly string[]).includes("operator"),
  );
  assert.deepEqual(
    unused.map(([action]) => action),
    [],
  );
});

test("no two routes share a method and an address, and no name stands twice", () => {
  const addresses = everyRoute().map(({ route }) => `${route.method} ${route.path.replaceAll(/:\w+/g, ":")}`);
  assert.equal(new Set(addresses).size, addresses.length);
  const names = everyRoute().map(({ route }) => route.name);
  assert.equal(new Set(names).size, names.length);
});
