import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accountNumber } from "../../mandate/account-number.ts";
import { mandateRoutes } from "../../mandate/routes.ts";
import { transact } from "../../platform/db.ts";
import { addPerson, openAccountSite, type AccountSite, type Person } from "../../test/account-site.ts";
import { buildOrganisation, inventUscc } from "../../test/build.ts";
import { testCatalogue } from "../../test/catalogue.ts";
import { addIdentity } from "./identities.ts";
import {
  comeBack,
  IdentityServiceRig,
  leave,
  sessionOf,
  signInThrough,
  siteOrigin,
  twoFactors,
} from "./identity-rig.ts";
import { IdentityProvider } from "./provider.ts";

const rig = new IdentityServiceRig();
let site: AccountSite;
before(async () => {
  await rig.start("first");
  site = await openAccountSite({
    origin: siteOrigin,
    identityService: new IdentityProvider(rig.settings, siteOrigin),
    moreRoutes: (services) => mandateRoutes({ ...services, catalogue: testCatalogue() }),
  });
});
after(async () => {
  await site.close();
  await rig.stop();
});

const linked = async (sub: string, kind: "official" | "agent" = "official"): Promise<Person> => {
  const person = await addPerson(site, { kind });
  const { keys, database } = site.services;
  await transact(database, { actor: { kind: "system", name: "test" }, at: site.clock.now() }, async (tx) => {
    assert.ok(await addIdentity(keys, tx, { accountId: person.accountId, issuer: rig.issuer, subject: sub }));
    tx.note({ action: "test.linked", object: `account:${person.accountId}`, data: {} });
  });
  return person;
};
const session = async (cookie: string) =>
  (await site.send("GET", "/session", { cookie })).body["account"] as Record<string, unknown> | null;
const events = async (object: string): Promise<string[]> =>
  (
    await site.fresh.database.sql
      .selectFrom("event")
      .select(["action", "data"])
      .where("object", "=", object)
      .orderBy("event_id")
      .execute()
  ).map(({ action, data }) => `${action} ${data}`);

/** An organisation of the directory. */
const known = async (): Promise<{ uscc: string; organisationId: number }> => {
  const uscc = inventUscc();
  const row = await site.fresh.database.sql
    .insertInto("organisation_directory")
    .values({ uscc })
    .returning("organisation_id")
    .executeTakeFirstOrThrow();
  return { uscc, organisationId: row.organisation_id };
};

test("the sign-in page learns what the identity service is called", async () => {
  assert.deepEqual((await site.send("GET", "/sign-in/methods")).body, { identityService: { label: "市统一身份认证" } });
});

test("two factors there are two factors here; the browser goes on to where it wanted", async () => {
  const person = await linked("zhang-1");
  const { url, kept } = await leave(site, { to: "/workbench/records?item=penalty", language: "en" });
  const back = await rig.recognise(url, { sub: "zhang-1", acr: twoFactors });
  assert.match(new URLSearchParams(back).get("state") ?? "", /\.en$/);
  const answer = await comeBack(site, back, kept);
  assert.deepEqual(answer.body, { did: "signedIn", next: "done", factors: [], to: "/workbench/records?item=penalty" });
  const cookies = [answer.headers["set-cookie"]].flat() as string[];
  assert.match(cookies.find((one) => one.startsWith("session=")) ?? "", /HttpOnly.*SameSite=Strict/);
  assert.match(cookies.find((one) => one.startsWith("kept=")) ?? "", /^kept=;/, "what the browser kept is taken back");
  assert.equal((await session(sessionOf(answer)))?.["accountId"], person.accountId);
  assert.match((await events(`account:${person.accountId}`)).at(-1) ?? "", /^session.started .*"identityService"/);
});

test("one factor there: the second follows here, and counts like any other", async () => {
  const person = await linked("li-1");
  const first = await signInThrough(site, rig, { sub: "li-1", amr: ["pwd"] });
  assert.deepEqual([first.body["next"], first.body["factors"]], ["secondFactor", ["totp", "recoveryCode"]]);
  const half = sessionOf(first);
  assert.equal((await site.send("GET", "/sessions", { cookie: half })).body.code, "session.second_factor_required");
  const second = await site.send("POST", "/sign-in/second-step", {
    body: { code: person.code(site.clock.now()) },
    cookie: half,
  });
  assert.equal(second.body["next"], "done");
  assert.equal((await site.send("GET", "/sessions", { cookie: second.cookie ?? "" })).status, 200);
});

