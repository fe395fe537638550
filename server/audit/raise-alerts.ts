import { lookSeconds } from "@chengxin/domain/audit/watch-limits.ts";
import { randomUUID } from "node:crypto";
import { alertRulesOn, type AlertRule } from "@chengxin/domain/catalogue/alert-rule.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { addDays } from "@chengxin/domain/calendar/plain-date.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import type pg from "pg";
import { dayInShanghai, type Clock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { Done, NewEvent, StoredReading } from "../platform/events.ts";
import { findUnusual, type Unusual } from "./unusual-reading.ts";

export const watch: Actor = { kind: "system", name: "audit" };
/** Any number, the same in every version: one process at a time looks. */
const lock = 7_316_020_193;

/** Of spans that overlap, the first stays: what goes on for an hour is one alert, not one for each quarter. */
export const withoutOverlaps = (found: readonly Unusual[], known: readonly Unusual[]): Unusual[] => {
  const kept: Unusual[] = [];
  for (const one of found.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const overlaps = (other: Unusual): boolean =>
      other.actor === one.actor &&
      other.organisationId === one.organisationId &&
      other.from < one.to &&
      one.from < other.to;
    if (!known.some(overlaps) && !kept.some(overlaps)) kept.push(one);
  }
  return kept;
};

/**
 * Stores alerts, inside the caller's transaction; one that is there already stays as it is.
 * @returns an event for each that is new
 */
export const storeAlerts = async (
  client: pg.ClientBase,
  rule: AlertRule,
  unusual: readonly Unusual[],
  at: Date,
): Promise<NewEvent[]> => {
  const { rows } = await client.query<{ alert_id: string }>(
    `insert into alert (alert_id, rule, rule_version, actor, window_from, window_to, organisation_id, raised_at, measured, threshold, state)
     select u.id, $1, $2, u.actor, u.begins, u.ends, u.organisation_id, $3, u.measured, $4, 'open'
     from unnest($5::uuid[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::integer[], $10::integer[]) as u (id, actor, begins, ends, organisation_id, measured)
     on conflict do nothing returning alert_id`,
    [
      rule.id,
      rule.version,
      at,
      rule.moreThan,
      unusual.map(() => randomUUID()),
      unusual.map(({ actor }) => actor),
      unusual.map(({ from }) => from),
      unusual.map(({ to }) => to),
      unusual.map(({ organisationId }) => organisationId),
      unusual.map(({ measured }) => measured),
    ],
  );
  // Not in the chain of the organisation: that it is a canary is nobody's to see but the auditor's.
  return rows.map(({ alert_id }) => ({ action: "alert.raised", object: `alert:${alert_id}`, data: { rule: rule.id } }));
};

const knownAlerts = async (database: Database, rule: AlertRule, since: Date): Promise<Unusual[]> =>
  (
    await database.pool.query<Unusual & pg.QueryResultRow>(
      `select actor, window_from as "from", window_to as "to", organisation_id as "organisationId", measured
       from alert where rule = $1 and window_to > $2`,
      [rule.id, since],
    )
  ).rows;

interface Watching {
  readonly database: Database;
  readonly catalogue: Pick<Catalogue, "alertRules" | "calendar">;
  readonly clock: Clock;
}

/**
 * Raises alerts about the reading of the last days. Asked twice it raises nothing twice.
 * @param days how many days back, today included
 * @returns alerts raised
 */
export const raiseAlerts = async ({ database, catalogue, clock }: Watching, days: number): Promise<number> => {
  const today = clock.today();
  const first = addDays(today, 1 - days);
  const since = new Date(`${first}T00:00:00+08:00`);
  let raised = 0;
  for (const rule of alertRulesOn(catalogue.alertRules, today)) {
    const found = await findUnusual(database, rule, { first, last: today }, catalogue.calendar);
    if (found.length === 0) continue;
    const fresh = withoutOverlaps(found, await knownAlerts(database, rule, since));
    if (fresh.length === 0) continue;
    const at = clock.now();
    await transact(database, { actor: watch, at }, async ({ client, note }) => {
      const events = await storeAlerts(client, rule, fresh, at);
      for (const event of events) note(event);
      raised += events.length;
      if (events.length === 0) throw new NothingNew();
    }).catch((error: unknown) => {
      if (!(error instanceof NothingNew)) throw error;
    });
  }
  return raised;
};

/** Another process raised them a moment ago: nothing to commit. */
class NothingNew extends Error {}

/** Of readings that are being stored: alerts about canaries among them, in the same transaction. */
export const watchCanaries =
  (catalogue: Pick<Catalogue, "alertRules">) =>
  async (client: pg.ClientBase, readings: readonly StoredReading[]): Promise<Done[]> => {
    const { rows } = await client.query<{ organisation_id: number }>({
      name: "audit.canaries",
      text: "select organisation_id from canary where organisation_id = any ($1::integer[]) and retired_at is null",
      values: [readings.map(({ organisationId }) => organisationId)],
    });
    if (rows.length === 0) return [];
    const canaries = new Set(rows.map((row) => row.organisation_id));
    const events: Done[] = [];
    // In one order everywhere, so that two transactions never wait for each other's alerts in a circle.
    const touched = readings
      .filter(({ organisationId }) => canaries.has(organisationId))
      .toSorted((a, b) => a.organisationId - b.organisationId || (a.actor < b.actor ? -1 : 1));
    for (const { actor, at, organisationId } of touched) {
      const day = dayInShanghai(at);
      const [rule] = alertRulesOn(catalogue.alertRules, day).filter(({ kind }) => kind === "canary");
      if (!rule) continue;
      const from = new Date(`${day}T00:00:00+08:00`);
      const to = new Date(from.getTime() + 86_400_000);
      const raised = await storeAlerts(client, rule, [{ actor, from, to, organisationId, measured: 1 }], at);
      events.push(...raised.map((event) => ({ actor: watch, at, event })));
    }
    return events;
  };

/** Looks once a minute, and at the start at the last week. */
export class AlertWatch {
  readonly #watching: Watching;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(watching: Watching, onError: (error: unknown) => void) {
    this.#watching = watching;
    this.#onError = onError;
  }

  start(): void {
    this.#look(7);
    this.#timer = setInterval(() => this.#look(2), lookSeconds * 1000);
    this.#timer.unref();
  }

  #look(days: number): void {
    this.#running ??= this.#alone(days)
      .catch(this.#onError)
      .finally(() => (this.#running = null));
  }

  async #alone(days: number): Promise<void> {
    const client = await this.#watching.database.pool.connect();
    try {
      const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
      if (rows[0]?.held) await raiseAlerts(this.#watching, days);
    } finally {
      client.release(true); // the lock goes with the connection
    }
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }
}
