import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Role } from "@chengxin/domain/access/actor.ts";
import {
  addPerson,
  enrol,
  inviteForTest,
  openAccountSite,
  signInFully,
  type AccountSite,
  type Person,
} from "../test/account-site.ts";
import { buildOrganisation } from "../test/build.ts";
import { signInForTest } from "../test/sign-in.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const day = 24 * 3_600_000;
const as = (role: Role) =>
  signInForTest(site.fresh.database, { roles: [role], at: site.clock.now(), keys: site.services.keys });
/** What adversely changes somebody's standing says why. */
const post = (path: string, cookie: string, body?: object) =>
  site.send("POST", path, {
    body: body ?? (/\/(disable|reset|refuse|end)$/.test(path) ? { reason: "离岗" } : {}),
    cookie,
  });
const get = (path: string, cookie: string) => site.send("GET", path, { cookie });
const typed = { login: "li.na", displayName: "李娜", contact: "0415-1234567", unit: "市信用办" };
const propose = (accountId: string, cookie: string, grant: object) =>
  post(`/accounts/${accountId}/grants`, cookie, { reason: "岗位需要", ...grant });

/** A system and a security administrator, signed in. */
const office = async () => ({ system: await as("systemAdministrator"), security: await as("securityAdministrator") });
/** A role, proposed by one and approved by the other. */
const giveRole = async (person: Person, grant: { role: Role; source?: string; region?: string }): Promise<string> => {
  const { system, security } = await office();
  const { grantId } = (await propose(person.accountId, system.cookie, grant)).body as { grantId?: string };
  const approved = await post(`/grants/${grantId}/approve`, security.cookie);
  assert.equal(approved.status, 200, approved.raw);
  return grantId ?? "";
};
const rolesSeen = async (cookie: string) =>
  ((await get("/session", cookie)).body["account"] as { roles: { role: string }[] } | null)?.roles.map(
    ({ role }) => role,
  ) ?? null;

test("from invitation to work: invited by one, begun by its owner, proposed by one, approved by another", async () => {
  const { system, security } = await office();
  const invited = await post("/accounts", system.cookie, typed);
  assert.equal(invited.status, 200, invited.raw);
  const { accountId, link } = invited.body as unknown as { accountId: string; link: string };
  assert.match(link, /^http:\/\/localhost(:\d+)?\/invitation\/[\w-]{43}$/);
  const { grantId } = (
    await propose(accountId, system.cookie, { role: "departmentClerk", source: "market-supervision" })
  ).body;
  assert.equal((await post(`/grants/${grantId}/approve`, security.cookie)).body.code, "account.state", "not begun yet");
  const { enrolment, code } = enrol(site, typed.login);
  const accepted = await site.send("POST", "/invitations/accept", {
    body: { token: link.slice(-43), password: "雨伞 楼梯 蓝色 九点半", enrolment, code },
  });
  const cookie = accepted.cookie ?? "";
  assert.deepEqual(await rolesSeen(cookie), []);
  assert.equal((await post(`/grants/${grantId}/approve`, security.cookie)).status, 200);
  assert.deepEqual(await rolesSeen(cookie), ["departmentClerk"], "in force in the session that there was");

  const shown = (await get(`/accounts/${accountId}`, system.cookie)).body as Record<string, unknown>;
  const [grant] = shown["grants"] as Record<string, unknown>[];
  assert.deepEqual(
    [grant?.["state"], grant?.["source"], (grant?.["proposedBy"] as { accountId: string } | undefined)?.accountId],
    ["inForce", "market-supervision", system.accountId],
  );
  assert.deepEqual([shown["displayName"], shown["contact"], shown["openSessions"]], ["李娜", typed.contact, 1]);
  assert.equal((await post("/accounts", system.cookie, { ...typed, login: "LI.NA" })).body.code, "login.taken");
});

