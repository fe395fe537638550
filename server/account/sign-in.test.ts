import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addPerson, openAccountSite, signInFully, type AccountSite } from "../test/account-site.ts";
import { signInForTest } from "../test/sign-in.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const minute = 60_000;
const signIn = (login: string, password: string, address?: string) =>
  site.send("POST", "/sign-in", { body: { login, password }, ...(address === undefined ? {} : { address }) });
const second = (cookie: string | null, code: string) =>
  site.send("POST", "/sign-in/second-step", { body: { code }, cookie: cookie ?? "" });
const session = async (cookie?: string | null) =>
  (await site.send("GET", "/session", { cookie: cookie ?? undefined })).body["account"] as Record<
    string,
    unknown
  > | null;

test("password, then code: only then the session counts, and each step comes with a new token", async () => {
  const person = await addPerson(site);
  assert.equal(await session(), null);
  const first = await signIn(` ${person.login.toUpperCase()} `, person.password);
  assert.deepEqual(first.body, { next: "secondFactor", factors: ["totp", "recoveryCode"] });
  assert.equal(
    (await site.send("GET", "/sessions", { cookie: first.cookie ?? "" })).body.code,
    "session.second_factor_required",
  );
  const half = await session(first.cookie);
  assert.deepEqual([half?.["next"], half?.["displayName"]], ["secondFactor", ""]);

  const full = await second(first.cookie, person.code(site.clock.now()));
  assert.deepEqual(full.body, { next: "done", factors: [] });
  assert.notEqual(full.cookie, first.cookie);
  assert.equal(await session(first.cookie), null, "the token of the first step is worth nothing any more");
  const account = await session(full.cookie);
  assert.deepEqual([account?.["login"], account?.["displayName"], account?.["next"]], [person.login, "王某", "done"]);
  assert.equal((await site.send("GET", "/sessions", { cookie: full.cookie ?? "" })).status, 200);
});

test("answers about a session are for this browser alone, and no cache or other site gets them", async () => {
  const person = await addPerson(site);
  for (const answer of [await signIn(person.login, person.password), await site.send("GET", "/session")]) {
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
  }
});

test("a code is taken once, and one step early or late, no more", async () => {
  const person = await addPerson(site);
  const steps = async (ms: number) => {
    const first = await signIn(person.login, person.password);
    return (await second(first.cookie, person.code(new Date(site.clock.now().getTime() + ms)))).status;
  };
  assert.equal(await steps(-60_000), 401);
  assert.equal(await steps(60_000), 401);
  assert.equal(await steps(-30_000), 200);
  assert.equal(await steps(-30_000), 401, "replayed");
  assert.equal(await steps(0), 200);
  assert.equal(await steps(0), 401, "replayed");
  assert.equal(await steps(-30_000), 401, "older than the last one taken");
  assert.equal(await steps(30_000), 200);
});

test("a recovery code stands for one code, once, however it is typed", async () => {
  const person = await addPerson(site);
  const [code = ""] = person.recoveryCodes;
  const first = await signIn(person.login, person.password);
  assert.equal((await second(first.cookie, ` ${code.toLowerCase().replaceAll("-", " ")} `)).status, 200);
  const again = await signIn(person.login, person.password);
  assert.equal((await second(again.cookie, code)).body.code, "sign_in.code_refused");
});

test("unknown login, wrong password, disabled and expired account: one answer to the byte, save its code for support", async () => {
  const [known, disabled, expired] = [await addPerson(site), await addPerson(site), await addPerson(site)];
  const { pool } = site.fresh.database;
  await pool.query("update account set state = 'disabled' where account_id = $1", [disabled.accountId]);
  await pool.query("update account set valid_until = $2 where account_id = $1", [expired.accountId, site.clock.now()]);
  const answers = [
    await signIn(known.login, "wrong password 1"),
    await signIn("nobody-at-all", "wrong password 1"),
    await signIn(disabled.login, disabled.password),
    await signIn(expired.login, expired.password),
  ];
  const shown = answers.map(({ status, raw, headers }) => [
    status,
    raw.replace(/"request":"\w+"/, ""),
    Object.keys(headers)
      .filter((name) => name !== "date")
      .join(),
    headers["content-length"],
    headers["set-cookie"],
  ]);
  for (const one of shown) assert.deepEqual(one, shown[0]);
  assert.equal(answers[0]?.body.code, "sign_in.refused");
});