test("amr says two factors as well as acr does; another value says nothing", async () => {
  await linked("wang-1");
  assert.equal((await signInThrough(site, rig, { sub: "wang-1", amr: ["pwd", "hwk"] })).body["next"], "done");
  assert.equal((await signInThrough(site, rig, { sub: "wang-1", acr: "urn:other" })).body["next"], "secondFactor");
});

test("an identity that nobody linked has no account here, and an official's is never made", async () => {
  const answer = await signInThrough(site, rig, { sub: "stranger" });
  assert.deepEqual([answer.status, answer.body.code], [403, "identity.no_account"]);
  assert.match((await events("account:unknown")).at(-1) ?? "", /"why":"unlinked"/);
});

test("a disabled, an ended and an invited account can't be entered, and the answer tells them from no other", async () => {
  const person = await linked("zhao-1");
  const { sql } = site.fresh.database;
  const set = (values: object) =>
    sql.updateTable("account").set(values).where("account_id", "=", person.accountId).execute();
  const refused = async (values: object) => {
    await set(values);
    const answer = await signInThrough(site, rig, { sub: "zhao-1", acr: twoFactors });
    assert.deepEqual([answer.status, answer.body.code], [403, "identity.no_account"], JSON.stringify(values));
  };
  for (const state of ["disabled", "invited"]) await refused({ state });
  await set({ state: "active" });
  assert.equal((await signInThrough(site, rig, { sub: "zhao-1", acr: twoFactors })).status, 200);
  await refused({ valid_until: site.clock.now() });
});

test("whoever turns back at the service is told so, and it counts as no failure", async () => {
  const { url, kept } = await leave(site);
  const answer = await comeBack(site, await rig.recognise(url, { sub: "x", cancels: true }), kept, "192.0.2.77");
  assert.deepEqual([answer.status, answer.body.code], [401, "identity.cancelled"]);
});

test("an official who has yet to link the identity gets no second account as an agent, and links it afterwards", async () => {
  const official = await addPerson(site);
  const count = async () =>
    Number((await site.fresh.database.pool.query("select count(*) as n from account")).rows[0].n);
  const before = await count();
  for (const uscc of [undefined, "", "no code", "210603198001011230"]) {
    const answer = await signInThrough(site, rig, {
      sub: "not-linked-yet",
      acr: twoFactors,
      ...(uscc === undefined ? {} : { uscc }),
    });
    assert.deepEqual([answer.status, answer.body.code], [403, "identity.no_account"], uscc);
  }
  assert.equal(await count(), before);
  const { keys, database } = site.services;
  await transact(database, { actor: { kind: "system", name: "test" }, at: site.clock.now() }, async (tx) => {
    const { accountId } = official;
    assert.ok(await addIdentity(keys, tx, { accountId, issuer: rig.issuer, subject: "not-linked-yet" }), "still free");
    tx.note({ action: "test.linked", object: `account:${accountId}`, data: {} });
  });
  const through = await signInThrough(site, rig, { sub: "not-linked-yet", acr: twoFactors });
  assert.equal((await session(sessionOf(through)))?.["accountId"], official.accountId);
});

test("an agent comes for the first time: an account without a password, with two factors only", async () => {
  const uscc = inventUscc();
  const weak = await signInThrough(site, rig, { sub: "new-agent", name: "周某", uscc });
  assert.equal(weak.body.code, "identity.no_account");
  const answer = await signInThrough(site, rig, { sub: "new-agent", name: "周某", uscc, acr: twoFactors });
  assert.equal(answer.body["next"], "done", answer.raw);
  const mine = await session(sessionOf(answer));
  assert.deepEqual(
    [mine?.["kind"], mine?.["displayName"], mine?.["roles"], mine?.["mandates"]],
    ["agent", "周某", [], []],
  );
  const again = await signInThrough(site, rig, { sub: "new-agent", name: "周某", acr: twoFactors });
  assert.equal((await session(sessionOf(again)))?.["accountId"], mine?.["accountId"]);
  const one = await signInThrough(site, rig, { sub: "new-agent", amr: ["pwd"] });
  assert.deepEqual([one.status, one.body.code], [403, "identity.one_factor"]);
  const stored = await site.fresh.database.sql
    .selectFrom("external_identity")
    .selectAll()
    .where("account_id", "=", mine?.["accountId"] as string)
    .executeTakeFirstOrThrow();
  assert.ok(!stored.subject_sealed.includes("new-agent"), "what the service calls people is sealed");
});

