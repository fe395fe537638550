import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Role } from "@chengxin/domain/access/actor.ts";
import { auditRoutes } from "../audit/routes.ts";
import type { Verifications } from "../audit/verifications.ts";
import { fixedClock } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { addPerson, openAccountSite, type AccountSite, type Person } from "../test/account-site.ts";
import { testCatalogue } from "../test/catalogue.ts";
import { signInForTest, type SignedInForTest } from "../test/sign-in.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite({
    moreRoutes: ({ database, keys }) =>
      auditRoutes({
        database,
        writes: database,
        verifications: {} as Verifications,
        catalogue: testCatalogue(),
        clock: fixedClock("2026-06-01T02:00:00Z"),
        keys,
      }),
  });
});
after(() => site.close());

const as = (role: Role) =>
  signInForTest(site.fresh.database, { roles: [role], at: site.clock.now(), keys: site.services.keys });
const post = async (path: string, { cookie }: { cookie: string }, body: object = {}) => {
  const answer = await site.send("POST", path, { body, cookie });
  assert.equal(answer.status, 200, answer.raw);
  return answer.body as Record<string, string>;
};

interface Office {
  readonly system: SignedInForTest;
  readonly security: SignedInForTest;
}
const words = ["拟任", "并非本人申请", "停职检查", "手机丢失", "调离"].map((why) => `王小明${why}`);

/** Every step that asks for a reason, each with other words. */
const takeAll = async ({ system, security }: Office, { accountId }: Person): Promise<void> => {
  const [proposed, refused, disabled, reset, ended] = words;
  const propose = () => post(`/accounts/${accountId}/grants`, system, { role: "creditOffice", reason: proposed });
  await post(`/grants/${(await propose())["grantId"]}/refuse`, security, { reason: refused });
  const grantId = (await propose())["grantId"];
  await post(`/grants/${grantId}/approve`, security);
  await post(`/grants/${grantId}/end`, system, { reason: ended });
  await post(`/accounts/${accountId}/disable`, system, { reason: disabled });
  await post(`/accounts/${accountId}/enable`, security);
  await post(`/accounts/${accountId}/reset`, security, { reason: reset });
};

const history = async (accountId: string, { cookie }: { cookie: string }) => {
  const { body } = await site.send("GET", `/accounts/${accountId}`, { cookie });
  const { reasons, grants } = body as unknown as {
    reasons: { action: string; reason: string; by: { accountId: string } }[];
    grants: { reason: string }[];
  };
  return { reasons, grants: grants.map(({ reason }) => reason) };
};

/** Everything in the database that is text or could be, as text. */
const everythingStored = async (): Promise<string> => {
  const { pool } = site.fresh.database;
  const parts = ["event", "account", "account_grant", "account_reason", "invitation", "session"].map(async (table) => {
    const { rows } = await pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
    return rows.map(({ row }) => row).join("\n");
  });
  return (await Promise.all(parts)).join("\n");
};

test("what administrators type as a reason stands nowhere in clear, and administrators and auditors read it where it belongs", async () => {
  const person = await addPerson(site);
  const office = { system: await as("systemAdministrator"), security: await as("securityAdministrator") };
  const auditor = await as("auditor");
  await takeAll(office, person);
  const stored = await everythingStored();
  assert.ok(stored.includes(person.accountId));
  assert.ok(!stored.includes("王小明") && !stored.includes(Buffer.from("王小明").toString("hex")));

  const [proposed, refused, disabled, reset, ended] = words;
  for (const reader of [office.system, office.security, auditor]) {
    const { reasons, grants } = await history(person.accountId, reader);
    assert.deepEqual(
      new Map(reasons.map(({ action, reason }) => [action, reason])),
      new Map([
        ["grant.refused", refused],
        ["grant.ended", ended],
        ["account.disabled", disabled],
        ["account.factors-reset", reset],
      ]),
    );
    assert.deepEqual(grants, [proposed, proposed]);
    assert.ok(reasons.every(({ by }) => [office.system.accountId, office.security.accountId].includes(by.accountId)));
  }

  const { rows } = await site.fresh.database.pool.query<{ chain_no: string; action: string }>(
    "select chain_no::text, action from event where object = $1 and data like '%account-reason:%' order by chain_no",
    [`account:${person.accountId}`],
  );
  assert.equal(rows.length, 4);
  for (const { chain_no, action } of rows) {
    const shown = await site.send("GET", `/audit/events/0/${chain_no}`, { cookie: auditor.cookie });
    const { reason, event } = shown.body as unknown as { reason: string; event: { data: string } };
    assert.ok(words.includes(reason), `${action}: ${shown.raw}`);
    assert.ok(!event.data.includes("王小明"));
    const refusedTo = await site.send("GET", `/audit/events/0/${chain_no}`, { cookie: office.system.cookie });
    assert.equal(refusedTo.body.code, "access.refused");
  }
});

test("an event from before, with the words in it, stays as it is", async () => {
  const auditor = await as("auditor");
  const { database } = site.services;
  const by = { actor: { kind: "system", name: "test" }, at: site.clock.now() } as const;
  await transact(database, by, async ({ note }) =>
    note({ action: "account.disabled", object: "account:1", data: { sessions: 0, reason: "离岗" } }),
  );
  const { rows } = await database.pool.query<{ last: number }>(
    "select last_no::integer as last from event_chain where organisation_id = 0",
  );
  const { body } = await site.send("GET", `/audit/events/0/${rows[0]?.last}`, { cookie: auditor.cookie });
  const { reason, event, code } = body as unknown as { reason: null; code: string; event: { data: string } };
  assert.deepEqual([reason, event.data, code], [null, '{"sessions":0,"reason":"离岗"}', "fits"]);
});
