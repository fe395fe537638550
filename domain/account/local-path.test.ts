import assert from "node:assert/strict";
import { test } from "node:test";
import { readLocalPath } from "./local-path.ts";

test("a place on this site is taken as it is", () => {
  for (const path of ["/", "/workbench", "/en/search?q=%E6%B1%9F&x=//y#z"]) assert.equal(readLocalPath(path), path);
});

test("what a browser would read as another site is none", () => {
  for (const path of [
    "",
    "workbench",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/a\\b",
    `/${"a".repeat(500)}`,
  ])
    assert.equal(readLocalPath(path), null, JSON.stringify(path));
});
