import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Role } from "@chengxin/domain/access/actor.ts";
import { addPerson, openAccountSite, type AccountSite } from "../test/account-site.ts";
import { signInForTest } from "../test/sign-in.ts";
import { accountWork } from "./work.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const as = (role: Role) => signInForTest(site.fresh.database, { roles: [role], at: site.clock.now() });

test("a proposal is the security administrator's work alone, until it is decided", async () => {
  const [system, security, auditor, clerk] = [
    await as("systemAdministrator"),
    await as("securityAdministrator"),
    await as("auditor"),
    await as("windowClerk"),
  ];
  const work = async (who: typeof system) =>
    (await accountWork(site.fresh.database)(who.actor, site.clock.today())).map(({ code, count }) => [code, count]);
  assert.deepEqual(await work(security), []);
  const { accountId } = await addPerson(site);
  const { body } = await site.send("POST", `/accounts/${accountId}/grants`, {
    cookie: system.cookie,
    body: { role: "creditOffice", reason: "岗位需要" },
  });
  assert.deepEqual(await work(security), [["grant.proposed", 1]]);
  for (const other of [system, auditor, clerk]) assert.deepEqual(await work(other), []);
  await site.send("POST", `/grants/${body.grantId}/approve`, { cookie: security.cookie, body: {} });
  assert.deepEqual(await work(security), []);
});

test("an account that ends within thirty days is told with its day, the own and disabled ones are not", async () => {
  const { pool } = site.fresh.database;
  const system = await as("systemAdministrator");
  const [soon, disabled] = [await addPerson(site), await addPerson(site)];
  const until = (accountId: string, day: string) =>
    pool.query("update account set valid_until = $2 where account_id = $1", [accountId, day]);
  await until(soon.accountId, "2026-06-20T17:00:00Z");
  await until(disabled.accountId, "2026-06-10T00:00:00Z");
  await pool.query("update account set state = 'disabled' where account_id = $1", [disabled.accountId]);
  await until(system.accountId, "2026-06-11T00:00:00Z");
  assert.deepEqual(await accountWork(site.fresh.database)(system.actor, "2026-06-01"), [
    {
      code: "account.ending",
      data: { days: 30 },
      count: 1,
      dueOn: "2026-06-21",
      page: "/accounts?attention=ending",
    },
  ]);
});

test("a day of the list of work is the city's, wherever the database keeps its clock", async () => {
  const system = await as("systemAdministrator");
  const count = async (): Promise<number> =>
    (await accountWork(site.fresh.database)(system.actor, "2026-09-01")).reduce((sum, one) => sum + one.count, 0);
  const before = await count();
  const [last, tooLate] = [await addPerson(site), await addPerson(site)];
  for (const [{ accountId }, until] of [
    [last, "2026-09-30T23:30:00+08:00"],
    [tooLate, "2026-10-01T00:30:00+08:00"],
  ] as const)
    await site.fresh.database.pool.query("update account set valid_until = $2 where account_id = $1", [
      accountId,
      until,
    ]);
  assert.equal((await count()) - before, 1);
});
