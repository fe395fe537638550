import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addPerson, enrol, openAccountSite, signInFully, type AccountSite, type Person } from "../test/account-site.ts";
import { newToken } from "./token.ts";

let site: AccountSite;
before(async () => {
  site = await openAccountSite();
});
after(() => site.close());

const minute = 60_000;
const [home, stranger] = ["198.51.100.1", "203.0.113.66"];
const signIn = (login: string, password: string, address = home, cookie = "") =>
  site.send("POST", "/sign-in", { body: { login, password }, address, cookie });
const second = (cookie: string | null, code: string, address = home) =>
  site.send("POST", "/sign-in/second-step", { body: { code }, cookie: cookie ?? "", address });
const alive = async (cookie: string | null) =>
  (await site.send("GET", "/sessions", { cookie: cookie ?? "" })).status === 200;
const enter = async (person: Person, address = home, planted = "") => {
  site.clock.forward(minute);
  const first = await signIn(person.login, person.password, address, planted);
  const full = await second(first.cookie, person.code(site.clock.now()), address);
  assert.equal(full.status, 200, full.raw);
  return { half: first.cookie ?? "", full: full.cookie ?? "" };
};

test("a token planted beforehand is never the token of a session: made up, half signed in, or the planter's own", async () => {
  const [victim, planter] = [await addPerson(site), await addPerson(site)];
  const half = (await signIn(planter.login, planter.password)).cookie ?? "";
  const own = await signInFully(site, planter);
  for (const planted of [`session=${newToken()}`, half, own]) {
    const entered = await enter(victim, home, planted);
    assert.notEqual(entered.half, planted);
    assert.notEqual(entered.full, planted);
    assert.equal(await alive(entered.full), true);
    assert.equal(await alive(planted), false);
  }
});

test("every change of standing comes with a new token, and none of the old ones is worth anything afterwards", async () => {
  const person = await addPerson(site);
  const { half, full } = await enter(person);
  const fresh = "木桥 收音机 冬至 白鹭";
  const changed = await site.send("POST", "/account/password", {
    body: { presentPassword: person.password, password: fresh },
    cookie: full,
    address: home,
  });
  const { enrolment, code } = enrol(site, person.login);
  const replaced = await site.send("PUT", "/account/totp", {
    body: { presentPassword: fresh, enrolment, code },
    cookie: changed.cookie ?? "",
    address: home,
  });
  const tokens = [half, full, changed.cookie, replaced.cookie];
  assert.equal(new Set(tokens).size, 4);
  const states = [];
  for (const token of tokens) states.push(await alive(token));
  assert.deepEqual(states, [false, false, false, true]);
  const out = await site.send("POST", "/sign-out", { body: {}, cookie: replaced.cookie ?? "" });
  assert.equal(out.status, 200);
  assert.equal(await alive(replaced.cookie), false);
});

test("signing out and using the session at once: nothing that starts afterwards passes", async () => {
  const { full } = await enter(await addPerson(site));
  let ended = false;
  const use = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) {
      const afterwards = ended;
      const its = await alive(full);
      if (afterwards) assert.equal(its, false);
    }
  };
  const leave = async (): Promise<void> => {
    await site.send("POST", "/sign-out", { body: {}, cookie: full });
    ended = true;
  };
  await Promise.all([use(), leave(), use()]);
  assert.equal(await alive(full), false);
});

test("strangers' failures lock the login for strangers; its owner enters where the owner was before, and that frees no stranger", async () => {
  const person = await addPerson(site);
  await enter(person);
  for (let n = 0; n < 5; n++) assert.equal((await signIn(person.login, `guess ${n}`, stranger)).status, 401);
  assert.equal((await signIn(person.login, "guess", stranger)).body.code, "sign_in.wait");
  assert.equal(
    (await signIn(person.login, "guess", "192.0.2.200")).body.code,
    "sign_in.wait",
    "from anywhere else too",
  );
  const { full } = await enter(person);
  assert.equal(await alive(full), true);
  assert.equal((await signIn(person.login, "guess", stranger)).body.code, "sign_in.wait");
});

