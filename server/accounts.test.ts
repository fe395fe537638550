import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pino } from "pino";
import { Secret, TOTP } from "otpauth";
import { demoCast } from "./account/demo-cast.ts";
import { Passwords } from "./account/passwords.ts";
import { accountRoutes } from "./account/routes.ts";
import { sessionsOf } from "./account/sessions.ts";
import { AccessLog } from "./platform/access-log.ts";
import { systemClock } from "./platform/clock.ts";
import { buildHttp } from "./platform/http-server.ts";
import { openKeyring } from "./platform/keys/open-keyring.ts";
import { buildOrganisation } from "./test/build.ts";
import { storeTestCatalogue, testCatalogue } from "./test/catalogue.ts";
import { freshDatabase, type FreshDatabase } from "./test/database.ts";
import { programForThisFile } from "./test/program.ts";

const program = programForThisFile("accounts", { PORT: "8123" });
const { run } = program;

/** The site over the same database and keys, where what the program printed is typed in. */
const siteOf = async ({ database }: FreshDatabase, dataDir = join(program.folder, "data")) => {
  const config = { keyFile: join(dataDir, "keys", "keys.json"), keySuite: "aes" } as const;
  const keys = await openKeyring(database, { config, dataDir, clock: systemClock });
  const app = await buildHttp({
    routes: accountRoutes({
      database,
      keys,
      catalogue: testCatalogue(),
      passwords: new Passwords(),
      origin: null,
      selfRegistration: true,
      identityService: null,
    }),
    clock: systemClock,
    log: pino({ enabled: false }),
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    origin: null,
    sessions: sessionsOf(database),
    accessLog: new AccessLog(database),
  });
  const post = async (path: string, payload: object, cookie = "") => {
    const answer = await app.inject({ method: "POST", url: `/api/v1${path}`, payload, headers: { cookie } });
    return { status: answer.statusCode, cookie: String(answer.headers["set-cookie"] ?? "").split(";")[0] ?? "" };
  };
  return {
    post,
    session: async (cookie: string) =>
      (await app.inject({ url: "/api/v1/session", headers: { cookie } })).json() as {
        account: { next: string; roles: { role: string }[]; mandates: { uscc: string }[] } | null;
      },
    close: () => app.close(),
  };
};

const person = ["--login", "sys.zhang", "--name", "张某", "--unit", "市信用中心"];

test("what isn't a command, or lacks something, is answered with those there are", async () => {
  for (const args of [
    [],
    ["lost"],
    ["toString"],
    ["list", "--all"],
    ["reset"],
    ["extend"],
    ["invite", ...person],
    ["invite", "--role", "creditOffice", ...person],
    ["invite", "--role", "auditor", "--login", "x"],
  ]) {
    const { code, err, out } = await run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, /invite --role ROLE/);
    assert.equal(out, "");
  }
});

test("the first administrator is invited by a link that works once, listed, and given a new one after a mishap", async () => {
  const invited = await run(["invite", "--role", "systemAdministrator", ...person]);
  assert.equal(invited.code, 0, invited.err);
  assert.match(invited.out, /^http:\/\/localhost:8123\/invitation\/[\w-]{43}\n$/);
  assert.match(invited.err, /Works once, until 2/);
  const twice = await run(["invite", "--role", "auditor", ...person]);
  assert.deepEqual([twice.code, twice.err], [1, "This login is taken.\n"]);
  const listed = await run(["list"]);
  assert.match(
    listed.out,
    /^sys\.zhang {2}invited {2}systemAdministrator {2}until 20\d\d-\d\d-\d\d {2}last sign-in never$/m,
  );
  assert.doesNotMatch(listed.out, /张/);

  const again = await run(["reset", "--login", "Sys.Zhang"], { ORIGIN: "https://credit.example.cn" });
  assert.match(again.out, /^https:\/\/credit\.example\.cn\/invitation\/[\w-]{43}\n$/);
  const at = await siteOf(program.fresh);
  assert.equal((await at.post("/invitations/show", { token: invited.out.trim().slice(-43) })).status, 404);
  assert.equal((await at.post("/invitations/show", { token: again.out.trim().slice(-43) })).status, 200);
  await at.close();
  const until = async () =>
    (
      await program.fresh.database.pool.query<{ valid_until: Date }>(
        "select valid_until from account where login = 'sys.zhang'",
      )
    ).rows[0]?.valid_until ?? new Date(0);
  const before = await until();
  const extended = await run(["extend", "--login", "sys.zhang"]);
  assert.equal(extended.code, 0, extended.err);
  assert.ok((await until()) > before);
  const nobody = await run(["reset", "--login", "nobody"]);
  assert.deepEqual([nobody.code, nobody.err], [1, 'there is no account nobody; "list" shows those there are\n']);

  const { rows } = await program.fresh.database.pool.query<{ action: string; actor: string }>(
    "select action, actor from event where object like 'account:%' order by event_id",
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ["account.invited", "grant.approved", "account.factors-reset", "account.extended"],
  );
  for (const { actor } of rows) assert.match(actor, /^operator:/);
});

