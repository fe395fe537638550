import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "@chengxin/domain/problem.ts";
import fc from "fast-check";
import { z } from "zod";
import { readCursor, writeCursor } from "./cursor.ts";

const Key = z.tuple([z.iso.date(), z.number().int()]);
const isRefused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof Problem && error.code === "request.cursor_invalid";
  }
};

test("a cursor reads back as it was written", () => {
  assert.deepEqual(readCursor("list", Key, writeCursor("list", ["2026-06-01", 42])), ["2026-06-01", 42]);
});

test("a cursor with any character changed, cut off or added is refused", () => {
  const cursor = writeCursor("list", ["2026-06-01", 42]);
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.string({ minLength: 0, maxLength: 2 }), (index, put) => {
      const damaged = cursor.slice(0, index) + put + cursor.slice(index + 1);
      return damaged === cursor || isRefused(() => readCursor("list", Key, damaged));
    }),
  );
});

test("any text at all is a problem, never a failure", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) =>
      isRefused(() => readCursor("list", Key, text)),
    ),
  );
});

test("a cursor of another list, or one whose content was made up, is refused", () => {
  assert.ok(isRefused(() => readCursor("other", Key, writeCursor("list", ["2026-06-01", 42]))));
  assert.ok(isRefused(() => readCursor("list", Key, writeCursor("list", ["2026-02-30", 42]))));
  assert.ok(isRefused(() => readCursor("list", Key, writeCursor("list", ["2026-06-01", "1; drop table record"]))));
});
