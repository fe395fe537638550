import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { policy } from "@chengxin/domain/access/policy.ts";
import type { Right } from "@chengxin/domain/access/right.ts";
import { mandateFlow } from "@chengxin/domain/mandate/mandate-flow.ts";
import { eventActions as actionsEn, eventObjects as objectsEn } from "@chengxin/domain/text/event-words.en.ts";
import { eventActions, eventObjects } from "@chengxin/domain/text/event-words.zh-CN.ts";

/** What a template in an action stands for. A new template is a line here. */
const templates: Readonly<Record<string, readonly string[]>> = {
  "read.${action}": Object.entries(policy as Readonly<Record<string, Right>>).flatMap(([action, { access }]) =>
    access ? [`read.${action}`] : [],
  ),
  "mandate.${to}": Object.values(mandateFlow).map(({ to }) => `mandate.${to}`),
  "upload.${state}": ["finished", "refused", "failed"].map((state) => `upload.${state}`),
};

const sources = globSync("**/*.ts", { cwd: fileURLToPath(new URL("..", import.meta.url)) })
  .filter((path) => !/(^|\/)(test|node_modules)\/|\.test\.ts$|-rig\.ts$|\.gen\.ts$/.test(path))
  .map((path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8"));

const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))),
];

test("every action that the server notes has words in both languages", () => {
  const noted = found(/\baction: (?:\w+ \? "[\w.-]+" : )?["`]([^"`]+)["`]/g);
  assert.ok(noted.length > 40, "the sources were found");
  const actions = noted.flatMap((action) => (action.includes("${") ? (templates[action] ?? [action]) : [action]));
  for (const words of [eventActions, actionsEn] as Readonly<Record<string, string>>[])
    assert.deepEqual(
      actions.filter((action) => !Object.hasOwn(words, action)).sort(),
      [],
      "add them to domain/text/event-words.*; a template to this test",
    );
});

test("every kind of object that events are about has words in both languages", () => {
  const kinds = found(/\bobject(?::| =) `(\w+):\$/g);
  assert.ok(kinds.length > 15);
  for (const words of [eventObjects, objectsEn])
    assert.deepEqual(
      kinds.filter((kind) => !Object.hasOwn(words, kind)),
      [],
      "add them to domain/text/event-words.*",
    );
});
