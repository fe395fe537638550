import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalJson } from "./canonical.ts";

test("keys are sorted by code units, without blank space (RFC 8785, 3.2.3)", () => {
  assert.equal(
    canonicalJson({
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew",
      "1": "One",
      "\ud83d\ude00": "Emoji",
      "\u0080": "Control",
      "\u00f6": "o",
    }),
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew"}',
  );
});

test("strings are escaped as RFC 8785, 3.2.2.2 wants it", () => {
  assert.equal(
    canonicalJson({ a: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/" }),
    '{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("half a surrogate pair has no canonical form", () => {
  assert.throws(() => canonicalJson({ a: "\ud83d" }));
  assert.throws(() => canonicalJson({ a: ["x", "\ude00"] }));
});

test("equal contents give equal bytes, in whatever order they came, and the text says the content", () => {
  const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.array(fc.string({ unit: "grapheme" }), { maxLength: 3 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string({ unit: "grapheme", minLength: 1 }), value), {
        selector: ([key]) => key,
        maxLength: 8,
      }),
      (entries) => {
        const own = entries.filter(([key]) => key !== "__proto__");
        const forward = canonicalJson(Object.fromEntries(own));
        assert.equal(canonicalJson(Object.fromEntries(own.toReversed())), forward);
        assert.deepEqual(JSON.parse(forward), Object.fromEntries(own));
      },
    ),
  );
});
