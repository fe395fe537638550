import type { listBatches as route, Outcome } from "@chengxin/domain/batch/api.ts";
import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { sendersOf } from "../upload/queries.ts";
import { batchColumns, batchJoins, summaryOf, type BatchRow } from "./batch-rows.ts";
import type { BatchServices } from "./services.ts";

type Args = RouteArgs<typeof route>;

/** The same rule as `outcomeOf`, for the database to filter by. */
const outcomeSql: Readonly<Record<Outcome, string>> = {
  running: "b.state = 'running'",
  stopped: "b.state = 'failed'",
  empty: "b.state = 'finished' and c.read = 0",
  returned: "b.state = 'finished' and c.rejected > 0",
  unchanged: "b.state = 'finished' and c.read > 0 and c.rejected = 0 and c.duplicate = c.read",
  done: "b.state = 'finished' and c.rejected = 0 and c.duplicate < c.read",
};

const orders = {
  started: "(extract(epoch from b.started_at) * 1000000)::bigint",
  read: "c.read::bigint",
  rejected: "c.rejected::bigint",
} as const;

const scope = "listBatches";
const Cursor = z.tuple([z.string(), z.int(), z.int().positive()]);

/** Batches of the departments that the one who asks sends for, filtered and sorted by the database. */
export const listBatches = async (
  { database, catalogue }: BatchServices,
  args: Args,
  ask: Ask<"batch.list">,
): Promise<RouteAnswer<typeof route>> => {
  for (const field of ["from", "to"] as const)
    if (args[field] !== undefined && !isRealDate(args[field]))
      throw problem("request.invalid", { field, fault: "date" });
  const sources = sendersOf(catalogue, ask.actor)
    .filter(({ id }) => args.source === undefined || id === args.source)
    .map(({ number }) => number);
  const values: unknown[] = [sources];
  const conditions = ["b.source_id = any ($1::smallint[])"];
  const add = (condition: (place: string) => string, value: unknown): void => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (args.item !== undefined) add((n) => `i.code = ${n}`, args.item);
  if (args.from !== undefined)
    add((n) => `b.started_at >= ${n}::date::timestamp at time zone 'Asia/Shanghai'`, args.from);
  if (args.to !== undefined)
    add((n) => `b.started_at < (${n}::date + 1)::timestamp at time zone 'Asia/Shanghai'`, args.to);
  if (args.outcome !== undefined) conditions.push(outcomeSql[args.outcome]);
  if (args.unseen !== undefined) conditions.push(`${outcomeSql.returned} and l.batch_id is null`);
  const filter = conditions.join(" and ");

  const key = args.sort.replace("-", "") as keyof typeof orders;
  const descending = args.sort.startsWith("-");
  const order = orders[key];
  const counted = database.pool.query<{ n: number }>(`select count(*)::integer as n ${batchJoins} where ${filter}`, [
    ...values,
  ]);
  let behind = "true";
  if (args.cursor !== undefined) {
    const [sort, at, batch] = readCursor(scope, Cursor, args.cursor);
    if (sort !== args.sort) {
      await counted.catch(() => {});
      throw problem("request.cursor_invalid");
    }
    values.push(at, batch);
    behind = `(${order}, b.batch_id) ${descending ? "<" : ">"} ($${values.length - 1}::bigint, $${values.length}::bigint)`;
  }
  const way = descending ? "desc" : "asc";
  const { rows } = await database.pool.query<BatchRow & { readonly sort_key: number }>(
    `select ${batchColumns}, ${order} as sort_key ${batchJoins}
     where ${filter} and ${behind} order by ${order} ${way}, b.batch_id ${way} limit ${args.limit + 1}`,
    values,
  );
  const shown = rows.slice(0, args.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => summaryOf(catalogue, row)),
    next: rows.length > args.limit && last ? writeCursor(scope, [args.sort, last.sort_key, last.batch_id]) : null,
    count: { value: (await counted).rows[0]?.n ?? 0, atLeast: false },
  };
};
