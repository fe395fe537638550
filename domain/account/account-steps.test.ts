import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountSteps,
  mayStep,
  roleRefusal,
  stepRefusal,
  type AccountFacts,
  type AccountStep,
} from "./account-steps.ts";

const facts = (given: Partial<AccountFacts> = {}): AccountFacts => ({
  own: false,
  kind: "official",
  state: "active",
  used: true,
  roles: ["creditOffice"],
  extending: false,
  ...given,
});
const steps = Object.keys(accountSteps) as AccountStep[];
const refusals = (given: Partial<AccountFacts>) =>
  Object.fromEntries(steps.map((step) => [step, stepRefusal(step, facts(given))]));

test("nobody does anything to their own account", () => {
  for (const step of steps) assert.equal(stepRefusal(step, facts({ own: true })), "own");
});

test("a disabled account can only be enabled, and only such a one", () => {
  for (const [step, refusal] of Object.entries(refusals({ state: "disabled" })))
    assert.equal(refusal, step === "enable" ? null : "disabled");
  assert.equal(stepRefusal("enable", facts()), "notDisabled");
});

test("an ended account is extended or disabled before anything else", () => {
  assert.deepEqual(refusals({ state: "expired" }), {
    inviteAgain: "ended",
    extend: null,
    demandNewPassword: "ended",
    resetFactor: "ended",
    enable: "notDisabled",
    disable: null,
    propose: "ended",
  });
});

test("an extension is proposed once; the next when it was decided", () => {
  assert.equal(stepRefusal("extend", facts({ extending: true })), "waiting");
  assert.equal(stepRefusal("extend", facts({ extending: true, state: "disabled" })), "disabled");
  assert.equal(stepRefusal("extend", facts()), null);
});

test("a new link is for an account that was never begun; one that was used is reset instead", () => {
  assert.equal(stepRefusal("inviteAgain", facts({ state: "invited", used: false })), null);
  assert.equal(stepRefusal("inviteAgain", facts({ state: "invited", used: true })), "begun");
  assert.equal(stepRefusal("inviteAgain", facts()), "begun");
  assert.equal(stepRefusal("demandNewPassword", facts({ state: "invited" })), "notBegun");
});

test("nobody gets a link to an administration's account, and an administration stands alone", () => {
  for (const role of ["systemAdministrator", "securityAdministrator", "auditor"] as const) {
    assert.equal(stepRefusal("resetFactor", facts({ roles: [role] })), "administration");
    assert.equal(stepRefusal("propose", facts({ roles: [role] })), "excluded");
    assert.equal(roleRefusal(role, ["windowClerk"]), "excluded");
    assert.equal(roleRefusal("windowClerk", [role]), "excluded");
    assert.equal(roleRefusal(role, []), null);
  }
  assert.equal(roleRefusal("creditCentre", ["windowClerk"]), null);
  assert.equal(stepRefusal("propose", facts({ kind: "agent", roles: [] })), "agent");
});

test("who may do what comes from the policy", () => {
  assert.deepEqual(
    steps.filter((step) => mayStep(step, ["systemAdministrator"])),
    ["inviteAgain", "extend", "disable", "propose"],
  );
  assert.deepEqual(
    steps.filter((step) => mayStep(step, ["securityAdministrator"])),
    ["demandNewPassword", "resetFactor", "enable", "disable"],
  );
  assert.deepEqual(
    steps.filter((step) => mayStep(step, ["auditor"])),
    [],
  );
});
