import assert from "node:assert/strict";
import { test } from "node:test";
import { addPerson, inviteForTest, openAccountSite } from "../test/account-site.ts";
import { signInForTest } from "../test/sign-in.ts";

const day = 24 * 3_600_000;

test("the list: filters, order, pages without gaps or doubles", async () => {
  const own = await openAccountSite();
  const at = own.clock.now();
  const admin = await signInForTest(own.fresh.database, {
    roles: ["systemAdministrator"],
    login: "zz-system",
    at,
    keys: own.services.keys,
  });
  await addPerson(own, { login: "aa-official" });
  await addPerson(own, { login: "bb-agent", kind: "agent" });
  const invited = await inviteForTest(own, "cc-invited");
  await own.fresh.database.pool.query("update account set valid_until = $2 where account_id = $1", [
    invited.accountId,
    new Date(at.getTime() + 29 * day),
  ]);
  const { body } = await own.send("POST", `/accounts/${invited.accountId}/grants`, {
    cookie: admin.cookie,
    body: { role: "countyOffice", region: "210681", reason: "岗位需要" },
  });
  assert.ok(body.grantId, JSON.stringify(body));
  const list = async (query = "") => {
    const answer = await own.send("GET", `/accounts?${query}`, { cookie: admin.cookie });
    assert.equal(answer.status, 200, answer.raw);
    return answer.body as unknown as {
      items: { login: string; roles: { role: string; proposed: boolean }[] }[];
      next: string | null;
      count: { value: number };
    };
  };
  const logins = async (query?: string) => (await list(query)).items.map(({ login }) => login);
  assert.deepEqual(await logins(), ["aa-official", "bb-agent", "cc-invited", "zz-system"]);
  assert.deepEqual(await logins("kind=agent"), ["bb-agent"]);
  assert.deepEqual(await logins("state=invited"), ["cc-invited"]);
  assert.deepEqual(await logins("role=countyOffice"), ["cc-invited"]);
  assert.deepEqual(await logins("attention=proposals"), ["cc-invited"]);
  assert.deepEqual(await logins("attention=ending"), ["cc-invited"]);
  assert.deepEqual(await logins("attention=noFactor"), ["zz-system"]);
  assert.deepEqual(await logins("attention=unused&kind=official&state=active"), ["aa-official", "zz-system"]);
  assert.deepEqual(await logins("q=AGENT"), ["bb-agent"]);
  assert.deepEqual(await logins(`q=${encodeURIComponent("信用中心")}`), ["cc-invited"]);
  assert.deepEqual(await logins("q=%25"), [], "a sign of patterns is a letter like any other");
  assert.deepEqual((await list("role=countyOffice")).items[0]?.roles, [
    { role: "countyOffice", source: null, region: "210681", proposed: true },
  ]);
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Awaited<ReturnType<typeof list>> = await list(`limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`);
    assert.equal(page.count.value, 4);
    seen.push(...page.items.map(({ login }) => login));
    cursor = page.next;
  }
  assert.deepEqual(seen, await logins());
  assert.equal(
    (await own.send("GET", "/accounts?cursor=x.y", { cookie: admin.cookie })).body.code,
    "request.cursor_invalid",
  );
  await own.close();
});
