import { scopeOfRole, roles, type AccountActor, type Actor, type Role } from "./actor.ts";

const account = (facts: Partial<AccountActor>): AccountActor => ({
  kind: "account",
  accountId: "00000000-0000-4000-8000-000000000001",
  sessionId: "00000000-0000-4000-8000-000000000002",
  unit: "",
  grants: [],
  mandates: [],
  secondFactor: true,
  ...facts,
});

const official = (role: Role): AccountActor =>
  account({
    grants: [
      {
        role,
        source: scopeOfRole[role] === "source" ? "market-supervision" : null,
        region: scopeOfRole[role] === "region" ? "210602" : null,
      },
    ],
  });

/** One actor of each kind that the policy tells apart: the columns of the reviewed table of rights (`docs/rights.md`). */
export const cast: readonly (readonly [name: string, actor: Actor])[] = [
  ["public", { kind: "public" }],
  ["operator", { kind: "operator", name: "operator" }],
  ["halfSignedIn", account({ secondFactor: false, grants: official("creditOffice").grants })],
  ["signedIn", account({})],
  [
    "agent",
    account({
      mandates: [{ mandateId: "00000000-0000-4000-8000-000000000003", organisationId: 1, uscc: "91210602MA00013766" }],
    }),
  ],
  ...roles.map((role) => [role, official(role)] as const),
];
