import assert from "node:assert/strict";
import { test } from "node:test";
import { rightOf, standingFor } from "@chengxin/domain/access/policy.ts";
import { everyRoute } from "../every-route.ts";
import { accountWith } from "./audit-rig.ts";

const auditor = accountWith("auditor");
const anybody = accountWith(null);

test("an auditor changes nothing but runs of the verifier, alerts and canaries, and what is every account's own", () => {
  const changing = everyRoute()
    .map(({ route }) => route)
    .filter(({ method }) => method !== "GET");
  assert.ok(changing.length > 10);
  const more = changing.filter(
    ({ action }) =>
      standingFor(auditor, action) !== null && standingFor(anybody, action) === null && !action.startsWith("audit."),
  );
  assert.deepEqual(
    more.map(({ name }) => name),
    [],
  );
});

test("an auditor reads nothing that is not public of any organisation", () => {
  const reading = everyRoute().filter(({ route }) => rightOf(route.action).access);
  assert.ok(reading.length > 0);
  for (const { route } of reading)
    if (standingFor(auditor, route.action) !== null)
      assert.notEqual(standingFor(anybody, route.action), null, `${route.name} is open to auditors`);
});
