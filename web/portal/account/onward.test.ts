import assert from "node:assert/strict";
import { test } from "node:test";
import { pathsIn } from "../../paths.ts";
import { onward, wantedPath } from "./onward.ts";

const official = { kind: "official" } as const;
const agent = { kind: "agent" } as const;
const zh = pathsIn("zh");

test("after signing in one is where one wanted to be, with all conditions", () => {
  assert.equal(
    onward("/workbench/records?item=penalty&from=2026-01-01", official, zh),
    "/workbench/records?item=penalty&from=2026-01-01",
  );
  assert.equal(onward("/own/accesses", agent, zh), "/own/accesses");
});

test("who wanted nothing begins at their own work, in their language", () => {
  assert.equal(onward(null, official, zh), "/workbench");
  assert.equal(onward(null, agent, zh), "/own");
  assert.equal(onward("/", agent, pathsIn("en")), "/en/own");
});

test("an agent isn't sent to the officials' workbench", () => {
  assert.equal(onward("/workbench/records?item=penalty", agent, zh), "/own");
  assert.equal(onward("/en/workbench", agent, pathsIn("en")), "/en/own");
});

test("nothing leads off the site, nor back to the door", () => {
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "evil.example",
    "",
    "/sign-in",
    "/sign-in?to=/sign-in",
    "/en/sign-in/second",
    "/sign-out",
    "/invitation?token=x",
  ])
    assert.equal(wantedPath(bad), null, bad);
  assert.equal(wantedPath("/sign-infos"), "/sign-infos");
});

test("whatever passes stays at this host when a browser resolves it", () => {
  for (const odd of [
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2F/evil.example",
    "/@evil.example",
    "/;//evil.example",
  ]) {
    const path = wantedPath(odd);
    if (path !== null) assert.equal(new URL(path, "https://credit.example.cn/sign-in").host, "credit.example.cn");
  }
});
