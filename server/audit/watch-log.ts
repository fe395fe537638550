import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { alertRulesOn } from "@chengxin/domain/catalogue/alert-rule.ts";
import type { MonitorReport } from "@chengxin/domain/log/log-difference.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { backfillLock } from "../log/backfill.ts";
import { monitorLog, type MonitorOptions } from "../log/monitor/monitor.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { NowAndThen } from "../platform/now-and-then.ts";
import { storeAlerts } from "./raise-alerts.ts";

const actor: Actor = { kind: "system", name: "log" };
const dayMs = 86_400_000;
/** The column's own limit. */
const mostCounted = 2_147_483_647;

export interface LogWatching extends MonitorOptions {
  readonly catalogue: Pick<Catalogue, "alertRules">;
}

/**
 * Runs the monitor of the transparency log to its end and keeps what it found. When anything differs auditors get an alert, one a day; nothing is mended.
 */
export const watchLog = async (services: LogWatching): Promise<MonitorReport> => {
  const { database, clock, catalogue } = services;
  const report = await monitorLog(services);
  const differences = Math.min(report.differenceCount, mostCounted);
  const day = dayInShanghai(new Date(report.at));
  const from = new Date(`${day}T00:00:00+08:00`);
  await transact(database, { actor, at: clock.now() }, async ({ client, at, note }) => {
    const { rows } = await client.query<{ run_no: number }>(
      "insert into log_monitoring (started_at, finished_at, entries, differences, report) values ($1, $2, $3, $4, $5) returning run_no",
      [report.at, at, report.entries, differences, JSON.stringify(report)],
    );
    note({
      action: "log.monitored",
      object: `log-monitoring:${rows[0]?.run_no}`,
      data: { entries: report.entries, differences },
    });
    const rule = alertRulesOn(catalogue.alertRules, day).find(({ kind }) => kind === "log");
    if (!rule || differences <= rule.moreThan) return;
    const found = {
      actor: "system:log",
      from,
      to: new Date(from.getTime() + dayMs),
      organisationId: 0,
      measured: differences,
    };
    for (const event of await storeAlerts(client, rule, [found], at)) note(event);
  });
  return report;
};

/** Any number, the same in every version: one process at a time monitors by itself. */
const lock = 7_316_020_199;

/** None was finished today, and no process logs what is from before the log. */
const due = `
  select not exists (select from log_monitoring where finished_at >= $1)
    and not exists (select from pg_locks where locktype = 'advisory' and granted
      and classid = ($2::bigint >> 32)::integer::oid and objid = ($2::bigint & 4294967295)::oid) as due`;

const isDue = async ({ database, clock }: Pick<LogWatching, "database" | "clock">): Promise<boolean> => {
  const { rows } = await database.pool.query<{ due: boolean }>(due, [
    new Date(`${clock.today()}T00:00:00+08:00`),
    backfillLock,
  ]);
  return rows[0]?.due ?? false;
};

/** Runs the monitor once a day, soon after midnight, and at a start on a day without a run. */
export const logWatch = (services: LogWatching, onError: (error: unknown) => void): NowAndThen =>
  new NowAndThen({
    clock: services.clock,
    onError,
    everyMs: 60_000,
    work: async (signal) => {
      if (!(await isDue(services))) return;
      const client = await services.database.pool.connect();
      try {
        const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
        if (rows[0]?.held && (await isDue(services))) await watchLog({ ...services, signal });
      } finally {
        client.release(true); // the lock goes with the connection
      }
    },
  });
