import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import type { listRecords as route } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { prepared } from "../platform/prepared.ts";
import { cached } from "./cached.ts";
import { conditions, readFilters, type Selection } from "./filters.ts";
import type { RecordServices } from "./services.ts";
import { recordView, summaryColumns, summaryJoins, type RecordRow } from "./summary.ts";

/** Counting stops here; the page says "more than". */
const mostCounted = 10_000;
const countFreshMs = 10_000;
/** Fewer are counted anew each time: it is cheap, and a small number beside rows that contradict it would be seen. */
const leastRemembered = 1000;

const scope = "listRecords";
const Cursor = z.tuple([z.string().refine(isRealDate), z.int().positive(), z.guid()]);
type Cursor = z.infer<typeof Cursor>;

const order = (alias: string): RawBuilder<unknown> =>
  sql.raw(`${alias}.decided_on desc, ${alias}.organisation_id desc, ${alias}.record_id desc`);

const behindOf = (after: Cursor | null): RawBuilder<unknown> =>
  after === null
    ? sql`true`
    : sql`(r.decided_on, r.organisation_id, r.record_id) < (${after[0]}::date, ${after[1]}::integer, ${after[2]}::uuid)`;

/** Keys of one page, latest decision first, from the list index alone; of several items the first of each, then the first of all. */
const pageKeys = (selection: Selection, after: Cursor | null, limit: number): RawBuilder<unknown> => {
  const keys = (item: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select r.organisation_id, r.record_id, r.decided_on from public_record_on(${selection.today}) r
    where ${item} and ${conditions(selection)} and ${behindOf(after)} order by ${order("r")} limit ${sql.lit(limit)}`;
  const [only] = selection.items;
  if (selection.items.length === 1) return keys(sql`r.item_id = ${only}::smallint`);
  return sql`
    select p.organisation_id, p.record_id, p.decided_on from unnest(${selection.items}::smallint[]) as i (item_id)
    cross join lateral (${keys(sql`r.item_id = i.item_id`)}) p order by ${order("p")} limit ${sql.lit(limit)}`;
};

/**
 * The rows of the keys, by the primary key: `>= 'infinity'` is the same as `=`, and keeps PostgreSQL from the partial fact index, which
 * it takes for as good where organisations have few records on average, and which holds thousands for the largest.
 */
const pageRows = (selection: Selection, after: Cursor | null, limit: number): RawBuilder<RecordRow> =>
  selection.organisationId === null
    ? sql<RecordRow>`
      with page as materialized (${pageKeys(selection, after, limit)})
      select ${sql.raw(summaryColumns)} from page p
      join record r on r.organisation_id = p.organisation_id and r.record_id = p.record_id and r.known_until >= 'infinity'
      ${sql.raw(summaryJoins)} order by ${order("r")}`
    : // One organisation lies in one partition and is read in order of day from the fact index.
      sql<RecordRow>`
      select ${sql.raw(summaryColumns)} from public_record_on(${selection.today}) r ${sql.raw(summaryJoins)}
      where r.item_id = any (${selection.items}::smallint[]) and ${conditions(selection)} and ${behindOf(after)}
      order by ${order("r")} limit ${sql.lit(limit)}`;

const countRows = (selection: Selection): RawBuilder<{ n: number }> => {
  const most = mostCounted + 1;
  const some = (item: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select from public_record_on(${selection.today}) r where ${item} and ${conditions(selection)} limit ${sql.lit(most)}`;
  return selection.organisationId === null
    ? sql`select least(count(*), ${sql.lit(most)}) as n from unnest(${selection.items}::smallint[]) as i (item_id) cross join lateral (${some(sql`r.item_id = i.item_id`)}) c`
    : sql`select count(*) as n from (${some(sql`r.item_id = any (${selection.items}::smallint[])`)}) c`;
};

/** Rows that a statement asks for: few different texts, so that few plans are kept. One more than the page says whether there is a next. */
const rowsRead = (limit: number): number => (limit <= 20 ? 21 : limit <= 50 ? 51 : 101);

/** Whether it is one of the few questions that are asked all the time; their plans are kept. Every combination of filters would fill the server's memory. */
const isUsual = ({ authorityId, region, kind, from, to }: Selection): boolean =>
  [authorityId, region, kind, from, to].every((filter) => filter === null);

/** The list of public records, with large counts remembered for some seconds. */
export const recordList = (
  services: RecordServices,
): ((args: RouteArgs<typeof route>) => Promise<RouteAnswer<typeof route>>) => {
  const { database, catalogue, clock } = services;
  const run = async <Row>(selection: Selection, query: RawBuilder<Row>): Promise<Row[]> =>
    isUsual(selection) ? prepared(database, query) : (await query.execute(database.sql)).rows;
  const countNow = async (key: string): Promise<number> => {
    const selection = JSON.parse(key) as Selection;
    const rows = await run(selection, countRows(selection));
    return rows[0]?.n ?? 0;
  };
  const count = cached({ clock, freshMs: countFreshMs }, countNow, (n) => n >= leastRemembered);
  return async ({ cursor: text, limit, format: _, language: __, ...filters }) => {
    const after = text === undefined ? null : readCursor(scope, Cursor, text);
    const selection = await readFilters(services, filters);
    const [rows, n] = await Promise.all([
      run(selection, pageRows(selection, after, rowsRead(limit))),
      count(JSON.stringify(selection)),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.flatMap((row) => recordView(catalogue, row)?.summary ?? []),
      next:
        rows.length > limit && last
          ? writeCursor(scope, [last.decided_on, last.organisation_id, last.record_id])
          : null,
      count: { value: Math.min(n, mostCounted), atLeast: n > mostCounted },
    };
  };
};
