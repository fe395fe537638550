import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Passwords } from "../account/passwords.ts";
import { startInstance, type Instance } from "../drill/instance.ts";
import { systemClock } from "../platform/clock.ts";
import { beside } from "../test/beside.ts";
import { addPerson, type Person } from "../test/account-site.ts";
import { httpClient, several, type Client, type Wire } from "./http-rig.ts";

/** Ten thousand failed sign-ins against the real program, behind a proxy that names ever other callers, and from one caller. */

let dataDir: string;
let instance: Instance;
let client: Client;
let owner: Person;
let attacked: Person;

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "chengxin-flood-"));
  chmodSync(dataDir, 0o755);
  instance = await startInstance(dataDir, { TRUSTED_PROXIES: "127.0.0.1", RATE_LIMIT: "100" });
  client = httpClient(Number(new URL(instance.url).port), 60);
  [owner, attacked] = await beside({ DATA_DIR: dataDir }, async ({ database, keys, catalogue }) => {
    const maker = { services: { database, keys, catalogue, passwords: new Passwords() }, clock: systemClock };
    return [await addPerson(maker, { login: "owner" }), await addPerson(maker, { login: "attacked" })];
  });
});
after(async () => {
  client.close();
  await instance.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const post = (path: string, body: object, address: string, cookie?: string): Promise<Wire> =>
  client.ask({ method: "POST", path: `/api/v1${path}`, body, cookie, headers: { "x-forwarded-for": address } });

const tryOne = (login: string, address: string): Promise<Wire> =>
  post("/sign-in", { login, password: "wrong" }, address);

const codes = new Map<string, number>();
const count = ({ text }: Wire): void => {
  const { code } = JSON.parse(text) as { code: string };
  codes.set(code, (codes.get(code) ?? 0) + 1);
};

const memory = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${instance.pid}/status`, "utf8"))?.[1]) / 1024;

const counts = (): Promise<{ limits: number; failures: number; sessions: number }> =>
  beside({ DATA_DIR: dataDir }, async ({ database }) => {
    const { rows } = await database.pool.query<{ limits: number; failures: number; sessions: number }>(
      `select (select count(*)::int from sign_in_limit) as limits, (select count(*)::int from event where action = 'session.failed') as failures,
         (select count(*)::int from session) as sessions`,
    );
    return rows[0] ?? { limits: 0, failures: 0, sessions: 0 };
  });

/** As a browser does that is told to come back. */
const signIn = async (person: Person, address: string): Promise<{ ms: number; tries: number }> => {
  const begun = performance.now();
  for (let tries = 1; ; tries++) {
    const first = await post("/sign-in", { login: person.login, password: person.password }, address);
    if (first.status !== 200 && tries < 200) {
      assert.ok(first.text.includes("service.busy"), first.text);
      await sleep(100);
      continue;
    }
    const cookie = [first.headers["set-cookie"] ?? []].flat()[0]?.split(";")[0] ?? "";
    const second = await post("/sign-in/second-step", { code: person.code(systemClock.now()) }, address, cookie);
    assert.equal(second.status, 200, second.text);
    return { ms: performance.now() - begun, tries };
  }
};

test("from one address and on one login they are turned away without work, and the login is locked as the rules say", async () => {
  for (let n = 0; n < 5; n++) assert.equal((await tryOne(attacked.login, "198.51.100.1")).status, 401);
  const begun = performance.now();
  await several(
    Array.from({ length: 4000 }, (_, n) => n),
    40,
    async (n) => count(await tryOne(n % 2 ? attacked.login : `nobody${n}`, "198.51.100.1")),
  );
  const ms = (performance.now() - begun) / 4000;
  assert.ok((codes.get("sign_in.wait") ?? 0) > 3800, JSON.stringify([...codes]));
  assert.ok(ms < 60, `${ms} ms each`);
  const right = await post("/sign-in", { login: attacked.login, password: attacked.password }, "203.0.113.9");
  assert.equal(right.status, 429);
  const wait = Number(right.headers["retry-after"]);
  assert.ok(wait > 0 && wait <= 15 * 60, `the owner waits ${wait} s`);
});

test("from thousands of addresses on thousands of logins: the owner signs in meanwhile, memory and tables stay in bounds", async () => {
  codes.clear();
  const before = memory();
  const attack = several(
    Array.from({ length: 6000 }, (_, n) => n),
    50,
    async (n) => count(await tryOne(`nobody${n}`, `10.${n >> 8}.${n & 255}.7`)),
  );
  await sleep(500);
  const { ms, tries } = await signIn(owner, "203.0.113.10");
  await attack;
  const after = await counts();
  assert.ok(memory() - before < 400, `${before} MB before, ${memory()} MB after`);
  assert.ok(ms < 120_000 && tries < 200, `${ms} ms, ${tries} tries`);
  // One row for each login and address that was tried, one event for each try that cost work: what was turned away leaves nothing.
  const refused = (codes.get("sign_in.refused") ?? 0) + 60;
  assert.ok(after.limits <= 2 * refused + 10, `${after.limits} limits for ${refused} tries`);
  assert.ok(after.failures <= refused + 10, `${after.failures} events for ${refused} tries`);
  assert.ok(after.sessions <= 4, `${after.sessions} sessions`);
  assert.deepEqual(
    [...codes.keys()].filter(
      (code) => !["sign_in.refused", "service.busy", "sign_in.wait", "request.too_many"].includes(code),
    ),
    [],
  );
});
