import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { listAlerts, listCanaries, makeCanary } from "@chengxin/domain/audit/alerts-api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { makeDump } from "../dump/make-dump.ts";
import { openShelf } from "../dump/shelf.ts";
import { AccessLog } from "../platform/access-log.ts";
import { fixedClock } from "../platform/clock.ts";
import { openDatabase, transact } from "../platform/db.ts";
import { appendEvents, type NewEvent } from "../platform/events.ts";
import type { BoundRoute } from "../platform/http.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { testChain } from "../test/database.ts";
import { openReading, type Reading } from "../test/reading.ts";
import { accountWith, callAs } from "./audit-rig.ts";
import { inventCode } from "./canary.ts";
import { raiseAlerts, watchCanaries } from "./raise-alerts.ts";
import { auditRoutes } from "./routes.ts";
import type { Verifications } from "./verifications.ts";

const clock = fixedClock("2026-06-03T04:00:00Z");
const auditor = accountWith("auditor");
const name = "丹东银杏里贸易有限公司";

let reading: Reading;
let routes: BoundRoute[];
let log: AccessLog;
before(async () => {
  reading = await openReading();
  const { database, catalogue } = reading;
  routes = auditRoutes({
    database,
    writes: database,
    verifications: {} as Verifications,
    catalogue,
    clock,
    keys: {} as Keyring,
  });
  database.useReadings(watchCanaries(catalogue));
  log = new AccessLog(database);
  await buildOrganisation(database, { name: "丹东样例一厂" });
});
after(() => reading.close());

type Made = RouteAnswer<typeof makeCanary>;
const make = async (its: string): Promise<Made> =>
  (await callAs(routes, auditor, "makeCanary", { name: its }, clock.now())) as Made;
const alerts = async (): Promise<RouteAnswer<typeof listAlerts>["items"]> =>
  ((await callAs(routes, auditor, "listAlerts")) as RouteAnswer<typeof listAlerts>).items;

const touch = (organisationId: number): NewEvent => ({
  action: "read.dossier",
  object: "organisation:x",
  organisationId,
  role: "creditCentre",
  purpose: "inspection",
  basis: "函〔2026〕1号",
  data: {},
});

/** Everything that the public can get at, as text. */
const everythingPublic = async (canary: Made): Promise<string> => {
  const ask = await reading.at(clock.now().toISOString());
  const tried = async (route: string, input: Record<string, unknown>): Promise<unknown> =>
    ask(route, input).catch((error: unknown) => {
      if (error instanceof Problem) return { code: error.code };
      throw error;
    });
  const answers = [];
  for (const q of [name, "银杏里", "丹东银杏", "DDYXL", canary.uscc, "丹东银杏裏贸易有限公司"]) {
    const { items } = (await ask("searchOrganisations", { q })) as { items: unknown[] };
    answers.push(items);
  }
  answers.push(
    await ask("showStatistics"),
    await ask("listRecords", { limit: 100 }),
    await ask("listFacets"),
    await tried("showOrganisation", { uscc: canary.uscc }),
    await tried("listRecords", { organisation: canary.uscc }),
  );
  const dataDir = mkdtempSync(join(tmpdir(), "chengxin-canary-"));
  const { database, catalogue } = reading;
  await makeDump(
    { database, catalogue, clock, shelf: openShelf(dataDir) },
    () => Promise.resolve(true),
    new AbortController().signal,
  );
  const dumped = readdirSync(dataDir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".gz"))
    .map((file) => gunzipSync(readFileSync(join(dataDir, file))).toString());
  assert.ok(dumped.join().includes("丹东样例一厂"), "the dump has the organisation that is public");
  rmSync(dataDir, { recursive: true });
  return JSON.stringify(answers) + dumped.join();
};

test("an invented code is valid, of the city, and another each time", () => {
  const codes = Array.from({ length: 200 }, () => inventCode("210600"));
  assert.equal(new Set(codes).size, 200);
  for (const code of codes) {
    const read = readUscc(code);
    assert.ok(read.ok && read.notes.length === 0, code);
    assert.equal(code.slice(2, 8), "210600");
  }
});

test("a canary is never public: not in search, pages, lists, statistics or dumps, even with records that are not public", async () => {
  const statistics = async (): Promise<unknown> => (await reading.at(clock.now().toISOString()))("showStatistics");
  const before = await statistics();
  const canary = await make(name);
  await buildRecord(reading.database, {
    organisation_id: canary.organisationId,
    item_id: withheldItem,
    source_id: 1,
    public_until: "infinity",
  });
  const all = await everythingPublic(canary);
  assert.ok(!all.includes(name) && !all.includes(canary.uscc) && !all.includes("银杏里"), "found in public");
  assert.deepEqual(await statistics(), before);
  // The same as for a code that nobody has.
  const ask = await reading.at(clock.now().toISOString());
  const codeOf = (uscc: string): Promise<string> =>
    ask("showOrganisation", { uscc }).then(
      () => "shown",
      (error: unknown) => (error instanceof Problem ? error.code : "?"),
    );
  assert.equal(await codeOf(canary.uscc), await codeOf(inventCode("210600")));
});

