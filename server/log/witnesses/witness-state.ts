import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { showLogWitnesses } from "@chengxin/domain/log/witnesses-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { presentLog } from "../keys.ts";
import { presentPolicy, type Witness } from "./configure.ts";
import type { OfferServices, Outcome } from "./offer.ts";
import { shownCheckpoint } from "./publish.ts";

/** Sizes up to which the witnesses cosigned, by their numbers. */
export const knownSizes = async ({
  database,
  log,
}: Pick<OfferServices, "database" | "log">): Promise<ReadonlyMap<number, number>> => {
  const { rows } = await database.pool.query<{ witness_no: number; size: number }>(
    "select witness_no, size from log_witness_state where log_no = $1 and size is not null",
    [log.logNo],
  );
  return new Map(rows.map(({ witness_no, size }) => [witness_no, size]));
};

const keepCosignature = `
  with kept as (
    insert into log_cosignature (log_no, size, witness_no, time, line) values ($1, $3, $2, $4, $5)
    on conflict (log_no, size, witness_no) do update set time = excluded.time, line = excluded.line where log_cosignature.time < excluded.time
  )
  insert into log_witness_state (log_no, witness_no, size, time, asked_at) values ($1, $2, $3, $4, $6)
  on conflict (log_no, witness_no) do update set size = excluded.size, time = excluded.time, asked_at = excluded.asked_at, failure = null, failing_since = null`;

const keepFailure = `
  insert into log_witness_state as s (log_no, witness_no, asked_at, failure, failing_since) values ($1, $2, $3, $4, $3)
  on conflict (log_no, witness_no) do update set asked_at = excluded.asked_at, failure = excluded.failure,
    failing_since = coalesce(s.failing_since, excluded.failing_since)`;

/**
 * Keeps what came of an offer. It does not go through `transact`: an event would be sealed, the seal logged, and the checkpoint after it offered again, for ever.
 */
export const keepOutcome = async (
  { database, clock, log }: OfferServices,
  { witnessNo }: Witness,
  outcome: Outcome,
): Promise<void> => {
  const { pool } = database;
  if (outcome.kind === "cosigned") {
    const { time, line } = outcome.cosignature;
    await pool.query(keepCosignature, [log.logNo, witnessNo, outcome.size, time, line, clock.now()]);
  } else if (outcome.kind === "failed")
    await pool.query(keepFailure, [log.logNo, witnessNo, clock.now(), outcome.failure]);
};

interface StateRow {
  readonly name: string;
  readonly url: string;
  readonly vkey: string;
  readonly added_at: Date;
  readonly size: number | null;
  readonly time: number | null;
  readonly asked_at: Date | null;
  readonly failure: string | null;
  readonly failing_since: Date | null;
}

const states = `
  select w.name, w.url, w.vkey, w.added_at, s.size, s.time, s.asked_at, s.failure, s.failing_since
  from log_witness w left join log_witness_state s on s.witness_no = w.witness_no and s.log_no = $1
  where w.ended_at is null order by w.witness_no`;

const inSeconds = (time: number | null): string | null => (time === null ? null : new Date(time * 1000).toISOString());

/** Who witnesses the log, how far each has come, and what is shown of it. */
export const showWitnesses = async (
  database: Pick<Database, "pool">,
  clock: Clock,
): Promise<RouteAnswer<typeof showLogWitnesses>> => {
  const log = await presentLog(database.pool);
  const shown = log && (await shownCheckpoint(database, log.logNo, clock.now()));
  if (!log || !shown) throw problem("log.not_found");
  const { quorum } = await presentPolicy(database);
  const [{ rows }, counts] = await Promise.all([
    database.pool.query<StateRow>(states, [log.logNo]),
    database.pool.query<{ newest: number; cosignatures: number; contradictions: number }>(
      `select (select max(size) from log_checkpoint where log_no = $1) as newest,
         (select count(*)::integer from log_cosignature s join log_witness w using (witness_no)
          where s.log_no = $1 and s.size = $2 and w.ended_at is null) as cosignatures,
         (select count(*)::integer from log_contradiction where log_no = $1) as contradictions`,
      [log.logNo, shown.size],
    ),
  ]);
  const { newest = shown.size, cosignatures = 0, contradictions = 0 } = counts.rows[0] ?? {};
  return {
    origin: log.origin,
    quorum,
    newestSize: newest,
    shownSize: shown.size,
    shownCosignatures: cosignatures,
    contradictions,
    witnesses: rows.map((row) => ({
      name: row.name,
      url: row.url,
      vkey: row.vkey,
      addedAt: row.added_at.toISOString(),
      cosignedSize: row.size,
      cosignedAt: inSeconds(row.time),
      askedAt: row.asked_at?.toISOString() ?? null,
      failure: row.failure,
      failingSince: row.failing_since?.toISOString() ?? null,
    })),
  };
};
