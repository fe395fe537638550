import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldName } from "./fold-name.ts";

test("width, case, brackets, quotation marks and blank space make no difference", () => {
  const folded = "鸭绿江贸易丹东有限公司";
  for (const name of [
    "鸭绿江贸易（丹东）有限公司",
    "鸭绿江贸易(丹东)有限公司",
    " 鸭绿江贸易 〔丹东〕有限公司\u200B",
    "“鸭绿江”贸易丹东有限公司",
  ]) {
    assert.equal(foldName(name), folded);
  }
  assert.equal(foldName("ＡＢＣ贸易"), foldName("abc贸易"));
});

test("different names stay different", () => {
  assert.notEqual(foldName("丹东江城商店"), foldName("丹东江域商店"));
  assert.notEqual(foldName("江城一店"), foldName("江城二店"));
});

test("folding a folded name changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) =>
      assert.equal(foldName(foldName(name)), foldName(name)),
    ),
    { numRuns: 3000 },
  );
});