test("nobody changes the own standing, and not found is the answer", async () => {
  const { system, security } = await office();
  const own: [string, string, string][] = [
    ["invitation", system.accountId, system.cookie],
    ["extensions", system.accountId, system.cookie],
    ["disable", system.accountId, system.cookie],
    ["reset", security.accountId, security.cookie],
    ["disable", security.accountId, security.cookie],
    ["enable", security.accountId, security.cookie],
    ["demand-new-password", security.accountId, security.cookie],
  ];
  for (const [path, accountId, cookie] of own) {
    const refused = await post(`/accounts/${accountId}/${path}`, cookie);
    assert.deepEqual([refused.status, refused.body.code], [404, "object.not_found"], path);
  }
  assert.equal(
    (await propose(system.accountId, system.cookie, { role: "creditOffice" })).body.code,
    "object.not_found",
  );
  // proposed for the security administrator, who then decides about it
  const other = await addPerson(site);
  await giveRole(other, { role: "securityAdministrator" });
  const cookie = await signInFully(site, other);
  const { rows } = await site.fresh.database.pool.query<{ grant_id: string }>(
    "select grant_id from account_grant where account_id = $1",
    [other.accountId],
  );
  for (const path of ["approve", "refuse", "end"])
    assert.equal((await post(`/grants/${rows[0]?.grant_id}/${path}`, cookie)).status, 404, path);
});

test("the three administrations exclude each other and every other role, two proposals at once too", async () => {
  const person = await addPerson(site);
  const { system } = await office();
  await giveRole(person, { role: "windowClerk" });
  for (const role of ["auditor", "systemAdministrator", "securityAdministrator", "windowClerk"] as const)
    assert.equal((await propose(person.accountId, system.cookie, { role })).body.code, "grant.excluded", role);
  assert.equal((await propose(person.accountId, system.cookie, { role: "creditOffice" })).status, 200);

  const other = await addPerson(site);
  const answers = await Promise.all(
    (["auditor", "creditOffice", "systemAdministrator", "auditor"] as const).map((role) =>
      propose(other.accountId, system.cookie, { role }),
    ),
  );
  const kept = answers.filter(({ status }) => status === 200);
  assert.equal(kept.length, 1, answers.map(({ raw }) => raw).join());
});

test("a role's place is one that the catalogue knows, and no other is named", async () => {
  const person = await addPerson(site);
  const { system } = await office();
  for (const grant of [
    { role: "departmentClerk" },
    { role: "departmentClerk", source: "no-such-department" },
    { role: "departmentClerk", source: "market-supervision", region: "210681" },
    { role: "countyOffice", region: "999999" },
    { role: "countyOffice", source: "market-supervision" },
    { role: "creditOffice", region: "210681" },
    { role: "auditor", source: "market-supervision" },
  ])
    assert.equal(
      (await propose(person.accountId, system.cookie, grant)).body.code,
      "grant.scope",
      JSON.stringify(grant),
    );
  const agent = await addPerson(site, { kind: "agent" });
  assert.equal((await propose(agent.accountId, system.cookie, { role: "windowClerk" })).body.code, "account.state");
});

test("who proposed can't approve, who approves can't propose; a decision is made once, at once by two too", async () => {
  const person = await addPerson(site);
  const { system, security } = await office();
  assert.equal((await propose(person.accountId, security.cookie, { role: "creditOffice" })).status, 403);
  const { grantId } = (await propose(person.accountId, system.cookie, { role: "creditOffice" })).body;
  assert.equal((await post(`/grants/${grantId}/approve`, system.cookie)).status, 403);
  const second = await as("securityAdministrator");
  const answers = await Promise.all([
    post(`/grants/${grantId}/approve`, security.cookie),
    post(`/grants/${grantId}/refuse`, second.cookie),
    post(`/grants/${grantId}/approve`, second.cookie),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body.code ?? "done").toSorted(),
    ["done", "grant.state", "grant.state"],
    answers.map(({ raw }) => raw).join(),
  );
});

