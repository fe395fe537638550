import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEvent, listVerifications, searchEvents, showEvent } from "@chengxin/domain/audit/api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { systemClock } from "../platform/clock.ts";
import type { BoundRoute, Download } from "../platform/http.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { buildOrganisation, type BuiltOrganisation } from "../test/build.ts";
import { signInForTest } from "../test/sign-in.ts";
import { testCatalogue } from "../test/catalogue.ts";
import { accountWith, callAs, openAuditRig, type AuditRig } from "./audit-rig.ts";
import { auditRoutes } from "./routes.ts";
import { Verifications } from "./verifications.ts";

let rig: AuditRig;
let routes: BoundRoute[];
let verifications: Verifications;
let acme: BuiltOrganisation;
const auditor = accountWith("auditor");
const reader = accountWith("creditCentre");

before(async () => {
  rig = await openAuditRig();
  const { database, filePath } = rig;
  verifications = new Verifications({ database, clock: systemClock, filePath, onError: (e) => assert.fail(String(e)) });
  routes = auditRoutes({
    database,
    writes: database,
    verifications,
    catalogue: testCatalogue(),
    clock: systemClock,
    keys: {} as Keyring,
  });
  acme = await buildOrganisation(database);
  for (let n = 0; n < 25; n += 1)
    await rig.note(
      {
        action: n % 2 === 0 ? "read.dossier" : "read.other",
        object: `organisation:${acme.uscc}`,
        organisationId: acme.organisationId,
        role: "creditCentre",
        purpose: n % 5 === 0 ? "inspection" : "query",
        basis: "函〔2026〕1号",
        data: { n },
      },
      new Date(Date.UTC(2026, 4, 1 + n, 2)),
      reader,
    );
  await rig.seal();
});
after(async () => {
  await verifications.stop();
  await rig.close();
});

type Page = RouteAnswer<typeof searchEvents>;
const search = async (input: Record<string, unknown>): Promise<Page> =>
  (await callAs(routes, auditor, "searchEvents", input)) as Page;

const problemOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return assert.fail("no problem");
};

