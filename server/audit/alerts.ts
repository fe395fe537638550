import type { Alert, closeAlert, listAlerts, lookAtAlert, showAlert } from "@chengxin/domain/audit/alerts-api.ts";
import { alertRulesOn } from "@chengxin/domain/catalogue/alert-rule.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { z } from "zod";
import { actorText } from "../platform/actor-text.ts";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { namedAccounts } from "./named-accounts.ts";

const scope = "listAlerts";
const Cursor = z.tuple([z.iso.datetime(), z.guid()]);

interface AlertRow {
  readonly alert_id: string;
  readonly rule: string;
  readonly rule_version: string;
  readonly actor: string;
  readonly window_from: Date;
  readonly window_to: Date;
  readonly raised_at: Date;
  readonly measured: number;
  readonly threshold: number;
  readonly state: Alert["state"];
  readonly looked_at_at: Date | null;
  readonly looked_at_by: string | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly reason: string | null;
  readonly uscc: string | null;
  readonly name: string | null;
}

/** The rule by which it was raised; one that left the catalogue is called by its id. */
const wordsOf = (
  { alertRules }: Pick<Catalogue, "alertRules">,
  row: AlertRow,
): Pick<Alert, "kind" | "name" | "meaning"> => {
  const rule = alertRules.find(({ id, version }) => id === row.rule && version === row.rule_version);
  const unknown = { zh: row.rule, en: row.rule };
  return rule
    ? { kind: rule.kind, name: rule.name, meaning: rule.meaning }
    : { kind: null, name: unknown, meaning: unknown };
};

const alertOf = (catalogue: Pick<Catalogue, "alertRules">, row: AlertRow): Alert => ({
  alertId: row.alert_id,
  rule: row.rule,
  ruleVersion: row.rule_version,
  ...wordsOf(catalogue, row),
  actor: row.actor,
  from: row.window_from.toISOString(),
  to: row.window_to.toISOString(),
  organisation: row.uscc !== null && row.name !== null ? { uscc: row.uscc, name: row.name } : null,
  raisedAt: row.raised_at.toISOString(),
  measured: row.measured,
  threshold: row.threshold,
  state: row.state,
  lookedAtAt: row.looked_at_at?.toISOString() ?? null,
  lookedAtBy: row.looked_at_by,
  closedAt: row.closed_at?.toISOString() ?? null,
  closedBy: row.closed_by,
  reason: row.reason,
});

const alerts =
  "select a.*, o.uscc, o.name from alert a left join organisation o on o.organisation_id = nullif(a.organisation_id, 0)";

const page = `
  ${alerts}
  where ($1::text is null or a.state = $1) and ($2::text is null or a.rule = $2) and ($3::text is null or a.actor = $3)
    and ($4::timestamptz is null or (a.raised_at, a.alert_id) < ($4, $5::uuid))
  order by a.raised_at desc, a.alert_id desc limit $6`;

const accountsOf = (database: Pick<Database, "pool">, rows: readonly AlertRow[]) =>
  namedAccounts(
    database,
    rows.flatMap((row) => [row.actor, row.looked_at_by, row.closed_by]),
  );

/** @throws Problem object.not_found */
export const getAlert = async (
  database: Pick<Database, "pool">,
  catalogue: Pick<Catalogue, "alertRules">,
  { alertId }: RouteArgs<typeof showAlert>,
): Promise<RouteAnswer<typeof showAlert>> => {
  const { rows } = await database.pool.query<AlertRow>(`${alerts} where a.alert_id = $1`, [alertId]);
  const [row] = rows;
  if (!row) throw problem("object.not_found");
  return { alert: alertOf(catalogue, row), accounts: await accountsOf(database, rows) };
};

/** Alerts, newest first. @throws Problem request.cursor_invalid */
export const findAlerts = async (
  database: Pick<Database, "pool">,
  catalogue: Pick<Catalogue, "alertRules">,
  today: PlainDate,
  { state, rule, actor, cursor, limit }: RouteArgs<typeof listAlerts>,
): Promise<RouteAnswer<typeof listAlerts>> => {
  const [at, id] = cursor === undefined ? [null, null] : readCursor(scope, Cursor, cursor);
  const values = [state ?? null, rule ?? null, actor ?? null, at, id, limit + 1];
  const { rows } = await database.pool.query<AlertRow>(page, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => alertOf(catalogue, row)),
    next: rows.length > limit && last ? writeCursor(scope, [last.raised_at.toISOString(), last.alert_id]) : null,
    count: null,
    accounts: await accountsOf(database, shown),
    rules: alertRulesOn(catalogue.alertRules, today).map(({ id: ruleId, name, meaning, moreThan }) => ({
      id: ruleId,
      name,
      meaning,
      threshold: moreThan,
    })),
  };
};

/** Nothing was changed: there is no such alert, or it has gone on. */
const whyNot = async ({ pool }: Pick<Database, "pool">, alertId: string): Promise<Error> =>
  problem(
    (await pool.query("select from alert where alert_id = $1", [alertId])).rowCount
      ? "alert.not_in_that_state"
      : "object.not_found",
  );

/** open → lookedAt. @throws Problem object.not_found, alert.not_in_that_state */
export const look = (
  database: Database,
  { alertId }: RouteArgs<typeof lookAtAlert>,
  ask: Ask,
): Promise<RouteAnswer<typeof lookAtAlert>> =>
  transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    const { rowCount } = await client.query(
      "update alert set state = 'lookedAt', looked_at_at = $2, looked_at_by = $3 where alert_id = $1 and state = 'open'",
      [alertId, at, actorText(ask.actor)],
    );
    if (rowCount === 0) throw await whyNot(database, alertId);
    note({ action: "alert.looked_at", object: `alert:${alertId}`, role: ask.standing, data: {} });
    return {};
  });

/** lookedAt → closed. What was found stays with the alert; the event holds none of it. @throws Problem object.not_found, alert.not_in_that_state, text.identity_number */
export const close = async (
  database: Database,
  { alertId, reason }: RouteArgs<typeof closeAlert>,
  ask: Ask,
): Promise<RouteAnswer<typeof closeAlert>> => {
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  return transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    const { rowCount } = await client.query(
      "update alert set state = 'closed', closed_at = $2, closed_by = $3, reason = $4 where alert_id = $1 and state = 'lookedAt'",
      [alertId, at, actorText(ask.actor), reason],
    );
    if (rowCount === 0) throw await whyNot(database, alertId);
    note({ action: "alert.closed", object: `alert:${alertId}`, role: ask.standing, data: {} });
    return {};
  });
};