test("somebody who comes for the first time in several windows at once gets one account", async () => {
  const accounts = async () =>
    Number((await site.fresh.database.pool.query("select count(*) as n from account")).rows[0].n);
  const before = await accounts();
  const rounds = [];
  for (let window = 0; window < 4; window++) {
    const { url, kept } = await leave(site);
    rounds.push([await rig.recognise(url, { sub: "in a hurry", uscc: inventUscc(), acr: twoFactors }), kept] as const);
  }
  const answers = await Promise.all(rounds.map(([query, kept]) => comeBack(site, query, kept)));
  assert.ok(answers.some(({ status }) => status === 200));
  assert.equal(await accounts(), before + 1);
});

test("the service says for which organisation an agent acts: for this session, for a known organisation, for no official", async () => {
  const { uscc, organisationId } = await known();
  await linked("agent-1", "agent");
  const acts = async (claimed: string, person = { sub: "agent-1", acr: twoFactors }) =>
    (await session(sessionOf(await signInThrough(site, rig, { ...person, uscc: claimed }))))?.["mandates"];
  assert.deepEqual(await acts(uscc), [{ uscc }]);
  assert.deepEqual(await acts(inventUscc()), [], "unknown");
  assert.deepEqual(await acts(`${uscc.slice(0, 17)}!`), [], "no code");
  await linked("official-1");
  assert.deepEqual(await acts(uscc, { sub: "official-1", acr: twoFactors }), []);
  const asserted = await site.fresh.database.sql
    .selectFrom("event")
    .select("organisation_id")
    .where("action", "=", "mandate.asserted")
    .execute();
  assert.deepEqual(asserted, [{ organisation_id: organisationId }], "the organisation sees it among its events");
});

test("for whom the service vouches stands in the organisation's list of agents, with proof and end, as long as they are signed in", async () => {
  const { database } = site.services;
  const at = site.clock.now().toISOString();
  const { uscc } = await buildOrganisation(database, { at });
  const first = await linked("agent-3", "agent");
  await linked("agent-4", "agent");
  const come = async (sub: string) => sessionOf(await signInThrough(site, rig, { sub, acr: twoFactors, uscc }));
  const cookie = await come("agent-3");
  const other = await come("agent-4");
  const list = (who: string) => site.send("GET", `/organisations/${uscc}/mandates`, { cookie: who });
  const asserted = async (who: string) =>
    (await list(who)).body["asserted"] as { account: string; mine: boolean; until: string }[];
  const seen = await asserted(cookie);
  assert.deepEqual(
    seen
      .map(({ account, mine }) => [account === accountNumber(first.accountId), mine])
      .toSorted(([a], [b]) => Number(a) - Number(b)),
    [
      [false, false],
      [true, true],
    ],
  );
  assert.ok(seen.every(({ until }) => until > at));
  await site.send("POST", "/sign-out", { cookie: other, body: {} });
  assert.deepEqual(
    (await asserted(cookie)).map(({ mine }) => mine),
    [true],
  );
  site.clock.forward(3 * 3_600_000);
  const again = await come("agent-4");
  assert.equal((await asserted(again)).length, 1, "who did nothing for hours is signed out");
  const stranger = await come("agent-3");
  assert.equal((await asserted(again)).length, 2);
  await database.sql
    .updateTable("account")
    .set({ state: "disabled" })
    .where("account_id", "=", first.accountId)
    .execute();
  assert.equal((await list(stranger)).status, 401);
  assert.equal((await asserted(again)).length, 1, "a disabled account acts for nobody");
});

test("asserted with one factor, the organisation is still there after the second", async () => {
  const { uscc } = await known();
  const person = await linked("agent-2", "agent");
  const first = await signInThrough(site, rig, { sub: "agent-2", uscc });
  const second = await site.send("POST", "/sign-in/second-step", {
    body: { code: person.code(site.clock.now()) },
    cookie: sessionOf(first),
  });
  assert.deepEqual((await session(second.cookie ?? ""))?.["mandates"], [{ uscc }]);
});
