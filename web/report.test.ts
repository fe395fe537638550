import assert from "node:assert/strict";
import { test } from "node:test";
import { RouterContextProvider } from "react-router";
import { requestIdContext } from "./context.ts";
import { report } from "./report.ts";

test("the operator's line names the page, neither what was asked nor an invitation's token", (t) => {
  const write = t.mock.method(process.stderr, "write", () => true);
  const context = new RouterContextProvider();
  context.set(requestIdContext, "1a2b3c4d");
  for (const path of [
    "/search?q=secret",
    "/invitation/Secret-Token-1",
    "/en/invitation/Secret?x=secret",
    "/organisations/91210602MA00013766/records/1a2b3c4d-0000-4000-8000-000000000000",
    "/open-data/%E6%A0%87%E8%AE%B0",
  ])
    report("no database", new Request(`http://localhost${path}`), context);
  assert.deepEqual(
    write.mock.calls.map(({ arguments: [line] }) => line),
    ["/search", "/invitation/…", "/en/invitation/…", "/organisations/…/records/…", "/open-data/…"].map(
      (path) => `page ${path} (1a2b3c4d) failed: no database\n`,
    ),
  );
});