test("the first touch raises an alert in the transaction of the reading; the day's further ones raise none", async () => {
  const canary = await make("丹东第一诱饵贸易有限公司");
  const other = await buildOrganisation(reading.database);
  const reader = accountWith("creditCentre");
  const at = clock.now();
  await log.write(reader, at, [touch(other.organisationId)]);
  assert.deepEqual(await alerts(), []);
  await Promise.all([1, 2, 3].map(() => log.write(reader, at, [touch(canary.organisationId)])));
  const raised = await alerts();
  assert.deepEqual(
    raised.map(({ rule, actor, organisation }) => [rule, actor, organisation?.uscc]),
    [["canary", `account:${reader.accountId}`, canary.uscc]],
  );
  const { rows } = await reading.database.pool.query<{ same: boolean }>(
    `select r.transaction = a.transaction as same from event a, event r
     where a.action = 'alert.raised' and r.action = 'read.dossier' and r.organisation_id = $1 order by r.event_id limit 1`,
    [canary.organisationId],
  );
  assert.deepEqual(rows, [{ same: true }]);
  await raiseAlerts({ database: reading.database, catalogue: reading.catalogue, clock }, 2);
  assert.equal((await alerts()).length, 1);
});

test("a reading noted in a handler's own transaction raises the alert too, with its commit alone", async () => {
  const canary = await make("丹东第四诱饵贸易有限公司");
  const by = { actor: accountWith("creditCentre"), at: clock.now() };
  const before = (await alerts()).length;
  await assert.rejects(
    transact(reading.database, by, async ({ client, note }) => {
      note(touch(canary.organisationId));
      await client.query("select 1 / 0");
    }),
  );
  assert.equal((await alerts()).length, before);
  await transact(reading.database, by, async ({ note }) => note(touch(canary.organisationId)));
  assert.deepEqual(
    (await alerts())
      .filter(({ organisation }) => organisation?.uscc === canary.uscc)
      .map(({ rule, actor }) => [rule, actor]),
    [["canary", `account:${by.actor.accountId}`]],
  );
});

test("nothing that was read is stored where nobody looks at readings", async () => {
  const blind = openDatabase({ url: reading.fresh.appUrl });
  blind.useChain(testChain);
  const by = { actor: accountWith("creditCentre"), at: clock.now() };
  await assert.rejects(
    transact(blind, by, async ({ note }) => note(touch(1))),
    /before somebody looks/,
  );
  await blind.close();
});

test("a touch that came past the log is found within the minute", async () => {
  const canary = await make("丹东第二诱饵贸易有限公司");
  const reader = accountWith("windowClerk");
  const client = await reading.database.pool.connect();
  const at = new Date("2026-06-04T04:00:00Z");
  await appendEvents(client, reading.database.chain(), [{ actor: reader, at, event: touch(canary.organisationId) }]);
  client.release();
  const before = (await alerts()).length;
  await raiseAlerts(
    { database: reading.database, catalogue: reading.catalogue, clock: fixedClock("2026-06-04T04:01:00Z") },
    2,
  );
  assert.equal((await alerts()).filter(({ rule }) => rule === "canary").length, before + 1);
});

test("a retired canary raises nothing; it can't be retired twice, and what is none can't be retired", async () => {
  const canary = await make("丹东第三诱饵贸易有限公司");
  const retire = (organisationId: number) =>
    callAs(routes, auditor, "retireCanary", { organisationId, reason: "已被公开引用。" });
  await retire(canary.organisationId);
  const { items } = (await callAs(routes, auditor, "listCanaries")) as RouteAnswer<typeof listCanaries>;
  const retired = items.find(({ organisationId }) => organisationId === canary.organisationId);
  assert.deepEqual([retired?.retiredBy, retired?.retiredBecause], [`account:${auditor.accountId}`, "已被公开引用。"]);
  const before = (await alerts()).length;
  await log.write(accountWith("creditCentre"), clock.now(), [touch(canary.organisationId)]);
  assert.equal((await alerts()).length, before);
  for (const id of [canary.organisationId, 1]) await assert.rejects(retire(id), { code: "object.not_found" });
});

test("that an organisation is a canary stands in no event of its chain, and nobody but an auditor can ask", async () => {
  const { items } = (await callAs(routes, auditor, "listCanaries")) as RouteAnswer<typeof listCanaries>;
  assert.ok(items.length >= 4);
  const { rows } = await reading.database.pool.query<{ text: string }>(
    "select e::text as text from event e where organisation_id = any ($1)",
    [items.map(({ organisationId }) => organisationId)],
  );
  assert.ok(rows.length > 0);
  assert.ok(rows.every(({ text }) => !/canary|alert/.test(text)));
  for (const role of ["securityAdministrator", "systemAdministrator", "creditOffice", null] as const)
    for (const route of ["listCanaries", "listAlerts"])
      await assert.rejects(callAs(routes, accountWith(role), route), { code: "access.refused" });
});

test("a name that some organisation has is refused", async () => {
  await assert.rejects(make("丹东样例一厂"), { code: "canary.name_taken" });
  await assert.rejects(make(name), { code: "canary.name_taken" });
});
