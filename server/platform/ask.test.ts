import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import { accessOn, right, rightOn, standing, type Right } from "@chengxin/domain/access/right.ts";
import { cast } from "@chengxin/domain/access/cast.ts";
import { identityCheckCharacter } from "@chengxin/domain/intake/identity-number.ts";
import { askAs } from "../test/ask.ts";
import { inventUscc } from "../test/build.ts";

const actorOf = (name: string) => {
  const found = cast.find(([its]) => its === name)?.[1];
  assert.ok(found);
  return found;
};

test("a right without a line for somebody is refused, and half a sign-in is none", () => {
  const office: Right = right("creditOffice");
  assert.equal(standing(actorOf("creditOffice"), office), "creditOffice");
  for (const name of ["public", "operator", "halfSignedIn", "signedIn", "agent", "auditor", "departmentClerk"])
    assert.equal(standing(actorOf(name), office), null, name);
});

test("an agent without a mandate is no agent", () => {
  const agent = actorOf("agent") as AccountActor;
  assert.equal(standing(agent, right("agent")), "agent");
  assert.equal(standing({ ...agent, mandates: [] }, right("agent")), null);
  assert.equal(standing({ ...agent, secondFactor: false }, right("agent")), null);
});

test("rights with an object carry their decision, and readings their duty", () => {
  const line = accessOn<{ source: string }>(["departmentClerk"], (_actor, { source }) => source === "a");
  assert.equal(line.access, true);
  assert.equal(line.on(actorOf("public"), { source: "a" }), true);
  assert.equal("access" in rightOn(["signedIn"], () => true), false);
});

test("what was typed in place of a code is not in the event of the refusal: a person's number or name would stay there for ever", () => {
  const number = `21060219900307451${identityCheckCharacter("21060219900307451")}`;
  const refusal = (uscc: string): string | null => {
    const ask = askAs(actorOf("agent"), "dossier.read-own");
    assert.throws(() => ask.permit({ uscc } as never), { code: "object.not_found" });
    return ask.refused;
  };
  for (const typed of [number, number.toLowerCase(), ` ${number}`, "孙志刚", "13800138000"])
    assert.equal(refusal(typed), '{"uscc":null}', typed);
  const uscc = inventUscc();
  assert.equal(refusal(uscc.toLowerCase()), JSON.stringify({ uscc }));
  const opening = askAs(actorOf("departmentClerk"), "ground.open");
  assert.throws(() => opening.permit({ role: "departmentClerk", region: null, source: number } as never));
  assert.equal(opening.refused, '{"role":"departmentClerk","region":null,"source":null}');
});
