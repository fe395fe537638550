import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isFiltered,
  readColumns,
  readSort,
  viewOf,
  withColumns,
  withCursor,
  withFilters,
  withoutFilters,
  withSort,
} from "./query-state.ts";

const params = (query: string): URLSearchParams => new URLSearchParams(query);

test("a column sorts ascending, then descending, then not", () => {
  const once = withSort(params("item=penalty"), "decided");
  assert.deepEqual(readSort(once), { key: "decided", descending: false });
  const twice = withSort(once, "decided");
  assert.deepEqual(readSort(twice), { key: "decided", descending: true });
  assert.equal(withSort(twice, "decided").toString(), "item=penalty");
});

test("another order or filter begins at the first page, other columns stay on it", () => {
  const third = params("q=a&cursor=xyz");
  assert.equal(withSort(third, "name").get("cursor"), null);
  assert.equal(withFilters(third, { region: "210600" }).get("cursor"), null);
  assert.equal(withoutFilters(third, ["q"]).get("cursor"), null);
  assert.equal(withColumns(third, ["a"], ["a", "b"]).get("cursor"), "xyz");
});

test("an empty filter leaves the address, spaces around a value too", () => {
  assert.equal(withFilters(params("q=a&item=b"), { q: "", item: " c " }).toString(), "item=c");
});

test("clearing the filters keeps order and columns", () => {
  assert.equal(withoutFilters(params("q=a&sort=-b&columns=c"), ["q"]).toString(), "sort=-b&columns=c");
});

test("columns come in the table's order; unknown ones are ignored, and there is always one", () => {
  const all = ["a", "b", "c"];
  assert.deepEqual(readColumns(params("columns=c,a,x"), all, ["b"]), ["a", "c"]);
  assert.deepEqual(readColumns(params("columns=x"), all, ["b"]), ["b"]);
  assert.deepEqual(readColumns(params(""), all, ["b"]), ["b"]);
});

test("the default columns are not written into the address", () => {
  assert.equal(withColumns(params("columns=a"), ["b", "a"], ["a", "b"]).has("columns"), false);
});

test("a view is the same however its address was put together, and has no page", () => {
  assert.equal(viewOf(params("sort=a&q=x&cursor=1&empty=")), viewOf(withCursor(params("q=x&sort=a"), "2")));
});

test("order, columns and page alone are no filter", () => {
  assert.equal(isFiltered(params("sort=a&cursor=b&columns=c&q=")), false);
  assert.equal(isFiltered(params("q=a")), true);
});
