import { allowedOn } from "@chengxin/domain/access/policy.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { Source } from "@chengxin/domain/catalogue/code-table.ts";
import { mostMonths, type QualityRow, type showQuality as route } from "@chengxin/domain/quality/api.ts";
import { addToMonth, monthsBetween } from "@chengxin/domain/quality/rates.ts";
import { totalMonths } from "@chengxin/domain/quality/total-months.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import type { Database } from "../platform/db.ts";
import { batchMonth, daysOf, decisions, decisionSets, dueDays, reportingLimit } from "./decisions-sql.ts";
import { overseenBy, type QualityServices } from "./services.ts";

type Counts = Pick<QualityRow, "declared" | "received" | "timely" | "late" | "unassessed" | "stored" | "rejected">;
const none: Counts = { declared: null, received: 0, timely: 0, late: 0, unassessed: 0, stored: 0, rejected: 0 };

interface Place {
  readonly source_id: number;
  readonly item_id: number;
  readonly month: string;
}
const keyOf = (source: number, item: number, month: string): string => `${source} ${item} ${month.slice(0, 7)}`;

interface Span {
  readonly sources: readonly number[];
  readonly items: readonly CatalogueItem[];
  readonly from: string;
  readonly to: string;
}

/** All counts of the span, three questions side by side. */
const countAll = async (
  { pool }: Database,
  catalogue: QualityServices["catalogue"],
  { sources, items, from, to }: Span,
): Promise<Map<string, Counts>> => {
  const { first, last } = daysOf(from, to);
  const numbers = items.map(({ number }) => number);
  const due = dueDays(catalogue, items, from, to);
  const [decided, checked, declared] = await Promise.all([
    pool.query<Place & Pick<Counts, "received" | "timely" | "late" | "unassessed">>(
      `select source_id, item_id, date_trunc('month', decided_on)::date as month, count(*)::integer as received,
         ${(["timely", "late", "unassessed"] as const).map((set) => `(count(*) filter (where ${decisionSets[set]}))::integer as ${set}`).join(", ")}
       from (${decisions}) d group by 1, 2, 3`,
      [due.items, due.days, due.due, sources, first, last, numbers],
    ),
    pool.query<Place & Pick<Counts, "stored" | "rejected">>(
      `select b.source_id, b.item_id, ${batchMonth} as month, sum(c.accepted + c.corrected)::integer as stored, sum(c.rejected)::integer as rejected
       from batch b join batch_chunk c using (batch_id)
       where b.source_id = any ($1::smallint[]) and b.item_id = any ($2::smallint[])
         and b.started_at >= $3::date::timestamp at time zone 'Asia/Shanghai' and b.started_at < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai'
       group by 1, 2, 3`,
      [sources, numbers, first, last],
    ),
    pool.query<Place & { readonly declared: number }>(
      `select distinct on (source_id, item_id, month) source_id, item_id, month, decisions as declared from declaration
       where source_id = any ($1::smallint[]) and item_id = any ($2::smallint[]) and month between $3::date and $4::date
       order by source_id, item_id, month, declaration_no desc`,
      [sources, numbers, first, last],
    ),
  ]);
  const counts = new Map<string, Counts>();
  for (const { source_id, item_id, month, ...found } of [...decided.rows, ...checked.rows, ...declared.rows]) {
    const key = keyOf(source_id, item_id, month);
    counts.set(key, { ...(counts.get(key) ?? none), ...found });
  }
  return counts;
};

const scope = "showQuality";
const Cursor = z.tuple([z.string(), z.int(), z.int()]);

const named = ({ id, name }: Source | CatalogueItem) => ({ id, name });

/** The counts by department, item and month, the last month first. What has a deadline stands there even with nothing sent; the rest only where there is something. */
export const showQuality = async (
  { database, catalogue, clock }: QualityServices,
  args: RouteArgs<typeof route>,
  ask: Ask<"quality.read">,
): Promise<RouteAnswer<typeof route>> => {
  const today = clock.today().slice(0, 7);
  const to = args.to ?? today;
  const from = args.from ?? addToMonth(to, -5);
  if (from > to || monthsBetween(from, to, mostMonths + 1).length > mostMonths)
    throw problem("request.invalid", { field: "from", fault: "span" });
  const after = args.cursor === undefined ? null : readCursor(scope, Cursor, args.cursor);
  const mine = overseenBy(catalogue, ask.actor);
  const sources = mine.filter(
    ({ id, region }) =>
      (args.source === undefined || id === args.source) && (args.region === undefined || region === args.region),
  );
  const its = new Set(mine.flatMap(({ items }) => items));
  const sendable = [...catalogue.items.values()].filter(({ id }) => its.has(id));
  const items = sendable.filter(({ id }) => args.item === undefined || id === args.item);
  const counts = await countAll(database, catalogue, { sources: sources.map(({ number }) => number), items, from, to });

  const rows = monthsBetween(from, to, mostMonths).flatMap((month) =>
    sources.flatMap((source) =>
      items.flatMap((item): { key: readonly [string, number, number]; row: QualityRow }[] => {
        const found = counts.get(keyOf(source.number, item.number, month));
        const asked = reportingLimit(catalogue, item) !== null;
        if (!found && !(args.show === "all" && asked && source.items.includes(item.id) && month <= today)) return [];
        const region = catalogue.regions.get(source.region)?.name ?? { zh: source.region, en: source.region };
        return [
          {
            key: [month, source.number, item.number],
            row: { source: { ...named(source), region }, item: named(item), month, asked, ...(found ?? none) },
          },
        ];
      }),
    ),
  );
  const begin = after === null ? 0 : rows.findIndex(({ key }) => key.every((part, i) => part === after[i])) + 1;
  if (after !== null && begin === 0) throw problem("request.cursor_invalid");
  const shown = rows.slice(begin, begin + args.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ row }) => row),
    next: begin + args.limit < rows.length && last ? writeCursor(scope, last.key) : null,
    count: { value: rows.length, atLeast: false },
    indicators: [...catalogue.indicators],
    months: totalMonths(rows.map(({ row }) => row)),
    from,
    to,
    choices: {
      sources: mine.map(named),
      items: sendable.map(named),
      regions: [...new Set(mine.map(({ region }) => region))].sort().map((code) => ({
        code,
        name: catalogue.regions.get(code)?.name ?? { zh: code, en: code },
      })),
    },
    declares: mine.filter(({ id }) => allowedOn(ask.actor, "declaration.make", { source: id })).map(({ id }) => id),
  };
};