test("demonstration accounts are refused where anything is real, or others reach the site", async () => {
  const refused = async (words: RegExp, env: Record<string, string> = {}) => {
    const { code, err, out } = await run(["demo"], env);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, words);
    assert.equal(err.trim().split("\n").length, 1, err);
  };
  await refused(/others reach this site/, { ORIGIN: "https://credit.example.cn" });
  await refused(/others reach this site/, { HOST: "0.0.0.0" });
  await refused(/has administrators of its own/);
  const empty = await freshDatabase();
  const place = { DATABASE_URL: empty.url, DATABASE_APP_URL: empty.appUrl, DATA_DIR: join(program.folder, "empty") };
  await refused(/doesn't hold the demonstration set/, place);
  await batch(empty, false);
  await refused(/holds data that were sent to it/, place);
  await empty.close();
});

const batch = async ({ database }: FreshDatabase, demonstration: boolean): Promise<void> => {
  await database.pool.query(
    `insert into batch (item_id, source_id, file_name, file_sha256, file_bytes, layout, header, chunk_bytes, demonstration, state, started_at, finished_at)
     select (select min(item_id) from item), (select min(source_id) from source), 'x', decode(repeat('00', 32), 'hex'), 1, 'x', 'x', 1, $1, 'finished',
       now(), now()`,
    [demonstration],
  );
};

interface Printed {
  readonly login: string;
  readonly password: string;
  readonly key: string;
  readonly codes: readonly string[];
}
const readPrinted = (out: string): Printed[] =>
  out
    .split(/\n\n/)
    .filter((block) => block.includes("login"))
    .map((block) => ({
      login: /login +(\S+)/.exec(block)?.[1] ?? "",
      password: /password +(\S+)/.exec(block)?.[1] ?? "",
      key: (/authenticator +([A-Z2-7 ]+)/.exec(block)?.[1] ?? "").replaceAll(" ", ""),
      codes: block.match(/\b[2-9A-Z]{4}(-[2-9A-Z]{4}){3}\b/g) ?? [],
    }));

test("beside the demonstration set: an account for each role, signed in to with what is printed; run again, with what is printed then", async () => {
  const demo = await freshDatabase();
  const dataDir = join(program.folder, "demo");
  const env = { DATABASE_URL: demo.url, DATABASE_APP_URL: demo.appUrl, DATA_DIR: dataDir };
  try {
    await storeTestCatalogue(demo.database, testCatalogue());
    await batch(demo, true);
    const { uscc } = await buildOrganisation(demo.database, { at: new Date().toISOString() });
    const first = await run(["demo"], env);
    assert.equal(first.code, 0, first.err);
    const again = await run(["demo"], env);
    assert.equal(again.code, 0, again.err);
    const [before, now] = [readPrinted(first.out), readPrinted(again.out)];
    assert.deepEqual(
      now.map(({ login }) => login),
      demoCast.map(({ login }) => login),
    );
    const { rows } = await demo.database.pool.query<{ n: number }>("select count(*)::int as n from account");
    assert.equal(rows[0]?.n, demoCast.length);
    const at = await siteOf(demo, dataDir);
    for (const [n, { login, password, key, codes }] of now.entries()) {
      assert.equal(codes.length, 10);
      assert.equal((await at.post("/sign-in", { login, password: before[n]?.password })).status, 401, "void");
      const half = await at.post("/sign-in", { login, password });
      const code = new TOTP({ secret: Secret.fromBase32(key) }).generate();
      const full = await at.post("/sign-in/second-step", { code }, half.cookie);
      assert.equal(full.status, 200, login);
      const { account } = await at.session(full.cookie);
      assert.deepEqual(
        [account?.next, account?.roles.map(({ role }) => role), account?.mandates],
        ["done", demoCast[n]?.role === null ? [] : [demoCast[n]?.role], demoCast[n]?.role === null ? [{ uscc }] : []],
        login,
      );
    }
    await at.close();
  } finally {
    await demo.close();
  }
});
