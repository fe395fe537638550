import assert from "node:assert/strict";
import { test } from "node:test";
import { RouterContextProvider } from "react-router";
import { requestIdContext } from "./context.ts";
import { report } from "./report.ts";

test("the operator's line names the page, neither what was asked nor an invitation's token", (t) => {
  const write = t.mock.method(process.stderr, "write", () => true);
  const context = new RouterContextProvider();
  context.set(requestIdContext, "1a2b3c4d");
  for (const path of ["/search?q=secret", "/invitation/secret", "/en/invitation/secret?x=secret"])
    report("no database", new Request(`http://localhost${path}`), context);
  assert.deepEqual(
    write.mock.calls.map(({ arguments: [line] }) => line),
    ["/search", "/invitation/…", "/en/invitation/…"].map((path) => `page ${path} (1a2b3c4d) failed: no database\n`),
  );
});
