import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newToken } from "./token.ts";
import {
  addPerson,
  enrol,
  inviteForTest,
  openAccountSite,
  signInFully,
  type AccountSite,
  type Answer,
} from "../test/account-site.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const password = "雨伞 楼梯 蓝色 九点半";
const show = (token: string) => site.send("POST", "/invitations/show", { body: { token } });
const accept = (token: string, login: string, more: { cookie?: string; password?: string; code?: string } = {}) => {
  const { enrolment, code } = enrol(site, login);
  const { cookie, ...body } = { password, enrolment, code, ...more };
  return site.send("POST", "/invitations/accept", { body: { token, ...body }, cookie });
};
const hour = 3_600_000;

test("who was invited sees for whom the link is, sets password and authenticator, and is signed in", async () => {
  const { token, login } = await inviteForTest(site);
  const shown = await show(token);
  assert.deepEqual(shown.body, {
    login,
    displayName: "李某",
    unit: "市信用中心",
    kind: "official",
    expiresAt: new Date(site.clock.now().getTime() + 72 * hour).toISOString(),
    again: false,
  });
  const accepted = await accept(token, login);
  assert.equal(accepted.status, 200, accepted.raw);
  assert.equal(accepted.body["next"], "done");
  const codes = accepted.body["recoveryCodes"] as string[];
  assert.equal(new Set(codes).size, 10);
  assert.equal((await site.send("GET", "/sessions", { cookie: accepted.cookie ?? "" })).status, 200);

  const first = await site.send("POST", "/sign-in", { body: { login, password } });
  const second = await site.send("POST", "/sign-in/second-step", {
    body: { code: codes[3] },
    cookie: first.cookie ?? "",
  });
  assert.equal(second.status, 200);
});

test("a link works once, and a link that doesn't work says no more than that", async () => {
  const used = await inviteForTest(site);
  assert.equal((await accept(used.token, used.login)).status, 200);
  const withdrawn = await inviteForTest(site);
  const { pool } = site.fresh.database;
  await pool.query("update invitation set withdrawn_at = created_at where account_id = $1", [withdrawn.accountId]);
  const disabled = await inviteForTest(site);
  await pool.query("update account set state = 'disabled' where account_id = $1", [disabled.accountId]);
  const old = await inviteForTest(site);
  site.clock.forward(72 * hour);
  const answers = [];
  for (const token of [used.token, withdrawn.token, disabled.token, old.token, newToken(), "", "x".repeat(100)])
    answers.push(await show(token), await accept(token, "somebody"));
  for (const { status, body } of answers) assert.deepEqual([status, body.code], [404, "invitation.invalid"]);
});

test("of ten who use one link at once, one wins, and there is one set of codes", async () => {
  const { token, login, accountId } = await inviteForTest(site);
  const answers = await Promise.all(Array.from({ length: 10 }, () => accept(token, login)));
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, ...Array.from({ length: 9 }, () => 404)],
  );
  const { rows } = await site.fresh.database.pool.query<{ codes: number; sessions: number }>(
    `select (select count(*)::int from recovery_code where account_id = $1) as codes,
       (select count(*)::int from session where account_id = $1 and ended_at is null) as sessions`,
    [accountId],
  );
  assert.deepEqual(rows[0], { codes: 10, sessions: 1 });
});

test("a bad password or a wrong code spends nothing", async () => {
  const { token, login } = await inviteForTest(site);
  assert.equal((await accept(token, login, { password: "short" })).body.code, "password.too_short");
  assert.equal((await accept(token, login, { password: "123456789012" })).body.code, "password.too_common");
  assert.equal((await accept(token, login, { password: `${login} and more` })).body.code, "password.holds_login");
  assert.equal((await accept(token, login, { code: "000000" })).body.code, "totp.code_refused");
  assert.equal((await accept(token, login)).status, 200);
});

