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
  assert.deepEqual(await work(security), [["account.proposed", 1]]);
  for (const other of [system, auditor, clerk]) assert.deepEqual(await work(other), []);
  await site.send("POST", `/grants/${body.grantId}/approve`, { cookie: security.cookie, body: {} });
  assert.deepEqual(await work(security), []);
});

test("an account that ends within thirty days is told with its day, the own one too, disabled ones are not", async () => {
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
      count: 2,
      dueOn: "2026-06-11",
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

test("the list of accounts shows as many as the list of work said, whoever asks, own account and own proposals included", async () => {
  const own = await openAccountSite();
  const at = own.clock.now();
  const admin = (role: Role) => signInForTest(own.fresh.database, { roles: [role], at, keys: own.services.keys });
  const [system, security, second, auditor] = [
    await admin("systemAdministrator"),
    await admin("securityAdministrator"),
    await admin("securityAdministrator"),
    await admin("auditor"),
  ];
  const send = (path: string, cookie: string, body: object = {}) => own.send("POST", path, { body, cookie });
  const people = await Promise.all([1, 2, 3, 4].map(() => addPerson(own)));
  const ids = people.map(({ accountId }) => accountId);
  for (const id of [...ids.slice(0, 2), security.accountId])
    assert.equal((await send(`/accounts/${id}/extensions`, system.cookie)).status, 200);
  for (const role of ["creditOffice", "windowClerk"])
    await send(`/accounts/${ids[2]}/grants`, system.cookie, { role, reason: "岗位需要" });
  await send(`/accounts/${ids[1]}/disable`, system.cookie, { reason: "离岗" });
  for (const id of [ids[0], ids[3], system.accountId])
    await own.fresh.database.pool.query("update account set valid_until = $2 where account_id = $1", [
      id,
      new Date(at.getTime() + 10 * 86_400_000),
    ]);
  const numbers = new Map<string, number>();
  for (const [name, who] of Object.entries({ system, security, second, auditor }))
    for (const { code, count, page } of await accountWork(own.fresh.database)(who.actor, own.clock.today())) {
      const listed = await own.send("GET", page, { cookie: who.cookie });
      assert.equal((listed.body as { count: { value: number } }).count.value, count, `${name} ${code}`);
      numbers.set(`${name} ${code}`, count);
    }
  assert.deepEqual(
    numbers,
    new Map([
      ["system account.ending", 3],
      ["security account.proposed", 2],
      ["second account.proposed", 3],
    ]),
  );
  await own.close();
});
