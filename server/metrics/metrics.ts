import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { findLastBackup } from "../backup/last-backup.ts";
import type { NameProjection } from "../organisation/name-projection.ts";
import type { Sequencer } from "../log/sequencer.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { witnessMetrics } from "./witness-metrics.ts";

export interface MetricsSources {
  readonly database: Database;
  readonly reads: Database;
  readonly names: Pick<NameProjection, "position">;
  readonly sequencer: Pick<Sequencer, "state">;
  readonly clock: Clock;
  readonly dataDir: string;
}

export interface Metrics {
  /** Hooks the counting of requests into the server; a hook looks, and answers nothing. */
  observe(app: FastifyInstance): void;
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
const mostLag = 10_000;

/** Imports under way, and events that a projection has not taken in (no more than `mostLag` are counted). */
const numbersSql = `
  select (select count(*) from batch where state = 'running') as imports,
    (select coalesce(sum(c.read), 0) from batch b join batch_chunk c using (batch_id) where b.state = 'running') as rows,
    (select count(*) from (select from event where (transaction, event_id) > ($1::xid8, $2::bigint) limit ${mostLag}) e) as lag`;

const logSql = `
  select coalesce((select max(size) from log_checkpoint c where c.log_no = (select max(log_no) from log)), 0) as size,
    (select coalesce(sum(leaves), 0) from log_group where first_index is null) as waiting,
    m.differences, extract(epoch from m.finished_at) as monitored
  from (select 1) one left join (select differences, finished_at from log_monitoring order by run_no desc limit 1) m on true`;

/**
 * What the operator's monitoring asks. Labels are route templates, methods, status codes and names of our own parts: no code, name or
 * account of anybody can be in one, since none is ever handed over.
 */
export const openMetrics = ({ database, reads, names, sequencer, clock, dataDir }: MetricsSources): Metrics => {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name: `chengxin_${name}`, help, labelNames, registers: [register] });

  const requests = new Histogram({
    name: "chengxin_request_seconds",
    help: "Time to answer, by route template and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.01, 0.05, 0.2, 1, 5, 15],
    registers: [register],
  });
  const pool = gauge("pool_connections", "Database connections: in use, idle; waiting counts those who want one", [
    "pool",
    "state",
  ]);
  const up = gauge("database_up", "1 when the database answered this scrape");
  const imports = gauge("imports_running", "Batches that are open: under way, or cut off and to be gone on with");
  const rows = gauge("imports_running_rows", "Rows that open batches have stored");
  const lag = gauge("projection_lag_events", `Events a projection has not taken in, ${mostLag} at most`, [
    "projection",
  ]);
  const built = gauge("projection_ready", "1 when the projection is built, 0 while its SQL twin answers", [
    "projection",
  ]);
  const logSize = gauge("log_size", "Entries of the transparency log that have their place");
  const logWaiting = gauge("log_waiting_entries", "Entries of the transparency log that wait for their place");
  const logStands = gauge("log_stands", "1 while the transparency log signs nothing and the operator has to look");
  const readWitnesses = witnessMetrics(register);
  const logDifferences = gauge(
    "log_differences",
    "What the last run of the log's monitor found to differ; absent: none was finished",
  );
  const logMonitored = gauge("log_monitored_timestamp_seconds", "When the log's monitor last ran to its end");
  const backup = gauge("last_backup_timestamp_seconds", "When the newest backup was finished; 0: none was ever made");
  const backupAge = gauge(
    "last_backup_age_seconds",
    "Seconds since the newest backup was finished; absent: none was ever made",
  );

  const readDatabase = async (): Promise<void> => {
    const { position } = names;
    built.set({ projection: "names" }, position === null ? 0 : 1);
    try {
      const { rows: found } = await reads.pool.query<{ imports: string; rows: string; lag: string }>(numbersSql, [
        position?.transaction ?? "0",
        position?.eventId ?? 0,
      ]);
      up.set(1);
      imports.set(Number(found[0]?.imports));
      rows.set(Number(found[0]?.rows));
      lag.set({ projection: "names" }, Number(found[0]?.lag));
    } catch {
      // what is not known is not told: old numbers would look like new ones
      up.set(0);
      imports.remove();
      rows.remove();
      lag.remove({ projection: "names" });
    }
  };
  const readLog = async (): Promise<void> => {
    logStands.set(sequencer.state.kind === "stands" ? 1 : 0);
    try {
      const { rows: found } = await reads.pool.query<{
        size: string;
        waiting: string;
        differences: number | null;
        monitored: string | null;
      }>(logSql);
      logSize.set(Number(found[0]?.size));
      logWaiting.set(Number(found[0]?.waiting));
      const { differences = null, monitored = null } = found[0] ?? {};
      if (differences === null || monitored === null) return;
      logDifferences.set(differences);
      logMonitored.set(Number(monitored));
    } catch {
      logSize.remove();
      logWaiting.remove();
      logDifferences.remove();
      logMonitored.remove();
    }
  };
  const readBackup = async (): Promise<void> => {
    const last = await findLastBackup(dataDir);
    const at = last === null ? 0 : Date.parse(last.finishedAt) / 1000;
    backup.set(at);
    if (last === null) backupAge.remove();
    else backupAge.set(clock.now().getTime() / 1000 - at);
  };

  return {
    observe: (app) =>
      void app.addHook("onResponse", async (request, reply) => {
        requests.observe(
          {
            method: methods.has(request.method) ? request.method : "other",
            route: request.routeOptions.url ?? "none",
            status: String(reply.statusCode),
          },
          reply.elapsedTime / 1000,
        );
      }),
    text: async () => {
      for (const [name, { pool: connections }] of [
        ["work", database],
        ["reads", reads],
      ] as const) {
        pool.set({ pool: name, state: "in_use" }, connections.totalCount - connections.idleCount);
        pool.set({ pool: name, state: "idle" }, connections.idleCount);
        pool.set({ pool: name, state: "waiting" }, connections.waitingCount);
      }
      await Promise.all([readDatabase(), readLog(), readWitnesses(reads, clock.now()), readBackup()]);
      return register.metrics();
    },
  };
};
