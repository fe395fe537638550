import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addPerson, enrol, openAccountSite, type AccountSite } from "../test/account-site.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const day = 24 * 3_600_000;
let made = 0;
interface Typed {
  readonly login?: string;
  readonly password?: string;
  readonly displayName?: string;
  readonly contact?: string;
  readonly code?: string;
}
const register = (typed: Typed = {}, address?: string, at: AccountSite = site) => {
  const { enrolment, code } = enrol(at, "x");
  const body = {
    login: `agent-${++made}`,
    displayName: "张某",
    contact: "13800000000",
    password: "铅笔 苔藓 五月 码头",
    enrolment,
    code,
    ...typed,
  };
  return at.send("POST", "/registrations", { body, ...(address === undefined ? {} : { address }) });
};

test("an agent registers, is signed in, and may do nothing for any organisation", async () => {
  const answer = await register({ login: " Agent.One " });
  assert.equal(answer.status, 200, answer.raw);
  assert.equal((answer.body["recoveryCodes"] as string[]).length, 10);
  const { account } = (await site.send("GET", "/session", { cookie: answer.cookie ?? "" })).body as {
    account?: { login: string; kind: string; mandates: unknown[]; roles: unknown[] };
  };
  assert.deepEqual([account?.login, account?.kind, account?.mandates, account?.roles], ["agent.one", "agent", [], []]);
});

test("a taken login is told to nobody who has not sent all the rest right", async () => {
  const { login } = await addPerson(site);
  assert.equal((await register({ login, password: "short" })).body.code, "password.too_short");
  assert.equal((await register({ login, code: "000000" })).body.code, "totp.code_refused");
  assert.equal((await register({ login: login.toUpperCase() })).body.code, "login.taken");
  const { rows } = await site.fresh.database.pool.query<{ n: number }>(
    "select count(*)::int as n from account where login = $1",
    [login],
  );
  assert.equal(rows[0]?.n, 1);
});

test("an address registers or asks about ten logins a day, no more; another address is free", async () => {
  const { login } = await addPerson(site);
  const from = "198.51.100.9";
  for (let n = 0; n < 5; n++) assert.equal((await register({ login }, from)).body.code, "login.taken");
  for (let n = 0; n < 5; n++) assert.equal((await register({}, from)).status, 200);
  for (const typed of [{}, { login }]) {
    const refused = await register(typed, from);
    assert.deepEqual([refused.status, refused.body.code], [429, "registration.wait"]);
  }
  assert.equal((await register({}, "198.51.100.10")).status, 200);
  site.clock.forward(day + 1);
  assert.equal((await register({}, from)).status, 200);
});

test("forty registrations from one address at once are ten", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => register({}, "198.51.100.77")));
  const made = answers.filter(({ status }) => status === 200).length;
  assert.ok(made >= 1 && made <= 10, String(made));
  for (const { status, body } of answers)
    if (status !== 200) assert.match(body.code ?? "", /^(registration\.wait|service\.busy)$/);
});

test("of twenty who register one login at once, one gets it", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => register({ login: "wanted" })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  for (const { status, body } of answers) if (status !== 200) assert.equal(body.code, "login.taken");
});

test("telephone and identity-card numbers are no logins, and identity-card numbers stand nowhere else", async () => {
  assert.equal((await register({ login: "13800000000" })).body.code, "login.invalid");
  for (const field of ["displayName", "contact"])
    assert.equal((await register({ [field]: "110101199003077758" })).body.code, "text.identity_number", field);
});

test("switched off, nobody registers and nothing is counted or told", async () => {
  const closed = await openAccountSite({ selfRegistration: false });
  const answer = await register({}, undefined, closed);
  await closed.close();
  assert.deepEqual([answer.status, answer.body.code], [403, "registration.off"]);
});
