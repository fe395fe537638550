import assert from "node:assert/strict";
import { test } from "node:test";
import { readPress, type Command, type Waiting } from "./keyboard.ts";

const press = (waiting: Waiting, key: string, more: { modified?: boolean; typing?: boolean; at?: number } = {}) =>
  readPress(waiting, { key, modified: false, typing: false, at: 0, ...more });

test("one key searches, helps and moves", () => {
  const told = ["/", "?", "j", "k", "x", "Enter"].map((key) => press(null, key).command);
  const wanted: (Command | null)[] = [
    { do: "search" },
    { do: "help" },
    { do: "move", by: 1 },
    { do: "move", by: -1 },
    null,
    null,
  ];
  assert.deepEqual(told, wanted);
});

test("g and then a letter goes to a page, though the letter alone means something else", () => {
  const { waiting, command } = press(null, "g", { at: 1000 });
  assert.equal(command, null);
  assert.deepEqual(press(waiting, "j", { at: 2000 }), { command: { do: "go", key: "j" }, waiting: null });
});

test("g is forgotten after a moment, and by any key that is no letter", () => {
  const { waiting } = press(null, "g", { at: 1000 });
  assert.deepEqual(press(waiting, "j", { at: 3000 }).command, { do: "move", by: 1 });
  assert.equal(press(waiting, "Escape", { at: 1100 }).waiting, null);
});

test("keys that are typed into a field or belong to the browser are left alone", () => {
  assert.equal(press(null, "/", { typing: true }).command, null);
  assert.equal(press(null, "k", { modified: true }).command, null);
  assert.equal(press(0, "j", { typing: true }).waiting, null);
});

test("names that every object has are no commands", () => {
  assert.equal(press(null, "constructor").command, null);
});
