import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addPerson, openAccountSite, signInFully, type AccountSite, type Person } from "../../test/account-site.ts";
import { inventUscc } from "../../test/build.ts";
import { signInForTest } from "../../test/sign-in.ts";
import { comeBack, IdentityServiceRig, sessionOf, signInThrough, siteOrigin, twoFactors } from "./identity-rig.ts";
import { IdentityProvider } from "./provider.ts";

const rig = new IdentityServiceRig();
let site: AccountSite;
before(async () => {
  await rig.start("first");
  site = await openAccountSite({ origin: siteOrigin, identityService: new IdentityProvider(rig.settings, siteOrigin) });
});
after(async () => {
  await site.close();
  await rig.stop();
});

const begin = (cookie: string, presentPassword: string) =>
  site.send("POST", "/account/identity-service", { body: { presentPassword }, cookie });
const link = async (person: Person, cookie: string, sub: string) => {
  const leaving = await begin(cookie, person.password);
  assert.equal(leaving.status, 200, leaving.raw);
  const url = leaving.body["url"] as string;
  assert.equal(new URL(url).searchParams.get("prompt"), "login", "whoever is signed in there shows it once more");
  const query = await rig.recognise(url, { sub, acr: twoFactors });
  // The way back from another site brings no session.
  return () => comeBack(site, query, leaving.cookie ?? "");
};
const own = async (cookie: string) => (await site.send("GET", "/account/identity-service", { cookie })).body;

test("an official links the identity, signs in by it, and takes the link away again", async () => {
  const person = await addPerson(site);
  const cookie = await signInFully(site, person);
  assert.deepEqual(await own(cookie), { label: "市统一身份认证", linked: null, onlyWay: false });
  const linked = await (await link(person, cookie, "sub-1"))();
  assert.deepEqual([linked.body["did"], linked.cookie], ["linked", "kept="], linked.raw);
  assert.ok((await own(cookie))["linked"]);
  const through = await signInThrough(site, rig, { sub: "sub-1", acr: twoFactors });
  const other = sessionOf(through);
  assert.equal((await site.send("GET", "/session", { cookie: other })).status, 200);
  const unlink = (presentPassword: string) =>
    site.send("POST", "/account/identity-service/unlink", { body: { presentPassword }, cookie });
  assert.equal((await unlink("wrong password")).body.code, "password.wrong");
  assert.equal((await unlink(person.password)).status, 200);
  assert.equal((await unlink(person.password)).body.code, "object.not_found");
  const stranger = sessionOf(await signInThrough(site, rig, { sub: "sub-1", uscc: inventUscc(), acr: twoFactors }));
  const { account } = (await site.send("GET", "/session", { cookie: stranger })).body as { account: { kind: string } };
  assert.equal(account.kind, "agent", "unlinked, the identity is that of somebody new");
});

test("only with the present password, which can't be guessed there either", async () => {
  const person = await addPerson(site);
  const cookie = await signInFully(site, person);
  const codes = new Set<string | undefined>();
  for (let tries = 0; tries < 12; tries++) codes.add((await begin(cookie, `wrong ${tries}`)).body.code);
  assert.deepEqual([...codes], ["password.wrong", "sign_in.wait"]);
});

test("an identity belongs to one account, an account to one identity of the service", async () => {
  const [one, two] = [await addPerson(site), await addPerson(site)];
  const [first, second] = [await signInFully(site, one), await signInFully(site, two)];
  assert.equal((await (await link(one, first, "sub-2"))()).status, 200);
  assert.equal((await (await link(two, second, "sub-2"))()).body.code, "identity.linked_already");
  assert.equal((await (await link(one, first, "sub-3"))()).body.code, "identity.linked_already");
  const three = await addPerson(site);
  const cookie = await signInFully(site, three);
  const both = [await link(two, second, "sub-4"), await link(three, cookie, "sub-4")];
  const answers = await Promise.all(both.map((go) => go()));
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  );
});

test("whoever has signed out or was disabled meanwhile links nothing", async () => {
  const person = await addPerson(site);
  const cookie = await signInFully(site, person);
  const back = await link(person, cookie, "sub-5");
  await site.send("POST", "/sign-out", { body: {}, cookie });
  assert.equal((await back()).body.code, "session.required");
  assert.equal((await back()).body.code, "identity.refused", "and the round is used up");
});

test("half signed in links nothing", async () => {
  const person = await addPerson(site);
  const half = await site.send("POST", "/sign-in", { body: { login: person.login, password: person.password } });
  assert.equal((await begin(half.cookie ?? "", person.password)).body.code, "session.second_factor_required");
});

test("who came by the identity service alone can't take away the only way in", async () => {
  const cookie = sessionOf(
    await signInThrough(site, rig, { sub: "only", name: "周某", uscc: inventUscc(), acr: twoFactors }),
  );
  assert.equal((await own(cookie))["onlyWay"], true);
  const answer = await site.send("POST", "/account/identity-service/unlink", {
    body: { presentPassword: "anything" },
    cookie,
  });
  assert.equal(answer.body.code, "account.state");
});

test("a reset takes the link too; disabled and enabled again, an account without a password still has its way in", async () => {
  const at = site.clock.now();
  const admin = await signInForTest(site.fresh.database, { roles: ["securityAdministrator"], at });
  const administer = (accountId: string, step: string) =>
    site.send("POST", `/accounts/${accountId}/${step}`, {
      ...(step === "enable" ? {} : { body: { reason: "手机丢失" } }),
      cookie: admin.cookie,
    });
  const person = await addPerson(site);
  const cookie = await signInFully(site, person);
  await (
    await link(person, cookie, "sub-6")
  )();
  assert.equal((await administer(person.accountId, "reset")).status, 200);
  const links = await site.fresh.database.sql
    .selectFrom("external_identity")
    .select("issuer")
    .where("account_id", "=", person.accountId)
    .execute();
  assert.deepEqual(links, []);

  const agent = { sub: "sub-7", uscc: inventUscc(), acr: twoFactors };
  const first = sessionOf(await signInThrough(site, rig, agent));
  const { account } = (await site.send("GET", "/session", { cookie: first })).body as {
    account: { accountId: string };
  };
  await administer(account.accountId, "disable");
  assert.equal((await signInThrough(site, rig, agent)).body.code, "identity.no_account");
  assert.equal((await administer(account.accountId, "enable")).status, 200);
  assert.equal((await signInThrough(site, rig, agent)).status, 200);
});