test("an administrator who lost the role between proposal and approval doesn't count any more", async () => {
  const person = await addPerson(site);
  const { system } = await office();
  const gone = await addPerson(site);
  const grant = await giveRole(gone, { role: "securityAdministrator" });
  const cookie = await signInFully(site, gone);
  const { grantId } = (await propose(person.accountId, system.cookie, { role: "creditOffice" })).body;
  assert.equal((await post(`/grants/${grant}/end`, system.cookie)).status, 200);
  assert.equal((await post(`/grants/${grantId}/approve`, cookie)).status, 403);
});

test("an ended role is gone at the next request, a withdrawn proposal can't be approved, and either can be proposed anew", async () => {
  const person = await addPerson(site);
  const { system, security } = await office();
  const grant = await giveRole(person, { role: "creditCentre" });
  const cookie = await signInFully(site, person);
  assert.deepEqual(await rolesSeen(cookie), ["creditCentre"]);
  assert.equal((await post(`/grants/${grant}/end`, security.cookie)).status, 200);
  assert.deepEqual(await rolesSeen(cookie), []);
  assert.equal((await post(`/grants/${grant}/end`, security.cookie)).body.code, "grant.state");
  const { grantId } = (await propose(person.accountId, system.cookie, { role: "creditCentre" })).body;
  assert.equal((await post(`/grants/${grantId}/end`, system.cookie)).status, 200);
  assert.equal((await post(`/grants/${grantId}/approve`, security.cookie)).body.code, "grant.state");
  assert.equal((await propose(person.accountId, system.cookie, { role: "creditCentre" })).status, 200);
});

test("disabled: sessions end at once, links and password are worth nothing; enabled again by the security administrator", async () => {
  const person = await addPerson(site);
  const { system, security } = await office();
  const cookie = await signInFully(site, person);
  assert.equal((await post(`/accounts/${person.accountId}/disable`, system.cookie)).status, 200);
  assert.equal((await get("/sessions", cookie)).body.code, "session.required");
  const credentials = { login: person.login, password: person.password };
  assert.equal((await post("/sign-in", "", credentials)).body.code, "sign_in.refused");
  for (const path of ["disable", "extensions"])
    assert.equal((await post(`/accounts/${person.accountId}/${path}`, system.cookie)).body.code, "account.state");
  assert.equal((await post(`/accounts/${person.accountId}/enable`, system.cookie)).status, 403);
  assert.equal((await post(`/accounts/${person.accountId}/enable`, security.cookie)).status, 200);
  assert.equal((await get("/sessions", cookie)).body.code, "session.required", "an ended session stays ended");
  assert.equal((await post("/sign-in", "", credentials)).status, 200);
});

test("requests that race with disabling: none that starts after it passes", async () => {
  const person = await addPerson(site);
  const { system } = await office();
  const cookie = await signInFully(site, person);
  let disabled = false;
  const use = async () => {
    for (let n = 0; n < 25; n++) {
      const after = disabled;
      const { status } = await get("/sessions", cookie);
      if (after) assert.equal(status, 401);
    }
  };
  const disable = async () => {
    await post(`/accounts/${person.accountId}/disable`, system.cookie);
    disabled = true;
  };
  await Promise.all([use(), use(), disable(), use()]);
  assert.equal((await get("/sessions", cookie)).status, 401);
});