test("somebody else's session in the browser ends when a link is accepted there, and its token is worth nothing", async () => {
  const cookie = await signInFully(site, await addPerson(site));
  const { token, login } = await inviteForTest(site);
  const accepted = await accept(token, login, { cookie });
  assert.equal(accepted.status, 200);
  assert.notEqual(accepted.cookie, cookie);
  assert.equal((await site.send("GET", "/sessions", { cookie })).body.code, "session.required");
});

test("an expired account's link doesn't work either", async () => {
  const { token, accountId } = await inviteForTest(site);
  const { pool } = site.fresh.database;
  await pool.query("update account set valid_until = $2 where account_id = $1", [accountId, site.clock.now()]);
  assert.equal((await show(token)).body.code, "invitation.invalid");
});

test("neither token, password nor code of an invitation is kept in readable form", async () => {
  const { token, login } = await inviteForTest(site);
  const accepted = await accept(token, login);
  const [code = ""] = accepted.body["recoveryCodes"] as string[];
  const { rows } = await site.fresh.database.pool.query<{ text: string }>(
    `select concat((select string_agg(e::text, '') from event e), (select string_agg(i::text, '') from invitation i),
       (select string_agg(a::text, '') from account a), (select string_agg(r::text, '') from recovery_code r)) as text`,
  );
  for (const secret of [token, password, code, code.replaceAll("-", ""), "李某"])
    for (const kept of [rows[0]?.text ?? "", site.log.join("")]) assert.ok(!kept.includes(secret), secret);
});

const cookiesOf = ({ headers }: Answer): string[] => [headers["set-cookie"] ?? []].flat() as string[];
const keptOf = (answer: Answer): string =>
  cookiesOf(answer)
    .find((one) => one.startsWith("kept="))
    ?.split(";")[0] ?? "";

test("a link is opened once and its token kept by the browser alone: no page or form holds it, and it works once as before", async () => {
  const { login, token } = await inviteForTest(site);
  const opened = await site.send("POST", "/invitations/keep", { body: { token } });
  assert.equal(opened.status, 200, opened.raw);
  assert.ok(!opened.raw.includes(token));
  const [set = ""] = cookiesOf(opened);
  assert.ok(set.includes(`Expires=${new Date(site.clock.now().getTime() + hour).toUTCString()}`), set);
  for (const part of [/HttpOnly/, /SameSite=Lax/, /Path=\//]) assert.match(set, part);
  const cookie = keptOf(opened);
  const shown = await site.send("POST", "/invitations/show", { body: {}, cookie });
  assert.equal(shown.body["login"], login);
  assert.equal((await site.send("POST", "/invitations/show", { body: {} })).body.code, "invitation.invalid");
  const { enrolment, code } = enrol(site, login);
  const typed = { password: "雨伞 楼梯 蓝色 九点半", enrolment, code };
  assert.equal((await site.send("POST", "/invitations/accept", { body: typed })).body.code, "invitation.invalid");
  const accepted = await site.send("POST", "/invitations/accept", { body: typed, cookie });
  assert.equal(accepted.status, 200, accepted.raw);
  assert.equal(keptOf(accepted), "kept=", "forgotten");
  for (const [path, body] of [
    ["show", {}],
    ["accept", typed],
    ["keep", { token }],
  ] as const)
    assert.equal(
      (await site.send("POST", `/invitations/${path}`, { body, cookie })).body.code,
      "invitation.invalid",
      path,
    );
});

test("what a browser keeps for something else, or somebody made up, is no invitation", async () => {
  for (const kept of ["kept=invitation.", `kept=invitation.${"x".repeat(43)}`, "kept=other", "kept=%00"])
    assert.equal(
      (await site.send("POST", "/invitations/show", { body: {}, cookie: kept })).body.code,
      "invitation.invalid",
      kept,
    );
  const unknown = await site.send("POST", "/invitations/keep", { body: { token: "x".repeat(43) } });
  assert.deepEqual([unknown.body.code, unknown.headers["set-cookie"]], ["invitation.invalid", undefined]);
});
