import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { transact } from "../../platform/db.ts";
import { addPerson, openAccountSite, type AccountSite, type Answer } from "../../test/account-site.ts";
import { addIdentity } from "./identities.ts";
import { comeBack, IdentityServiceRig, leave, sessionOf, siteOrigin, twoFactors } from "./identity-rig.ts";
import { LyingService } from "./lying-service-rig.ts";
import { IdentityProvider } from "./provider.ts";

const rig = new IdentityServiceRig();
const liar = new LyingService();
let site: AccountSite;
/** The same program with a service that lies. */
let deceived: AccountSite;
const victim = { sub: "victim", acr: twoFactors };

const link = async (where: AccountSite, issuer: string): Promise<void> => {
  const { accountId } = await addPerson(where);
  const { keys, database } = where.services;
  await transact(database, { actor: { kind: "system", name: "test" }, at: where.clock.now() }, async (tx) => {
    await addIdentity(keys, tx, { accountId, issuer, subject: "victim" });
    tx.note({ action: "test.linked", object: `account:${accountId}`, data: {} });
  });
};
before(async () => {
  await rig.start("first");
  await liar.start();
  const provider = (settings = rig.settings) => new IdentityProvider(settings, siteOrigin);
  site = await openAccountSite({ origin: siteOrigin, identityService: provider() });
  deceived = await openAccountSite({
    origin: siteOrigin,
    identityService: provider({ ...rig.settings, issuer: liar.issuer, usccClaim: null, newAgents: false }),
  });
  await link(site, rig.issuer);
  await link(deceived, liar.issuer);
});
after(async () => {
  await site.close();
  await deceived.close();
  await liar.stop();
  await rig.stop();
});

const refused = (answer: Answer, what: string): void =>
  assert.deepEqual(
    [answer.status, answer.body.code, answer.cookie],
    [401, "identity.refused", null],
    `${what}: ${answer.raw}`,
  );
const why = async (where: AccountSite): Promise<unknown> => {
  const last = await where.fresh.database.sql
    .selectFrom("event")
    .select("data")
    .where("action", "=", "session.failed")
    .orderBy("event_id", "desc")
    .executeTakeFirstOrThrow();
  return (JSON.parse(last.data) as { why: unknown }).why;
};

test("the answer of one browser is worth nothing in another: neither without its cookie nor with the other's", async () => {
  const attacker = await leave(site);
  const query = await rig.recognise(attacker.url, victim);
  refused(await comeBack(site, query), "no cookie");
  const other = await leave(site);
  refused(await comeBack(site, query, other.kept), "another round's cookie");
  assert.equal((await comeBack(site, query, attacker.kept)).status, 200, "its own browser is let in");
});

test("an answer is taken once, however often it arrives at the same time", async () => {
  const { url, kept } = await leave(site);
  const query = await rig.recognise(url, victim);
  const answers = await Promise.all([1, 2, 3, 4].map(() => comeBack(site, query, kept)));
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 401, 401, 401],
  );
  refused(await comeBack(site, query, kept), "afterwards");
});

test("a code that was stolen from another round is refused by the service: its verifier is missing", async () => {
  const stolen = new URLSearchParams(await rig.recognise((await leave(site)).url, victim));
  const own = await leave(site);
  const query = new URLSearchParams(await rig.recognise(own.url, { sub: "attacker" }));
  query.set("code", stolen.get("code") ?? "");
  refused(await comeBack(site, query.toString(), own.kept), "stolen code");
  assert.equal(await why(site), "token:invalid_grant");
});