test("reset: password, codes, authenticator and sessions are void, and only the new link goes on", async () => {
  const person = await addPerson(site);
  const { system, security } = await office();
  await giveRole(person, { role: "creditOffice" });
  const cookie = await signInFully(site, person);
  assert.equal((await post(`/accounts/${person.accountId}/reset`, system.cookie)).status, 403);
  const reset = await post(`/accounts/${person.accountId}/reset`, security.cookie);
  assert.equal(reset.status, 200, reset.raw);
  assert.equal((await get("/sessions", cookie)).status, 401);
  const credentials = { login: person.login, password: person.password };
  assert.equal((await post("/sign-in", "", credentials)).body.code, "sign_in.refused");
  assert.equal(
    (await post(`/accounts/${person.accountId}/invitation`, system.cookie)).body.code,
    "account.state",
    "the system administrator gets no link to an account that was in use",
  );
  const first = reset.body.link?.slice(-43);
  const again = await post(`/accounts/${person.accountId}/reset`, security.cookie);
  const token = again.body.link?.slice(-43);
  assert.equal((await post("/invitations/show", "", { token: first })).body.code, "invitation.invalid");
  assert.equal((await post("/invitations/show", "", { token })).body["again"], true);
  const { enrolment, code } = enrol(site, person.login);
  const accepted = await post("/invitations/accept", "", { token, password: "木桥 收音机 冬至 白鹭", enrolment, code });
  assert.deepEqual(
    await rolesSeen(accepted.cookie ?? ""),
    [],
    "whoever held the link has no role: it takes the two others to give one again",
  );
  await giveRole(person, { role: "creditOffice" });
  assert.deepEqual(await rolesSeen(accepted.cookie ?? ""), ["creditOffice"]);
});

test("a reset ends the mandates of an agent too: whoever holds the link acts for nobody", async () => {
  const { database } = site.services;
  const agent = await addPerson(site, { kind: "agent" });
  const { uscc, organisationId } = await buildOrganisation(database);
  await site.fresh.database.pool.query(
    `insert into mandate (organisation_id, mandate_id, account_id, state, letter_number_sealed, letter_date, asked_at, decided_at, decided_by, document_kind,
       document_number_sealed, until)
     values ($1, gen_random_uuid(), $2, 'confirmed', '\\x00', '2026-05-01', $3, $3, gen_random_uuid(), 'letterOfAuthority', '\\x00', '2026-12-31')`,
    [organisationId, agent.accountId, site.clock.now()],
  );
  const { security } = await office();
  const actsFor = async (cookie: string) =>
    ((await get("/session", cookie)).body["account"] as { mandates: { uscc: string }[] } | null)?.mandates;
  assert.deepEqual(await actsFor(await signInFully(site, agent)), [{ uscc }]);
  const reset = await post(`/accounts/${agent.accountId}/reset`, security.cookie);
  const token = reset.body.link?.slice(-43);
  const { enrolment, code } = enrol(site, agent.login);
  const accepted = await post("/invitations/accept", "", { token, password: "木桥 收音机 冬至 白鹭", enrolment, code });
  assert.deepEqual(await actsFor(accepted.cookie ?? ""), []);
  const { rows } = await database.pool.query<{ action: string }>(
    "select action from event where organisation_id = $1 order by chain_no desc limit 1",
    [organisationId],
  );
  assert.equal(rows[0]?.action, "mandate.ended", "the organisation sees it in its own chain");
});

test("no administrator gets a link to another administration's account, so none becomes two", async () => {
  const { security } = await office();
  for (const role of ["systemAdministrator", "securityAdministrator", "auditor"] as const) {
    const { accountId } = await as(role);
    const refused = await post(`/accounts/${accountId}/reset`, security.cookie);
    assert.deepEqual([refused.status, refused.body.code], [409, "account.administration"], role);
  }
});

test("a new link voids the one before, and is for accounts that were never begun", async () => {
  const { system } = await office();
  const { accountId, token } = await inviteForTest(site);
  const again = await post(`/accounts/${accountId}/invitation`, system.cookie);
  assert.equal(again.status, 200);
  assert.equal((await post("/invitations/show", "", { token })).body.code, "invitation.invalid");
  assert.equal((await post("/invitations/show", "", { token: again.body.link?.slice(-43) })).status, 200);
});