test("what was typed as an unknown login is kept nowhere", async () => {
  await signIn("My-Secret-Password-7", "x");
  const { rows } = await site.fresh.database.pool.query<{ all: string }>(
    "select string_agg(e::text, '') as all from event e",
  );
  assert.match(rows[0]?.all ?? "", /account:unknown/);
  assert.doesNotMatch(rows[0]?.all ?? "", /my-secret/i);
  assert.doesNotMatch(site.log.join(""), /my-secret/i);
});

test("five failures lock a login for a quarter of an hour, for the right password too, whether there is such an account or not", async () => {
  const person = await addPerson(site);
  for (const login of [person.login, "no-such-login"]) {
    for (let n = 0; n < 5; n++) assert.equal((await signIn(login, `wrong ${n}`)).status, 401);
    const locked = await signIn(login, person.password);
    assert.deepEqual([locked.status, locked.body.code], [429, "sign_in.wait"]);
    assert.equal(locked.headers["retry-after"], "900");
  }
  site.clock.forward(15 * minute);
  assert.equal((await signIn(person.login, person.password)).status, 200);
});

test("wrong codes count too, and a right password between them starts no new count", async () => {
  const person = await addPerson(site);
  for (let n = 0; n < 5; n++) {
    const first = await signIn(person.login, person.password);
    assert.equal((await second(first.cookie, "000000")).status, 401, `try ${n}`);
  }
  assert.equal((await signIn(person.login, person.password)).body.code, "sign_in.wait");
});

test("forty guesses at once are five guesses", async () => {
  const person = await addPerson(site);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => signIn(person.login, `guess number ${n}`)));
  const refused = answers.filter(({ body }) => body.code === "sign_in.refused").length;
  assert.equal(refused, 5);
  for (const { body } of answers) assert.match(body.code ?? "", /^(sign_in\.refused|sign_in\.wait|service\.busy)$/);
});

test("an address that fails with fifty logins has to wait, whichever comes next; another address has not", async () => {
  const person = await addPerson(site);
  for (let n = 0; n < 50; n++) assert.equal((await signIn(`login-${n}`, "x", "192.0.2.7")).status, 401);
  assert.equal((await signIn(person.login, person.password, "192.0.2.7")).body.code, "sign_in.wait");
  assert.equal((await signIn(person.login, person.password, "192.0.2.8")).status, 200);
});

test("the owner is told how often somebody else tried", async () => {
  const person = await addPerson(site);
  await signInFully(site, person);
  site.clock.forward(minute);
  await signIn(person.login, "not the owner");
  await signIn(person.login, "not the owner either");
  site.clock.forward(minute);
  assert.equal((await session(await signInFully(site, person)))?.["failuresBefore"], 2);
  site.clock.forward(minute);
  assert.equal((await session(await signInFully(site, person)))?.["failuresBefore"], 0);
});

test("a hash under older parameters is made anew at sign-in", async () => {
  const person = await addPerson(site);
  const { pool } = site.fresh.database;
  const { hash } = await import("@node-rs/argon2");
  const old = await hash(person.password.normalize("NFKC"), { memoryCost: 8192, timeCost: 1 });
  await pool.query("update account set password_hash = $2 where account_id = $1", [person.accountId, old]);
  assert.equal((await signIn(person.login, person.password)).status, 200);
  const { rows } = await pool.query<{ password_hash: string }>(
    "select password_hash from account where account_id = $1",
    [person.accountId],
  );
  assert.match(rows[0]?.password_hash ?? "", /m=19456,t=2/);
  assert.equal((await signIn(person.login, person.password)).status, 200);
});

test("an account made for a test has the rights it was given", async () => {
  const { actor, cookie } = await signInForTest(site.fresh.database, {
    roles: [{ role: "departmentClerk", source: "tax" }, "windowClerk"],
    at: site.clock.now(),
    keys: site.services.keys,
  });
  assert.deepEqual(
    actor.grants
      .map(({ role, source, region }) => [role, source, region])
      .toSorted((a, b) => (`${a[0]}` < `${b[0]}` ? -1 : 1)),
    [
      ["departmentClerk", "tax", null],
      ["windowClerk", null, null],
    ],
  );
  assert.equal(actor.secondFactor, true);
  assert.equal((await site.send("GET", "/sessions", { cookie })).status, 200);
});