test("a cookie that was changed, cut, sealed for something else or is ten minutes old begins nothing", async () => {
  const { url, kept } = await leave(site);
  const query = await rig.recognise(url, victim);
  const sealed = kept.slice("kept=".length);
  const bytes = Buffer.from(sealed, "base64url");
  for (const at of [10, 60, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    refused(await comeBack(site, query, `kept=${changed.toString("base64url")}`), `byte ${at}`);
  }
  refused(await comeBack(site, query, `kept=${sealed.slice(0, 80)}`), "cut");
  refused(await comeBack(site, query, "kept=%00%ff"), "rubbish");
  const elsewhere = site.services.keys.seal("session", "cookie:other", "{}").toString("base64url");
  refused(await comeBack(site, query, `kept=${elsewhere}`), "sealed for something else");
  site.clock.forward(10 * 60_000);
  refused(await comeBack(site, query, kept), "too old");
});

test("an answer in the name of another issuer is refused before any code is sent anywhere", async () => {
  const { url, kept } = await leave(site);
  const query = new URLSearchParams(await rig.recognise(url, victim));
  assert.equal(query.get("iss"), rig.issuer);
  query.set("iss", "https://evil.example");
  refused(await comeBack(site, query.toString(), kept), "other issuer");
  query.delete("iss");
  const again = await leave(site);
  query.set("state", new URL(again.url).searchParams.get("state") ?? "");
  refused(await comeBack(site, query.toString(), again.kept), "no issuer");
});

test("a round that began under another setting of the issuer ends there", async () => {
  const { url, kept } = await leave(deceived);
  assert.ok(url.startsWith(liar.issuer));
  const moved = await openAccountSite({ origin: siteOrigin, identityService: site.services.identityService });
  refused(await comeBack(moved, "code=x&state=y", kept), "other issuer, other keys");
  await moved.close();
});

const lied = async (lie: LyingService["lie"]): Promise<Answer> => {
  const { url, kept } = await leave(deceived);
  const asked = new URL(url).searchParams;
  liar.nonce = asked.get("nonce") ?? "";
  liar.lie = lie;
  const query = new URLSearchParams({ code: "any", state: asked.get("state") ?? "", iss: liar.issuer });
  return comeBack(deceived, query.toString(), kept);
};

test("a token that says what it should is taken; each single lie is refused", async () => {
  const now = liar.now();
  const honest = await lied({});
  assert.equal(honest.status, 200, honest.raw);
  for (const [what, lie] of [
    ["another nonce", { claims: { nonce: "other" } }],
    ["no nonce", { claims: { nonce: undefined } }],
    ["another audience", { claims: { aud: "another-client" } }],
    ["for several, in the name of another", { claims: { aud: ["chengxin", "other"], azp: "other" } }],
    ["another issuer", { claims: { iss: "https://evil.example" } }],
    ["expired", { claims: { iat: now - 900, exp: now - 600 } }],
    ["no end", { claims: { exp: undefined } }],
    ["from the future", { claims: { nbf: now + 600 } }],
    ["nobody", { claims: { sub: "" } }],
    ["a foreign key's signature", { foreignKey: true }],
    ["a key that nobody publishes", { header: { kid: "unknown" } }],
    ["no signature", { unsigned: true }],
    ["another algorithm's name", { header: { alg: "HS256" } }],
  ] as const)
    refused(await lied(lie), what);
  assert.equal((await lied({})).status, 200, "and the next honest one is taken again");
});

test("a service that breaks while it answers is not a wrong answer", async () => {
  const answer = await lied({ status: 502 });
  assert.deepEqual([answer.status, answer.body.code], [503, "identity.unreachable"]);
});

test("the service down: a clear answer, sign-in by password goes on, and it comes back by itself, with other keys", async () => {
  const person = await addPerson(site);
  const round = await leave(site);
  const query = await rig.recognise(round.url, victim);
  await rig.stop();
  const answer = await comeBack(site, query, round.kept);
  assert.deepEqual([answer.status, answer.body.code], [503, "identity.unreachable"]);
  const again = await site.send("POST", "/sign-in/identity-service", { body: {} });
  assert.deepEqual([again.status, again.body.code], [503, "identity.unreachable"]);
  const local = await site.send("POST", "/sign-in", { body: { login: person.login, password: person.password } });
  assert.equal(local.status, 200);

  await rig.start("second");
  const { url, kept } = await leave(site);
  const back = await comeBack(site, await rig.recognise(url, victim), kept);
  assert.equal(back.status, 200, back.raw);
});

test("keys exchanged while the old ones are known: at most one try fails", async () => {
  const signIn = async (): Promise<Answer> => {
    const { url, kept } = await leave(site);
    return comeBack(site, await rig.recognise(url, victim), kept);
  };
  assert.equal((await signIn()).status, 200);
  await rig.stop();
  await rig.start("third");
  const first = await signIn();
  if (first.status !== 200) refused(first, "under the old keys");
  assert.equal((await signIn()).status, 200);
});

test("wrong answers from one address make it wait, for the identity service too", async () => {
  const address = "192.0.2.9";
  const { kept } = await leave(site);
  let waited: Answer | undefined;
  for (let tries = 0; tries < 200 && !waited; tries++) {
    const answer = await comeBack(site, "code=x&state=y", kept, address);
    if (answer.status === 429) waited = answer;
  }
  assert.equal(waited?.body.code, "sign_in.wait");
  const leaving = await site.send("POST", "/sign-in/identity-service", { body: {}, address });
  assert.equal(leaving.body.code, "sign_in.wait");
  assert.equal((await site.send("POST", "/sign-in/identity-service", { body: {} })).status, 200, "others don't");
});

test("pages of other sites that send an office's browsers to the address of the answer keep nobody there from signing in", async () => {
  const address = "192.0.2.77";
  for (let tries = 0; tries < 60; tries++)
    refused(await comeBack(site, "code=x&state=y", tries % 2 === 0 ? undefined : "kept=rubbish", address), "no round");
  const person = await addPerson(site);
  const { login, password } = person;
  assert.equal((await site.send("POST", "/sign-in", { body: { login, password }, address })).status, 200);
});

test("no page of another site can begin or end a round", async () => {
  for (const path of ["/sign-in/identity-service", "/sign-in/identity-service/answer"]) {
    const answer = await site.send("POST", path, {
      body: { query: "" },
      headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    });
    assert.deepEqual([answer.status, answer.body.code], [403, "request.cross_site"]);
  }
});

test("no place outside this site is gone to afterwards", async () => {
  for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    const { body } = await site.send("POST", "/sign-in/identity-service", { body: { to } });
    assert.ok(body["url"]);
    const kept = (await leave(site, { to })).kept;
    assert.doesNotMatch(kept, /evil/);
    const round = await leave(site, { to });
    const answer = await comeBack(site, await rig.recognise(round.url, victim), round.kept);
    assert.equal(answer.body["to"], "", answer.raw);
    assert.ok(sessionOf(answer));
  }
});

test("nothing of tokens, codes, secrets or subjects is in the log", () => {
  const all = [...site.log, ...deceived.log].join("\n");
  assert.ok(all.length > 0);
  assert.doesNotMatch(all, /victim|a secret of tests|eyJ|code=/);
});