test("a demanded new password takes effect in open sessions too", async () => {
  const person = await addPerson(site);
  const { security } = await office();
  const cookie = await signInFully(site, person);
  assert.equal((await post(`/accounts/${person.accountId}/demand-new-password`, security.cookie)).status, 200);
  assert.equal((await get("/sessions", cookie)).body.code, "session.second_factor_required");
  assert.equal(((await get("/session", cookie)).body["account"] as { next: string } | null)?.next, "changePassword");
});

test("accounts and roles run out by themselves, a review extends what is in force, and what ran out is proposed anew", async () => {
  const own = await openAccountSite();
  const at = () => own.clock.now();
  const admin = (role: Role) => signInForTest(own.fresh.database, { roles: [role], at: at(), keys: own.services.keys });
  const person = await addPerson(own);
  const send = (path: string, cookie: string, body: object = {}) => own.send("POST", path, { body, cookie });
  const grant = { role: "creditOffice", reason: "岗位需要" };
  let [system, security] = [await admin("systemAdministrator"), await admin("securityAdministrator")];
  const { grantId } = (await send(`/accounts/${person.accountId}/grants`, system.cookie, grant)).body;
  await send(`/grants/${grantId}/approve`, security.cookie);

  own.clock.forward(200 * day);
  [system, security] = [await admin("systemAdministrator"), await admin("securityAdministrator")];
  const extend = async () => {
    const { extensionId } = (await send(`/accounts/${person.accountId}/extensions`, system.cookie)).body;
    return send(`/account-extensions/${String(extensionId)}/approve`, security.cookie);
  };
  const extended = await extend();
  assert.equal(extended.body["validUntil"], new Date(at().getTime() + 365 * day).toISOString());
  own.clock.forward(364 * day);
  const cookie = await signInFully(own, person);
  own.clock.forward(day);
  assert.equal((await own.send("GET", "/sessions", { cookie })).status, 401, "ran out");

  [system, security] = [await admin("systemAdministrator"), await admin("securityAdministrator")];
  const shown = async () =>
    (await own.send("GET", `/accounts/${person.accountId}`, { cookie: system.cookie })).body as {
      state?: string;
      grants?: { state: string }[];
    };
  assert.deepEqual([(await shown()).state, (await shown()).grants?.[0]?.state], ["expired", "expired"]);
  assert.equal(
    (await send(`/accounts/${person.accountId}/grants`, system.cookie, grant)).body.code,
    "account.state",
    "first the account",
  );
  assert.equal((await extend()).status, 200);
  assert.deepEqual([(await shown()).state, (await shown()).grants?.[0]?.state], ["active", "expired"]);
  const anew = (await send(`/accounts/${person.accountId}/grants`, system.cookie, grant)).body.grantId;
  assert.equal((await send(`/grants/${anew}/approve`, security.cookie)).status, 200);
  await own.close();
});

test("how to reach somebody is for those who hand over links, each look leaves an event, and the list has none of it", async () => {
  const person = await addPerson(site);
  const { security } = await office();
  const auditor = await as("auditor");
  assert.equal((await get(`/accounts/${person.accountId}`, auditor.cookie)).body["contact"], "");
  const { pool } = site.fresh.database;
  const looks = async () =>
    (
      await pool.query<{ actor: string }>(
        "select actor from event where action = 'account.contact-read' and object = $1",
        [`account:${person.accountId}`],
      )
    ).rows.map(({ actor }) => actor);
  assert.deepEqual(await looks(), []);
  assert.equal((await get(`/accounts/${person.accountId}`, security.cookie)).body["contact"], "0415-0000000");
  assert.deepEqual(await looks(), [`account:${security.accountId}`]);
  assert.doesNotMatch((await get("/accounts?limit=100", security.cookie)).raw, /0415-0000000/);
});

test("no event of the administration of accounts holds a name, a contact or a link", async () => {
  const { rows } = await site.fresh.database.pool.query<{ all: string }>(
    "select string_agg(e::text, '') as all from event e",
  );
  for (const text of ["李娜", "0415-", "invitation/", "li.na"]) assert.ok(!rows[0]?.all.includes(text), text);
});
