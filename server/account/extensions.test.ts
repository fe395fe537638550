import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Role } from "@chengxin/domain/access/actor.ts";
import { addPerson, openAccountSite, type AccountSite } from "../test/account-site.ts";
import { signInForTest } from "../test/sign-in.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const as = (role: Role) =>
  signInForTest(site.fresh.database, { roles: [role], at: site.clock.now(), keys: site.services.keys });
const post = (path: string, { cookie }: { cookie: string }, body: object = {}) =>
  site.send("POST", path, { body, cookie });
const endOf = async (accountId: string) => {
  const { rows } = await site.fresh.database.pool.query<{ valid_until: Date; reviewed_at: Date | null }>(
    "select valid_until, reviewed_at from account where account_id = $1",
    [accountId],
  );
  return [rows[0]?.valid_until.toISOString(), rows[0]?.reviewed_at];
};
const office = async () => ({
  system: await as("systemAdministrator"),
  security: await as("securityAdministrator"),
  auditor: await as("auditor"),
});
const reason = "转岗，不再需要";
const decide = (step: "approve" | "end", extensionId: unknown, who: { cookie: string }) =>
  post(`/account-extensions/${String(extensionId)}/${step}`, who, step === "end" ? { reason } : {});

test("an account lasts longer when one administrator proposed it and another approved it, and not a moment before", async () => {
  const { accountId } = await addPerson(site);
  const { system, security, auditor } = await office();
  const before = await endOf(accountId);
  for (const other of [security, auditor])
    assert.equal((await post(`/accounts/${accountId}/extensions`, other)).body.code, "access.refused");
  const proposed = await post(`/accounts/${accountId}/extensions`, system);
  assert.equal(proposed.status, 200, proposed.raw);
  const { extensionId } = proposed.body as { extensionId?: string };
  assert.deepEqual(await endOf(accountId), before);
  assert.equal((await post(`/accounts/${accountId}/extensions`, system)).body.code, "account.state", "one at a time");
  for (const other of [system, auditor])
    assert.equal((await decide("approve", extensionId, other)).body.code, "access.refused");
  const shown = (await site.send("GET", `/accounts/${accountId}`, { cookie: security.cookie })).body;
  assert.equal((shown["extension"] as { extensionId: string } | null)?.extensionId, extensionId);
  assert.equal((await decide("approve", extensionId, security)).status, 200);
  const [until, reviewed] = await endOf(accountId);
  assert.equal(until, new Date(site.clock.now().getTime() + 365 * 86_400_000).toISOString());
  assert.deepEqual(reviewed, site.clock.now());
  for (const step of ["approve", "end"] as const)
    assert.equal((await decide(step, extensionId, security)).body.code, "extension.state");
});

test("nobody decides about the own account; a refusal or a withdrawal leaves its end, and it can be proposed anew", async () => {
  const { system, security } = await office();
  const { extensionId } = (await post(`/accounts/${security.accountId}/extensions`, system)).body;
  const before = await endOf(security.accountId);
  for (const step of ["approve", "end"] as const) assert.equal((await decide(step, extensionId, security)).status, 404);
  const second = await as("securityAdministrator");
  assert.equal((await decide("end", extensionId, second)).status, 200);
  const again = (await post(`/accounts/${security.accountId}/extensions`, system)).body["extensionId"];
  assert.equal((await decide("end", again, system)).status, 200);
  assert.deepEqual(await endOf(security.accountId), before);
  const { rows } = await site.fresh.database.pool.query<{ ended_why: string }>(
    "select ended_why from account_extension where account_id = $1 order by proposed_at, ended_why",
    [security.accountId],
  );
  assert.deepEqual(rows.map(({ ended_why }) => ended_why).sort(), ["refused", "withdrawn"]);
});

test("an account that was disabled meanwhile isn't extended", async () => {
  const { accountId } = await addPerson(site);
  const { system, security } = await office();
  const { extensionId } = (await post(`/accounts/${accountId}/extensions`, system)).body;
  await post(`/accounts/${accountId}/disable`, system, { reason });
  const before = await endOf(accountId);
  assert.equal((await decide("approve", extensionId, security)).body.code, "account.state");
  assert.deepEqual(await endOf(accountId), before);
});

test("two who decide at the same moment: one is told that it was decided", async () => {
  const { accountId } = await addPerson(site);
  const { system, security } = await office();
  const second = await as("securityAdministrator");
  const { extensionId } = (await post(`/accounts/${accountId}/extensions`, system)).body;
  const answers = await Promise.all([decide("approve", extensionId, security), decide("end", extensionId, second)]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  );
});

test("the database itself refuses a longer account that no two administrators agreed on", async () => {
  const { accountId } = await addPerson(site);
  const { system, security } = await office();
  const { pool } = site.fresh.database;
  const insert = (by: string | null, approver: string | null) =>
    pool.query(
      `insert into account_extension (extension_id, account_id, proposed_by, proposed_at, approved_by, approved_at, until)
       values (gen_random_uuid(), $1, $2, $3, $4::uuid, case when $4::uuid is null then null else $3::timestamptz end,
         case when $4::uuid is null then null else $3::timestamptz + interval '1 year' end) returning extension_id`,
      [accountId, by, site.clock.now(), approver],
    );
  await assert.rejects(
    pool.query(
      "update account set valid_until = valid_until + interval '1 day', reviewed_at = now() where account_id = $1",
      [accountId],
    ),
    { constraint: "account_extended" },
  );
  await assert.rejects(insert(security.accountId, null), { constraint: "extension_proposer" });
  await assert.rejects(insert(system.accountId, security.accountId), { constraint: "extension_proposed" });
  const { rows } = await insert(system.accountId, null);
  for (const [approver, constraint] of [
    [(await as("systemAdministrator")).accountId, "extension_approver"],
    [system.accountId, "extension_approver"],
  ] as const)
    await assert.rejects(
      pool.query(
        "update account_extension set approved_by = $2, approved_at = $3, until = $3::timestamptz + interval '1 year' where extension_id = $1",
        [(rows[0] as { extension_id: string }).extension_id, approver, site.clock.now()],
      ),
      { constraint },
    );
});
