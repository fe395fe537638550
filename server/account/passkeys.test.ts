import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  addPerson,
  openAccountSite,
  signInFully,
  type AccountSite,
  type Answer,
  type Person,
} from "../test/account-site.ts";
import { SoftPasskey, type Wrongly } from "../test/passkey.ts";

const origin = "https://credit.example.cn";
let site: AccountSite;
before(async () => {
  site = await openAccountSite({ origin });
});
after(() => site.close());

const minute = 60_000;
const post = (path: string, body: object, cookie?: string, at = site) =>
  at.send("POST", path, { body, cookie, headers: { origin } });
const optionsOf = ({ body }: Answer) =>
  body["options"] as { challenge: string; rpId?: string; user: { id: string }; userVerification?: string };
const signedIn = (person: Person) => signInFully(site, person);
const askNew = async (person: Person, cookie: string) =>
  optionsOf(await post("/account/passkeys/question", { presentPassword: person.password }, cookie));
const add = (cookie: string, response: object, name = "办公电脑") =>
  post("/account/passkeys", { name, response }, cookie);
const askSignIn = async () => optionsOf(await post("/sign-in/passkey-question", {}));
const answer = (response: object, cookie?: string) => post("/sign-in/passkey-answer", { response }, cookie);

/** Somebody with a passkey. */
const owner = async () => {
  const person = await addPerson(site);
  const cookie = await signedIn(person);
  const passkey = new SoftPasskey(origin);
  const added = await add(cookie, passkey.create(await askNew(person, cookie)));
  assert.equal(added.status, 200, added.raw);
  return { person, cookie, passkey };
};
const refused = async (sent: Promise<Answer>, why: string) => {
  const { status, body, cookie } = await sent;
  assert.deepEqual([status, body.code, cookie], [422, "passkey.refused", null], why);
};

test("a passkey is added, listed, signs in as both steps, and is removed", async () => {
  const { person, cookie, passkey } = await owner();
  const listed = await site.send("GET", "/account/passkeys", { cookie });
  const [one] = listed.body["items"] as Record<string, unknown>[];
  assert.deepEqual(
    [one?.["credentialId"], one?.["name"], one?.["lastUsedAt"]],
    [passkey.credentialId, "办公电脑", null],
  );

  const question = await askSignIn();
  assert.deepEqual([question.rpId, question.userVerification], ["credit.example.cn", "required"]);
  assert.deepEqual(Object.keys(question).toSorted(), ["challenge", "rpId", "timeout", "userVerification"].toSorted());
  const done = await answer(passkey.get(question));
  assert.deepEqual(done.body, { next: "done", factors: [] });
  const { account } = (await site.send("GET", "/session", { cookie: done.cookie ?? "" })).body as {
    account?: { login: string };
  };
  assert.equal(account?.login, person.login);

  assert.equal(
    (await site.send("DELETE", `/account/passkeys/${passkey.credentialId}`, { cookie, headers: { origin } })).status,
    200,
  );
  await refused(answer(passkey.get(await askSignIn())), "removed");
});

test("the session that the browser had ends when a passkey signs in there", async () => {
  const { cookie, passkey } = await owner();
  const done = await answer(passkey.get(await askSignIn()), cookie);
  assert.notEqual(done.cookie, cookie);
  assert.equal((await site.send("GET", "/sessions", { cookie })).body.code, "session.required");
});

test("an answer counts once, in time, and only to a question of this site for this use", async () => {
  const { person, cookie, passkey } = await owner();
  const once = passkey.get(await askSignIn());
  assert.equal((await answer(once)).status, 200);
  await refused(answer(once), "replayed");
  const at = await askSignIn();
  passkey.counter += 5;
  await refused(
    answer(passkey.get({ challenge: (await askNew(person, cookie)).challenge })),
    "a question about adding",
  );
  await refused(answer(passkey.get({ challenge: Buffer.from("made up").toString("base64url") })), "made up");
  const text = Buffer.from(at.challenge, "base64url").toString();
  const later = text.replace(/^(sign-in\.\.)(\d+)/, (_all, use: string, until: string) => `${use}${Number(until) + 1}`);
  assert.notEqual(later, text);
  await refused(answer(passkey.get({ challenge: Buffer.from(later).toString("base64url") })), "its end moved");
  site.clock.forward(5 * minute);
  await refused(answer(passkey.get(at)), "too late");
  assert.equal((await answer(passkey.get(await askSignIn()))).status, 200, "the key itself is as good as before");
});