test("pages go on where the last one ended, newest first, and every event comes once", async () => {
  const seen: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await search({ organisation: acme.uscc, limit: 7, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  assert.equal(seen.length, 26);
  assert.equal(new Set(seen.map(({ chainNo }) => chainNo)).size, 26);
  assert.deepEqual(
    seen.map(({ at }) => at),
    seen
      .map(({ at }) => at)
      .toSorted()
      .reverse(),
  );
  assert.deepEqual([seen[0]?.uscc, seen[0]?.organisation], [acme.uscc, acme.name]);
});

test("each filter holds, alone and with others; a day is one of Asia/Shanghai", async () => {
  const count = async (input: Record<string, unknown>): Promise<number> =>
    (await search({ limit: 100, ...input })).items.length;
  const actor = `account:${reader.accountId}`;
  assert.equal(await count({ actor }), 25);
  assert.equal(await count({ actor, action: "read.dossier" }), 13);
  assert.equal(await count({ actor, purpose: "inspection" }), 5);
  assert.equal(await count({ object: `organisation:${acme.uscc}`, action: "read.other" }), 12);
  assert.equal(await count({ actor, from: "2026-05-03", to: "2026-05-04" }), 2);
  assert.equal(await count({ actor, from: "2026-05-03T02:00:00Z", to: "2026-05-04T02:00:00Z" }), 1);
  assert.ok((await count({ organisation: "platform", action: "audit.searched" })) > 0);
});

test("an account is found by its login as well as by its number, and answers say what the accounts in them are called", async () => {
  const { accountId } = await signInForTest(rig.database, {
    roles: ["creditOffice"],
    login: "han-office",
    unit: "信用办",
  });
  await rig.note({ action: "view.saved", object: "view:1" }, new Date("2026-06-01T02:00:00Z"), {
    ...accountWith("creditOffice", accountId),
  });
  await rig.seal();
  const page = await search({ actor: "Han-Office" });
  assert.deepEqual(
    page.items.map(({ actor }) => actor),
    [`account:${accountId}`],
  );
  assert.deepEqual(page.accounts, [{ accountId, login: "han-office", unit: "信用办" }]);
  assert.deepEqual((await search({ actor: "nobody-of-that-name" })).items, []);
  // Only what an auditor asks about anybody names accounts.
  const own = (await callAs(routes, accountWith("creditOffice", accountId), "listOwnActions")) as object;
  assert.ok(!("accounts" in own));
});

test("readings alone, and what was done as one role, can be searched for", async () => {
  const actor = `account:${reader.accountId}`;
  await rig.note(
    { action: "view.saved", object: "view:2", role: "signedIn" },
    new Date("2026-05-03T03:00:00Z"),
    reader,
  );
  await rig.seal();
  const actions = async (input: object) => (await search({ actor, limit: 100, ...input })).items.map((e) => e.action);
  assert.equal((await actions({})).length, 26);
  assert.equal((await actions({ only: "readings" })).length, 25);
  assert.deepEqual(await actions({ role: "signedIn" }), ["view.saved"]);
  assert.ok((await search({ limit: 1 })).purposes.length > 3);
});

test("what can't be is a problem, not an empty list", async () => {
  assert.equal(await problemOf(search({ organisation: "91210602000000000X" })), "organisation.code_invalid");
  assert.equal(await problemOf(search({ from: "2026-02-30" })), "request.invalid");
  assert.equal(await problemOf(search({ cursor: "abc.def" })), "request.cursor_invalid");
});

test("the auditor's own search is an event before the answer leaves, and says what was looked for", async () => {
  await search({ action: "nothing.of.the.kind" });
  const { items } = await search({ actor: `account:${auditor.accountId}`, limit: 1 });
  assert.equal(items[0]?.action, "audit.searched");
  assert.equal(items[0]?.role, "auditor");
  assert.deepEqual(JSON.parse(items[0]?.data ?? "").action, "nothing.of.the.kind");
});

test("nobody but an auditor searches; everybody signed in sees what they did themselves, and nobody else's", async () => {
  for (const role of ["creditOffice", "creditCentre", "systemAdministrator", "securityAdministrator", null] as const)
    assert.equal(await problemOf(callAs(routes, accountWith(role), "searchEvents")), "access.refused");
  const own = (await callAs(routes, reader, "listOwnActions", { limit: 100 })) as Page;
  assert.equal(own.items.length, 26);
  assert.ok(own.items.every(({ actor }) => actor === `account:${reader.accountId}`));
  const none = (await callAs(routes, accountWith(null), "listOwnActions")) as Page;
  assert.deepEqual(none.items, []);
});

type Shown = RouteAnswer<typeof showEvent>;
const show = async (chainNo: number): Promise<Shown> =>
  (await callAs(routes, auditor, "showEvent", { organisationId: acme.organisationId, chainNo })) as Shown;

test("one event is shown with its neighbours, and whether it fits", async () => {
  const shown = await show(5);
  assert.deepEqual([shown.before?.chainNo, shown.event.chainNo, shown.after?.chainNo], [4, 5, 6]);
  assert.deepEqual([shown.code, shown.next], ["fits", "fits"]);
  assert.ok((shown.seal?.sealNo ?? 0) >= 1);
  const [first, last] = [await show(1), await show(26)];
  assert.deepEqual([first.before, first.code, last.after, last.next], [null, "fits", null, "fits"]);
  assert.equal(await problemOf(show(27)), "object.not_found");
});

test("one event that was changed doesn't fit, nor the one after a changed code", async () => {
  const where = `where organisation_id = ${acme.organisationId} and chain_no = 5`;
  await rig.superuser.query(`update event set purpose = 'changed' ${where}`);
  assert.deepEqual([(await show(5)).code, (await show(4)).code], ["differs", "fits"]);
  await rig.superuser.query(`update event set purpose = 'query' ${where}`);
  assert.equal((await show(5)).code, "fits");
});

test("the evidence bundle opens with tar, its digests agree, and it leaves an event", async () => {
  const bundle = (await callAs(routes, auditor, "exportEvidence", { organisation: acme.uscc })) as Download;
  const folder = mkdtempSync(join(tmpdir(), "chengxin-evidence-"));
  try {
    writeFileSync(join(folder, "bundle.tar"), bundle.body as Buffer);
    assert.equal(spawnSync("tar", ["-xf", "bundle.tar"], { cwd: folder }).status, 0);
    assert.equal(spawnSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder }).status, 0);
    const lines = readFileSync(join(folder, "events.jsonl"), "utf8").trimEnd().split("\n");
    assert.equal(lines.length, 26);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as {
      verified: { events: number; faultCount: number };
      seals: unknown[];
    };
    assert.deepEqual([report.verified.events, report.verified.faultCount], [26, 0]);
    assert.ok(report.seals.length > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { items } = await search({ action: "audit.exported" });
  assert.equal(items[0]?.object, `organisation:${acme.uscc}`);
});

test("how large a bundle will be is known before it is taken, and the asking is an event", async () => {
  const size = (input: object) => callAs(routes, auditor, "measureEvidence", { ...input });
  assert.deepEqual(await size({ organisation: acme.uscc }), { events: 26, most: 100_000 });
  assert.deepEqual(await size({ organisation: acme.uscc, from: "2026-05-24", to: "2026-05-25" }), {
    events: 2,
    most: 100_000,
  });
  assert.equal(await problemOf(size({})), "request.invalid");
  assert.equal(await problemOf(size({ actor: "x", organisation: acme.uscc })), "request.invalid");
  const { items } = await search({ action: "audit.searched", limit: 5 });
  assert.ok(items.some(({ data }) => data.includes('"counted":true')));
});

test("a bundle of one account holds what it did everywhere; a bundle of nothing or of both is refused", async () => {
  const actor = `account:${reader.accountId}`;
  const bundle = (await callAs(routes, auditor, "exportEvidence", { actor, from: "2026-05-10" })) as Download;
  assert.equal((bundle.body as Buffer).toString().split('"action":"read.').length - 1, 16);
  assert.equal(await problemOf(callAs(routes, auditor, "exportEvidence", {})), "request.invalid");
  assert.equal(
    await problemOf(callAs(routes, auditor, "exportEvidence", { actor, organisation: acme.uscc })),
    "request.invalid",
  );
});

type Runs = RouteAnswer<typeof listVerifications>;
const runs = async (): Promise<Runs["items"]> => ((await callAs(routes, auditor, "listVerifications")) as Runs).items;

test("a verification runs by itself, one at a time, and its report stays", async () => {
  await callAs(routes, auditor, "startVerification");
  assert.equal((await runs())[0]?.state, "running");
  assert.equal(await problemOf(callAs(routes, auditor, "startVerification")), "audit.verification_running");
  while ((await runs())[0]?.state === "running") await sleep(50);
  const [run] = await runs();
  assert.equal(run?.state, "finished");
  assert.deepEqual([run?.faultCount, run?.report?.faults], [0, []]);
});

test("a verification whose process ended is called cut off", async () => {
  await rig.superuser.query(
    "insert into event_verification (verification_id, started_at, started_by) values (gen_random_uuid(), now() + interval '1 hour', 'account:x')",
  );
  assert.equal((await runs())[0]?.state, "cutOff");
});
