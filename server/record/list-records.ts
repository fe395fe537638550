import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import type { listRecords as route } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { cached } from "./cached.ts";
import { conditions, readFilters, type Selection } from "./filters.ts";
import type { RecordServices } from "./services.ts";
import { publicView, summaryColumns, summaryJoins, type RecordRow } from "./summary.ts";

/** Counting stops here; the page says "more than". */
const mostCounted = 10_000;
const countFreshMs = 10_000;

const scope = "listRecords";
const Cursor = z.tuple([z.string().refine(isRealDate), z.int().positive(), z.guid()]);
type Cursor = z.infer<typeof Cursor>;

const order = (alias: string): RawBuilder<unknown> =>
  sql.raw(`${alias}.decided_on desc, ${alias}.organisation_id desc, ${alias}.record_id desc`);

/** Keys of one page, latest decision first, from the list index alone; of several items the first of each, then the first of all. */
const pageKeys = (selection: Selection, after: Cursor | null, limit: number): RawBuilder<unknown> => {
  const behind =
    after === null
      ? sql`true`
      : sql`(r.decided_on, r.organisation_id, r.record_id) < (${after[0]}::date, ${after[1]}::integer, ${after[2]}::uuid)`;
  const keys = (item: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select r.organisation_id, r.record_id, r.decided_on from public_record_on(${selection.today}) r
    where ${item} and ${conditions(selection)} and ${behind} order by ${order("r")} limit ${limit}`;
  // One organisation is read from the fact index, so its items need no taking apart.
  if (selection.organisationId !== null) return keys(sql`r.item_id = any (${selection.items}::smallint[])`);
  const [only] = selection.items;
  if (selection.items.length === 1) return keys(sql`r.item_id = ${only}::smallint`);
  return sql`
    select p.organisation_id, p.record_id, p.decided_on from unnest(${selection.items}::smallint[]) as i (item_id)
    cross join lateral (${keys(sql`r.item_id = i.item_id`)}) p order by ${order("p")} limit ${limit}`;
};

const pageRows = (selection: Selection, after: Cursor | null, limit: number): RawBuilder<RecordRow> => sql<RecordRow>`
  with page as materialized (${pageKeys(selection, after, limit)})
  select ${sql.raw(summaryColumns)} from page p
  join public_record_on(${selection.today}) r on r.organisation_id = p.organisation_id and r.record_id = p.record_id
  ${sql.raw(summaryJoins)} order by ${order("r")}`;

const countRows = (selection: Selection): RawBuilder<{ n: number }> => {
  const most = mostCounted + 1;
  const some = (item: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select from public_record_on(${selection.today}) r where ${item} and ${conditions(selection)} limit ${most}`;
  return selection.organisationId === null
    ? sql`select least(count(*), ${most}) as n from unnest(${selection.items}::smallint[]) as i (item_id) cross join lateral (${some(sql`r.item_id = i.item_id`)}) c`
    : sql`select count(*) as n from (${some(sql`r.item_id = any (${selection.items}::smallint[])`)}) c`;
};

/** The list of public records, with counts remembered for some seconds. */
export const recordList = (
  services: RecordServices,
): ((args: RouteArgs<typeof route>) => Promise<RouteAnswer<typeof route>>) => {
  const { database, catalogue, clock } = services;
  const count = cached({ clock, freshMs: countFreshMs }, async (key) => {
    const { rows } = await countRows(JSON.parse(key) as Selection).execute(database.sql);
    return rows[0]?.n ?? 0;
  });
  return async ({ cursor: text, limit, format: _, ...filters }) => {
    const after = text === undefined ? null : readCursor(scope, Cursor, text);
    const selection = await readFilters(services, filters);
    const [{ rows }, n] = await Promise.all([
      pageRows(selection, after, limit + 1).execute(database.sql),
      count(JSON.stringify(selection)),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.flatMap((row) => publicView(catalogue, row)?.summary ?? []),
      next:
        rows.length > limit && last
          ? writeCursor(scope, [last.decided_on, last.organisation_id, last.record_id])
          : null,
      count: { value: Math.min(n, mostCounted), atLeast: n > mostCounted },
    };
  };
};
