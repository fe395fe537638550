import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import type { Alert, listAlerts } from "@chengxin/domain/audit/alerts-api.ts";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { AccessLog } from "../platform/access-log.ts";
import { fixedClock } from "../platform/clock.ts";
import type { BoundRoute } from "../platform/http.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { testCatalogue } from "../test/catalogue.ts";
import { accountWith, callAs, openAuditRig, type AuditRig } from "./audit-rig.ts";
import { raiseAlerts, withoutOverlaps } from "./raise-alerts.ts";
import { auditRoutes } from "./routes.ts";
import type { Verifications } from "./verifications.ts";
import { auditWork } from "./work.ts";

// 2026-06-03 is a Wednesday without a holiday.
const clock = fixedClock("2026-06-03T09:00:00Z");
const catalogue = testCatalogue();
const auditor = accountWith("auditor");

let rig: AuditRig;
let log: AccessLog;
let routes: BoundRoute[];
before(async () => {
  rig = await openAuditRig();
  log = new AccessLog(rig.database);
  routes = auditRoutes({
    database: rig.database,
    writes: rig.database,
    verifications: {} as Verifications,
    catalogue,
    clock,
    keys: {} as Keyring,
  });
});
after(() => rig.close());
beforeEach(() => rig.superuser.query("truncate event, event_chain, alert"));

/** Readings by one account, one at each time given (Asia/Shanghai), of organisations one after the other. */
const read = async (
  actor: AccountActor,
  times: readonly string[],
  role = "creditCentre",
  organisations = 5,
): Promise<void> => {
  const readings = times.map((time, n) =>
    log.write(actor, new Date(`${time}+08:00`), [
      {
        action: "read.dossier",
        object: "organisation:x",
        organisationId: 1 + (n % organisations),
        role,
        purpose: "inspection",
        basis: "函〔2026〕1号",
        data: {},
      },
    ]),
  );
  await Promise.all(readings);
};

/** So many moments, a second apart. */
const from = (start: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => new Date(Date.parse(`${start}Z`) + n * 1000).toISOString().slice(0, 19));

const raise = (): Promise<number> => raiseAlerts({ database: rig.database, catalogue, clock }, 7);

const alerts = async (): Promise<Alert[]> =>
  ((await callAs(routes, auditor, "listAlerts")) as RouteAnswer<typeof listAlerts>).items;
const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);
const rules = async (): Promise<string[]> => (await alerts()).map(({ rule }) => rule);

test("sixty readings within an hour raise nothing, one more raises one alert, whatever hour the clock shows", async () => {
  const [quiet, busy] = [accountWith("creditCentre"), accountWith("creditCentre")];
  await read(quiet, from("2026-06-03T09:40:00", 60));
  await read(busy, [...from("2026-06-03T09:50:00", 40), ...from("2026-06-03T10:20:00", 21)]);
  assert.equal(await raise(), 1);
  const [alert] = await alerts();
  assert.deepEqual(
    [alert?.rule, alert?.actor, alert?.measured, alert?.threshold, alert?.state],
    ["rate", `account:${busy.accountId}`, 61, 60, "open"],
  );
  assert.ok(alert!.from <= "2026-06-03T01:50:00.000Z" && alert!.to > "2026-06-03T02:20:20.000Z");
});

test("asked again, by two processes at once, nothing is raised twice; what goes on stays one alert", async () => {
  const busy = accountWith("creditCentre");
  await read(busy, from("2026-06-03T10:00:00", 200));
  const raised = await Promise.all([raise(), raise()]);
  assert.deepEqual(raised.toSorted(), [0, 1]);
  await read(busy, from("2026-06-03T10:20:00", 100));
  assert.equal(await raise(), 0);
  assert.deepEqual(await rules(), ["rate"]);
});

test("reading at night, on a weekend and on a holiday raises an alert; on a Saturday worked in exchange it doesn't", async () => {
  const [night, weekend, day, agent] = [
    accountWith("windowClerk"),
    accountWith("windowClerk"),
    accountWith("windowClerk"),
    accountWith(null),
  ];
  await read(night, ["2026-06-03T06:59:59", "2026-06-02T21:00:00"]);
  await read(weekend, ["2026-05-31T10:00:00", "2026-05-31T11:00:00"]);
  await read(day, ["2026-06-03T07:00:00", "2026-06-03T20:59:59", "2026-06-02T12:00:00"]);
  await read(agent, ["2026-06-03T03:00:00"], "agent");
  await raise();
  assert.deepEqual(
    (await alerts()).map(({ rule, actor, measured }) => `${rule} ${actor} ${measured}`).toSorted(inOrder),
    [
      `hours account:${night.accountId} 1`,
      `hours account:${night.accountId} 1`,
      `hours account:${weekend.accountId} 2`,
    ].toSorted(inOrder),
  );
});