test("of ten answers to one question at once one counts", async () => {
  const { passkey } = await owner();
  const question = await askSignIn();
  const answers = await Promise.all(Array.from({ length: 10 }, () => answer(passkey.get(question))));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test("another origin, another site, no verified user, another kind of answer, another's handle: refused", async () => {
  const { passkey } = await owner();
  const other = await addPerson(site);
  const cases: [string, Wrongly][] = [
    ["origin of a look-alike", { origin: "https://credit.example.cn.evil.example" }],
    ["plain HTTP", { origin: "http://credit.example.cn" }],
    ["another port", { origin: "https://credit.example.cn:8443" }],
    ["relying party", { rpId: "example.cn" }],
    ["no verified user", { userVerified: false }],
    ["an answer about adding", { type: "webauthn.create" }],
    ["another's handle", { userHandle: Buffer.from(other.accountId).toString("base64url") }],
  ];
  for (const [why, wrongly] of cases) await refused(answer(passkey.get(await askSignIn(), wrongly)), why);
  assert.equal((await answer(passkey.get(await askSignIn()))).status, 200);
});

test("another's key under an own credential, and an own key under another's, sign in nobody", async () => {
  const [mine, theirs] = [await owner(), await owner()];
  const id = theirs.passkey.credentialId;
  await refused(answer({ ...mine.passkey.get(await askSignIn()), id, rawId: id }), "signed by another key");
  await refused(answer(new SoftPasskey(origin).get(await askSignIn())), "never added");
});

test("a counter that goes back is that of a copied key", async () => {
  const { passkey } = await owner();
  passkey.counter = 10;
  assert.equal((await answer(passkey.get(await askSignIn()))).status, 200);
  passkey.counter = 10;
  await refused(answer(passkey.get(await askSignIn())), "the same number again");
  passkey.counter = 3;
  await refused(answer(passkey.get(await askSignIn())), "an older one");
});

test("a passkey is added with the present password only, by a verified user, on this site, once, for the own account", async () => {
  const { person, cookie, passkey } = await owner();
  const wrong = await post("/account/passkeys/question", { presentPassword: "not it" }, cookie);
  assert.equal(wrong.body.code, "password.wrong");
  const fresh = () => new SoftPasskey(origin);
  const cases: [string, Wrongly][] = [
    ["origin", { origin: "https://evil.example" }],
    ["relying party", { rpId: "evil.example" }],
    ["no verified user", { userVerified: false }],
    ["an answer about signing in", { type: "webauthn.get" }],
  ];
  for (const [why, wrongly] of cases)
    await refused(add(cookie, fresh().create(await askNew(person, cookie), wrongly)), why);
  const own = await askNew(person, cookie);
  const stranger = await addPerson(site);
  await refused(add(await signedIn(stranger), fresh().create(own)), "somebody else's question");
  const signInQuestion = await askSignIn();
  await refused(add(cookie, fresh().create({ ...own, challenge: signInQuestion.challenge })), "of another use");
  assert.equal((await add(cookie, fresh().create(own))).status, 200);
  await refused(add(cookie, fresh().create(own)), "the question again");
  await refused(add(cookie, passkey.create(await askNew(person, cookie))), "a key that is there");
});

test("nonsense is refused like everything else", async () => {
  const { person, cookie, passkey } = await owner();
  const whole = passkey.get(await askSignIn());
  for (const response of [
    {},
    { id: 7 },
    { id: passkey.credentialId },
    { ...whole, response: null },
    { ...whole, response: { ...(whole["response"] as object), clientDataJSON: "%%%" } },
    { ...whole, response: { ...(whole["response"] as object), authenticatorData: "AAAA" } },
    { ...whole, response: { ...(whole["response"] as object), signature: "" } },
    { ...whole, id: "x".repeat(2000) },
  ])
    await refused(answer(response), JSON.stringify(response).slice(0, 80));
  await askNew(person, cookie);
  for (const response of [
    {},
    { id: "x" },
    { ...whole, response: { attestationObject: "AAAA", clientDataJSON: "AAAA" } },
  ])
    await refused(add(cookie, response), "nonsense");
});

test("a disabled or expired account's passkey signs in nobody; a demanded new password comes first", async () => {
  const { person, passkey } = await owner();
  const { pool } = site.fresh.database;
  const state = (to: string) =>
    pool.query("update account set state = $2 where account_id = $1", [person.accountId, to]);
  await state("disabled");
  await refused(answer(passkey.get(await askSignIn())), "disabled");
  await state("active");
  await pool.query("update account set must_change_password = true where account_id = $1", [person.accountId]);
  assert.equal((await answer(passkey.get(await askSignIn()))).body["next"], "changePassword");
});

test("nobody removes another's passkey", async () => {
  const { passkey } = await owner();
  const cookie = await signedIn(await addPerson(site));
  const path = `/account/passkeys/${passkey.credentialId}`;
  const removed = await site.send("DELETE", path, { cookie, headers: { origin } });
  assert.deepEqual([removed.status, removed.body.code], [404, "object.not_found"]);
  assert.equal((await answer(passkey.get(await askSignIn()))).status, 200);
});

test("failures of others keep nobody with a passkey out", async () => {
  const { person, passkey } = await owner();
  const from = "203.0.113.50";
  for (let n = 0; n < 5; n++)
    await site.send("POST", "/sign-in", {
      body: { login: person.login, password: "guess" },
      headers: { origin },
      address: from,
    });
  assert.equal((await answer(passkey.get(await askSignIn()))).status, 200);
});

test("without a set address passkeys work on this machine's own name alone", async () => {
  const own = await openAccountSite();
  const ask = (host: string) => own.send("POST", "/sign-in/passkey-question", { body: {}, headers: { host } });
  assert.equal(optionsOf(await ask("localhost:8080")).rpId, "localhost");
  for (const host of ["127.0.0.1:8080", "credit.example.cn", "localhost.evil.example", "evil@localhost"])
    assert.equal((await ask(host)).body.code, "passkey.unavailable", host);
  await own.close();
});
