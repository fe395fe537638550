import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addPerson, enrol, openAccountSite, signInFully, type AccountSite, type Person } from "../test/account-site.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const minute = 60_000;
const fresh = "木桥 收音机 冬至 白鹭";
const post = (path: string, body: object, cookie: string | null) =>
  site.send("POST", path, { body, cookie: cookie ?? "" });
const change = (cookie: string, presentPassword: string, password = fresh) =>
  post("/account/password", { presentPassword, password }, cookie);
const status = async (cookie: string | null) => (await site.send("GET", "/sessions", { cookie: cookie ?? "" })).status;
/** Signed in anew, with a code that was not used yet. */
const enter = (person: Person) => {
  site.clock.forward(minute);
  return signInFully(site, person);
};

test("a new password: this session goes on under a new token, every other ends, the old password is void", async () => {
  const person = await addPerson(site);
  const [elsewhere, here] = [await enter(person), await enter(person)];
  const changed = await change(here, person.password);
  assert.deepEqual(changed.body, { next: "done", factors: [] });
  assert.notEqual(changed.cookie, here);
  assert.deepEqual([await status(elsewhere), await status(here), await status(changed.cookie)], [401, 401, 200]);
  const signIn = (password: string) => post("/sign-in", { login: person.login, password }, "");
  assert.equal((await signIn(person.password)).body.code, "sign_in.refused");
  assert.equal((await signIn(fresh)).status, 200);
});

test("a changed password makes no session longer than it would have been", async () => {
  const person = await addPerson(site);
  const { cookie } = await change(await enter(person), person.password);
  for (let n = 0; n < 25; n++) {
    site.clock.forward(29 * minute);
    if (n < 24) assert.equal(await status(cookie), 200, `after ${29 * (n + 1)} minutes`);
  }
  assert.equal(await status(cookie), 401, "twelve hours after the sign-in");
});

test("bad and wrong passwords change nothing; wrong ones count like failed sign-ins", async () => {
  const person = await addPerson(site);
  const cookie = await enter(person);
  assert.equal((await change(cookie, person.password, person.password)).body.code, "password.unchanged");
  assert.equal((await change(cookie, person.password, "short")).body.code, "password.too_short");
  assert.equal((await change(cookie, person.password, "x".repeat(401))).body.code, "request.invalid");
  assert.equal((await change(cookie, person.password, "长".repeat(200))).body.code, "password.too_long");
  for (let n = 0; n < 5; n++) assert.equal((await change(cookie, `guess ${n}`)).body.code, "password.wrong");
  assert.equal((await change(cookie, person.password)).body.code, "sign_in.wait");
  assert.equal(await status(cookie), 200, "and the session goes on");
  site.clock.forward(15 * minute);
  assert.equal((await change(cookie, person.password)).status, 200);
});

test("forty guesses at once through a stolen session are five guesses", async () => {
  const person = await addPerson(site);
  const cookie = await enter(person);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => change(cookie, `guess ${n}`)));
  assert.ok(answers.filter(({ body }) => body.code === "password.wrong").length <= 5);
});

test("half signed in changes no password, and a demanded change lets nothing else through until it is done", async () => {
  const person = await addPerson(site);
  const half = await post("/sign-in", { login: person.login, password: person.password }, "");
  assert.equal((await change(half.cookie ?? "", person.password)).body.code, "session.second_factor_required");
  const cookie = await enter(person);
  await site.fresh.database.pool.query("update account set must_change_password = true where account_id = $1", [
    person.accountId,
  ]);
  assert.equal(await status(cookie), 401);
  const refused = await post("/account/recovery-codes", { presentPassword: person.password }, cookie);
  assert.equal(refused.body.code, "session.second_factor_required");
  const changed = await change(cookie, person.password);
  assert.equal(changed.status, 200);
  assert.equal(await status(changed.cookie), 200);
});

test("another authenticator: only the new one counts, other sessions end", async () => {
  const person = await addPerson(site);
  const [elsewhere, here] = [await enter(person), await enter(person)];
  const { enrolment, code, codeAt } = enrol(site, person.login);
  const put = (body: object) => site.send("PUT", "/account/totp", { body, cookie: here });
  const whole = { presentPassword: person.password, enrolment, code };
  assert.equal((await put({ ...whole, presentPassword: "guess" })).body.code, "password.wrong");
  assert.equal((await put({ ...whole, code: "000000" })).body.code, "totp.code_refused");
  const replaced = await put(whole);
  assert.equal(replaced.status, 200);
  assert.deepEqual([await status(elsewhere), await status(here), await status(replaced.cookie)], [401, 401, 200]);
  const step = async (with_: string) => {
    const first = await post("/sign-in", { login: person.login, password: person.password }, "");
    return (await post("/sign-in/second-step", { code: with_ }, first.cookie)).status;
  };
  assert.equal(await step(code), 401, "the code that confirmed it is spent");
  site.clock.forward(minute);
  assert.equal(await step(person.code(site.clock.now())), 401, "the old authenticator");
  assert.equal(await step(codeAt(site.clock.now())), 200);
});

test("new recovery codes void the old ones", async () => {
  const person = await addPerson(site);
  const cookie = await enter(person);
  const renewed = await post("/account/recovery-codes", { presentPassword: person.password }, cookie);
  const codes = renewed.body["recoveryCodes"] as string[];
  assert.equal(new Set(codes).size, 10);
  const step = async (code = "") => {
    const first = await post("/sign-in", { login: person.login, password: person.password }, "");
    return (await post("/sign-in/second-step", { code }, first.cookie)).status;
  };
  assert.deepEqual([await step(person.recoveryCodes[0]), await step(codes[0]), await step(codes[0])], [401, 200, 401]);
});

test("of two password changes at once with the same session one is done", async () => {
  const person = await addPerson(site);
  const cookie = await enter(person);
  const answers = await Promise.all([
    change(cookie, person.password, `${fresh} 一`),
    change(cookie, person.password, `${fresh} 二`),
  ]);
  assert.equal(answers.filter(({ status: its }) => its === 200).length, 1);
});
