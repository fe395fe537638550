import assert from "node:assert/strict";
import { test } from "node:test";
import { careCookie, careFrom, safeBack } from "./care-cookie.ts";

test("care mode is read from its own cookie among others", () => {
  assert.equal(careFrom("a=1; care=on; b=2"), true);
  assert.equal(careFrom("scare=on"), false);
  assert.equal(careFrom("care=off"), false);
  assert.equal(careFrom(null), false);
});

test("switching off ends the cookie at once", () => {
  assert.match(careCookie(false), /Max-Age=0/);
  assert.match(careCookie(true), /care=on; .*Max-Age=31536000/);
});

test("the way back never leaves the site", () => {
  assert.equal(safeBack("/search?q=%E6%B1%9F"), "/search?q=%E6%B1%9F");
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "",
    null,
    "/a\r\nSet-Cookie: x=1",
    "javascript:alert(1)",
    "/%0a\n",
  ])
    assert.equal(safeBack(bad), "/");
});