test("somebody at the owner's own address guesses no more often than anybody else", async () => {
  const person = await addPerson(site);
  await enter(person);
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(person.login, `guess ${n}`)));
  assert.ok(answers.filter(({ body }) => body.code === "sign_in.refused").length <= 5);
  assert.equal((await signIn(person.login, person.password)).body.code, "sign_in.wait");
});

test("a clock that goes back brings no used code, ended session or run-out wait back to life", async () => {
  const person = await addPerson(site);
  const { full } = await enter(person);
  const spent = person.code(site.clock.now());
  const other = await addPerson(site);
  for (let n = 0; n < 5; n++) await signIn(other.login, "guess");
  site.clock.forward(-5 * minute);
  const first = await signIn(person.login, person.password);
  assert.equal((await second(first.cookie, spent)).status, 401);
  assert.equal((await second(first.cookie, person.code(site.clock.now()))).status, 401, "an older one than the last");
  assert.equal((await signIn(other.login, other.password)).body.code, "sign_in.wait");
  assert.equal(await alive(full), true, "and throws nobody out");
  site.clock.forward(5 * minute);
});

test("a login that exists takes as long as one that doesn't", async () => {
  const people = [];
  for (let n = 0; n < 5; n++) people.push(await addPerson(site));
  const took = async (login: string): Promise<number> => {
    const begun = performance.now();
    assert.equal((await signIn(login, "wrong password 1", "192.0.2.33")).status, 401);
    return performance.now() - begun;
  };
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let n = 0; n < 20; n++) {
    known.push(await took(people[n % 5]?.login ?? ""));
    unknown.push(await took(`nobody-${n}`));
  }
  const median = (all: number[]): number => all.toSorted((a, b) => a - b)[10] ?? 0;
  const ratio = median(known) / median(unknown);
  // without the same work an unknown login would answer some ten times as fast
  assert.ok(ratio > 0.5 && ratio < 2, `ratio ${ratio.toFixed(2)}`);
});

test("two thousand tries on one login at once: five guesses, the rest turned away before any work, and the owner still enters", async () => {
  const person = await addPerson(site);
  await enter(person);
  const codes = new Map<string, number>();
  const heap = process.memoryUsage().heapUsed;
  const attack = Array.from({ length: 2000 }, async (_, n) => {
    const { body } = await signIn(person.login, `guess ${n}`, `203.0.113.${n % 250}`);
    const code = body.code ?? "in";
    codes.set(code, (codes.get(code) ?? 0) + 1);
  });
  await Promise.all(attack);
  assert.deepEqual(
    [...codes.keys()].filter(
      (code) => !["sign_in.refused", "sign_in.wait", "service.busy", "request.timeout"].includes(code),
    ),
    [],
  );
  assert.equal(codes.get("sign_in.refused"), 5);
  assert.ok(process.memoryUsage().heapUsed - heap < 300e6);
  assert.equal(await alive((await enter(person)).full), true);
});

test("whatever is too long or of the wrong form is refused before anything is done", async () => {
  const person = await addPerson(site);
  const sizes: [string, object, number][] = [
    ["login", { login: "a".repeat(201), password: "x" }, 400],
    ["password", { login: person.login, password: "x".repeat(401) }, 400],
    ["body", { login: person.login, password: "x".repeat(70_000) }, 413],
    ["a key too many", { login: person.login, password: "x", admin: true }, 400],
    ["a list", { login: [person.login], password: "x" }, 400],
    ["an object", { login: person.login, password: { $ne: "" } }, 400],
  ];
  for (const [what, body, status] of sizes)
    assert.equal((await site.send("POST", "/sign-in", { body })).status, status, what);
  const { full } = await enter(person);
  for (const cookie of [`${full}x`, full.slice(0, -1), `session=${"a".repeat(8000)}`, "session=", "session=' or 1=1"])
    assert.equal(await alive(cookie), false, cookie.slice(0, 20));
  const code = await second((await signIn(person.login, person.password)).cookie, "1".repeat(61));
  assert.equal(code.status, 400);
});
