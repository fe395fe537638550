import { addDays, isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Database } from "../platform/db.ts";
import { platformChain } from "../platform/events.ts";
import { actorOf } from "./named-accounts.ts";

/** What an auditor looks for; left out: anything. */
export interface EventFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly organisation?: string | undefined;
  readonly object?: string | undefined;
  readonly purpose?: string | undefined;
  readonly role?: string | undefined;
  readonly only?: "readings" | undefined;
}

/** Conditions on an event `e`, with their values in order of `$1` on. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly values: readonly unknown[];
}

const isDay = (text: string): boolean => text.length === 10;
const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

const beginOf = (text: string): Date => (isDay(text) ? startOf(text) : new Date(text));
const endOf = (text: string): Date => (isDay(text) ? startOf(addDays(text, 1)) : new Date(text));

/**
 * The number of the organisation, or that of the platform's own chain.
 * @throws Problem organisation.code_invalid, organisation.not_found
 */
export const chainOf = (database: Database, organisation: string): Promise<number> =>
  organisation === "platform" ? Promise.resolve(platformChain) : getOrganisationId(database, organisation, null);

const isMoment = (text: string): boolean => (isDay(text) ? isRealDate(text) : !Number.isNaN(Date.parse(text)));

/** @throws as `chainOf`; Problem request.invalid for a day that doesn't exist */
export const conditionsOf = async (database: Database, filters: EventFilters): Promise<Conditions> => {
  const sql: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    sql.push(condition.replace("?", `$${values.length}`));
  };
  for (const text of [filters.from, filters.to])
    if (text !== undefined && !isMoment(text)) throw problem("request.invalid");
  if (filters.organisation !== undefined) add("e.organisation_id = ?", await chainOf(database, filters.organisation));
  if (filters.actor !== undefined) add("e.actor = ?", await actorOf(database, filters.actor));
  if (filters.action !== undefined) add("e.action = ?", filters.action);
  if (filters.object !== undefined) add("e.object = ?", filters.object);
  if (filters.purpose !== undefined) add("e.purpose = ?", filters.purpose);
  if (filters.role !== undefined) add("e.role = ?", filters.role);
  if (filters.only === "readings") sql.push("e.purpose is not null");
  if (filters.from !== undefined) add("e.at >= ?", beginOf(filters.from));
  if (filters.to !== undefined) add("e.at < ?", endOf(filters.to));
  return { sql, values };
};