test("many organisations in a day raise an alert for whom that is far above the usual, and not for whom it isn't", async () => {
  const [sudden, steady] = [accountWith("creditCentre"), accountWith("creditCentre")];
  // Apart enough that the rate rule is not met.
  const spread = (day: string, count: number): string[] =>
    Array.from(
      { length: count },
      (_, n) => `${day}T${String(8 + (n % 12)).padStart(2, "0")}:${String(Math.floor(n / 12)).padStart(2, "0")}:00`,
    );
  for (const day of ["2026-05-25", "2026-05-26", "2026-05-27"]) {
    await read(sudden, spread(day, 5), "creditCentre", 100);
    await read(steady, spread(day, 40), "creditCentre", 100);
  }
  await read(sudden, spread("2026-06-02", 31), "creditCentre", 100);
  await read(steady, spread("2026-06-02", 45), "creditCentre", 100);
  await raise();
  assert.deepEqual(
    (await alerts()).map(({ rule, actor, measured }) => [rule, actor, measured]),
    [["breadth", `account:${sudden.accountId}`, 31]],
  );
});

test("more than ten refusals within an hour raise an alert", async () => {
  const [clumsy, prying] = [accountWith("departmentClerk"), accountWith("departmentClerk")];
  const refuse = (actor: AccountActor, count: number) =>
    Promise.all(
      from("2026-06-03T10:00:00", count).map((at) =>
        log.refused(actor, new Date(`${at}+08:00`), "audit.search", randomUUID(), null),
      ),
    );
  await refuse(clumsy, 10);
  await refuse(prying, 11);
  await raise();
  assert.deepEqual(
    (await alerts()).map(({ rule, actor }) => [rule, actor]),
    [["refusals", `account:${prying.accountId}`]],
  );
});

test("of spans that overlap the first stays, for each account and organisation of its own", () => {
  const at = (hour: number, actor = "account:a", organisationId = 0) => ({
    actor,
    organisationId,
    from: new Date(Date.UTC(2026, 5, 1, hour)),
    to: new Date(Date.UTC(2026, 5, 1, hour + 2)),
    measured: 1,
  });
  assert.deepEqual(withoutOverlaps([at(3), at(1), at(2)], []), [at(1), at(3)]);
  assert.deepEqual(withoutOverlaps([at(2), at(2, "account:b"), at(2, "account:a", 7)], [at(1)]), [
    at(2, "account:b"),
    at(2, "account:a", 7),
  ]);
});

const problemOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => assert.fail("no problem"),
    (error: unknown) => (error instanceof Problem ? error.code : Promise.reject(error)),
  );

test("an alert is looked at, then closed with a reason, once; each step is an event; no account is touched", async () => {
  const busy = accountWith("creditCentre");
  await read(busy, from("2026-06-03T10:00:00", 61));
  await raise();
  const [alert] = await alerts();
  const { alertId } = alert!;
  const reason = "已与该处负责人核实：集中办理年度核查。";
  const call = (name: string, input: object = {}) => callAs(routes, auditor, name, { alertId, ...input });
  assert.equal(await problemOf(call("closeAlert", { reason })), "alert.not_in_that_state");
  const work = await auditWork(rig.database)(auditor, clock.today());
  assert.deepEqual(work, [{ code: "alert.open", data: {}, count: 1, dueOn: null, page: "/audit/alerts" }]);
  assert.deepEqual(await auditWork(rig.database)(busy, clock.today()), []);
  await call("lookAtAlert");
  assert.equal(await problemOf(call("lookAtAlert")), "alert.not_in_that_state");
  await assert.rejects(call("closeAlert", { reason: " " }));
  assert.equal(
    await problemOf(call("closeAlert", { reason: "经办人 210602199001011233 误操作" })),
    "text.identity_number",
  );
  await call("closeAlert", { reason });
  assert.equal(await problemOf(call("closeAlert", { reason })), "alert.not_in_that_state");
  assert.equal(await problemOf(callAs(routes, auditor, "lookAtAlert", { alertId: randomUUID() })), "object.not_found");
  const [closed] = await alerts();
  const shown = (await call("showAlert")) as { alert: object };
  assert.deepEqual(shown.alert, closed);
  assert.equal(await problemOf(callAs(routes, auditor, "showAlert", { alertId: randomUUID() })), "object.not_found");
  assert.deepEqual(
    [closed?.state, closed?.closedBy, closed?.reason],
    ["closed", `account:${auditor.accountId}`, reason],
  );
  const { rows } = await rig.database.pool.query<{ action: string; data: string }>(
    "select action, data from event where object = $1 order by chain_no",
    [`alert:${alertId}`],
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ["alert.raised", "alert.looked_at", "alert.closed"],
  );
  assert.ok(rows.every(({ data }) => !data.includes("负责人")));
  await raise();
  assert.equal((await alerts()).length, 1);
  assert.deepEqual(await auditWork(rig.database)(auditor, clock.today()), []);
});

test("the database keeps an alert from being closed without who, when and why", async () => {
  await read(accountWith("creditCentre"), from("2026-06-03T10:00:00", 61));
  await raise();
  await assert.rejects(rig.database.pool.query("update alert set state = 'closed'"), /alert_check/);
  await assert.rejects(rig.database.pool.query("delete from alert"), /permission denied/);
});
