import type { AuditEvent, searchEvents } from "@chengxin/domain/audit/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { z } from "zod";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import type { Database } from "../platform/db.ts";
import { conditionsOf, type EventFilters } from "./event-filters.ts";
import { eventColumns, eventOf, type EventRow } from "./event-rows.ts";
import { namedAccounts } from "./named-accounts.ts";

const scope = "searchEvents";
const Cursor = z.tuple([z.iso.datetime(), z.int().positive()]);

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** SQL of one page: the newest events under conditions, each with its organisation. */
export const pageOfEvents = (conditions: readonly string[], rows: number): string => `
  select ${eventColumns} from (
    select * from event e ${conditions.length > 0 ? `where ${conditions.join(" and ")}` : ""}
    order by e.at desc, e.event_id desc limit ${rows}
  ) e left join organisation o on o.organisation_id = e.organisation_id
  order by e.at desc, e.event_id desc`;

/**
 * Events that match every filter, newest first.
 * @throws Problem request.cursor_invalid, request.invalid, organisation.code_invalid, organisation.not_found
 */
export const findEvents = async (
  database: Database,
  filters: EventFilters,
  { cursor, limit }: Page,
): Promise<{ items: AuditEvent[]; next: string | null; count: null }> => {
  const { sql, values } = await conditionsOf(database, filters);
  const after = cursor === undefined ? null : readCursor(scope, Cursor, cursor);
  const behind = after
    ? [`(e.at, e.event_id) < ($${values.length + 1}::timestamptz, $${values.length + 2}::bigint)`]
    : [];
  const { rows } = await database.pool.query<EventRow>(pageOfEvents([...sql, ...behind], limit + 1), [
    ...values,
    ...(after ?? []),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(eventOf),
    next: rows.length > limit && last ? writeCursor(scope, [last.at.toISOString(), last.event_id]) : null,
    count: null,
  };
};

/** A page of events with what people call the accounts in it, and what may be read for. @throws as `findEvents` */
export const searchAll = async (
  database: Database,
  { purposes }: Pick<Catalogue, "purposes">,
  filters: EventFilters,
  paging: Page,
): Promise<RouteAnswer<typeof searchEvents>> => {
  const page = await findEvents(database, filters, paging);
  return {
    ...page,
    accounts: await namedAccounts(
      database,
      page.items.flatMap(({ actor, object }) => [actor, object]),
    ),
    purposes: [...purposes.values()].map(({ id, name }) => ({ id, name })),
  };
};
