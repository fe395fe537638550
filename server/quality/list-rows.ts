import { holds } from "@chengxin/domain/access/actor.ts";
import type { listRowsBehind as route, RowBehind, RowSet } from "@chengxin/domain/quality/api.ts";
import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { z } from "zod";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { batchMonth, daysOf, decisions, decisionSets, dueDays } from "./decisions-sql.ts";
import { findPlace } from "./declarations.ts";
import type { QualityServices } from "./services.ts";

interface BehindRow {
  readonly batch_id: number;
  readonly row_no: number;
  readonly organisation_id: number | null;
  readonly record_id: string | null;
  readonly uscc: string | null;
  readonly name: string | null;
  readonly decided_on: PlainDate | null;
  readonly received_on: PlainDate | null;
  readonly due_on: PlainDate | null;
  readonly public: boolean | null;
  readonly problems: string | null;
}

/** What a question needs: the rows with a key that orders them, and its parameters. */
interface RowsQuery {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const day = (at: string): string => `${at}::date`;

const decidedRows = (
  { catalogue, clock }: QualityServices,
  { source, item, month }: Awaited<ReturnType<typeof findPlace>>,
  set: keyof typeof decisionSets,
): RowsQuery => {
  const due = dueDays(catalogue, [item], month, month);
  const { first, last } = daysOf(month, month);
  return {
    sql: `select d.batch_id, d.row_no, d.organisation_id, d.record_id, d.decided_on, d.received_on, d.due_on, d.public_until >= ${day("$8")} as shown,
        null::text as problems from (${decisions}) d where ${decisionSets[set]}`,
    values: [due.items, due.days, due.due, [source.number], first, last, [item.number], clock.today()],
  };
};

const batches = `select b.batch_id from batch b where b.source_id = $1 and b.item_id = $2
  and b.started_at >= ($3::date - 1)::timestamp at time zone 'Asia/Shanghai' and ${batchMonth} = $3::date`;

/** Versions that a batch brought; what a later rule book changed is no row of any file. The list of batches first: records are found by it. */
const storedSql = `select r.batch_id, r.row_no, r.organisation_id, r.record_id, r.decided_on,
    (r.known_from at time zone 'Asia/Shanghai')::date as received_on, null::date as due_on, r.public_until >= ${day("$4")} and r.known_until = 'infinity' as shown,
    null::text as problems
  from record r where r.batch_id = any (array(${batches})) and r.change <> 'rules'`;
const rejectedSql = `select r.batch_id, r.row_no, null::integer as organisation_id, null::uuid as record_id, null::date as decided_on, null::date as received_on,
    null::date as due_on, $4::date is null as shown, r.problems
  from rejection r where r.batch_id = any (array(${batches}))`;

const checkedRows = (
  { clock }: QualityServices,
  { source, item, month }: Awaited<ReturnType<typeof findPlace>>,
  set: "stored" | "rejected" | "checked",
): RowsQuery => ({
  sql: { stored: storedSql, rejected: rejectedSql, checked: `${storedSql} union all ${rejectedSql}` }[set],
  values: [source.number, item.number, `${month}-01`, clock.today()],
});

const queryOf = (services: QualityServices, place: Awaited<ReturnType<typeof findPlace>>, set: RowSet): RowsQuery =>
  set === "stored" || set === "rejected" || set === "checked"
    ? checkedRows(services, place, set)
    : decidedRows(services, place, set);

const scope = "listRowsBehind";
const Cursor = z.tuple([z.int(), z.int(), z.string()]);

/** Whoever reads of records that are not public leaves that with their organisations. */
const noteReadings = (ask: Ask<"quality.read-rows">, rows: readonly BehindRow[], source: string): void => {
  const forSender = holds(ask.actor, "creditCentre") || holds(ask.actor, "departmentClerk", { source });
  for (const row of rows)
    if (row.organisation_id !== null && !row.public)
      ask.noteAccess({
        organisationId: row.organisation_id,
        object: `record:${row.record_id}`,
        purpose: forSender ? "data-check" : "administrative-task",
        basis: `quality of the reports of ${source}`,
      });
};

const view = (row: BehindRow): RowBehind => ({
  batch: row.batch_id,
  row: row.row_no,
  record:
    row.record_id === null
      ? null
      : {
          recordId: row.record_id,
          uscc: row.uscc ?? "",
          organisation: row.name ?? "",
          decidedOn: row.decided_on ?? "",
          receivedOn: row.received_on ?? "",
          dueOn: row.due_on,
          public: row.public ?? false,
        },
  problems:
    row.problems === null ? [] : [...new Set((JSON.parse(row.problems) as RowProblem[]).map(({ code }) => code))],
});

/** The very rows that one of the numbers counts, in the order of files and rows. */
export const listRowsBehind = async (
  services: QualityServices,
  args: RouteArgs<typeof route>,
  ask: Ask<"quality.read-rows">,
): Promise<RouteAnswer<typeof route>> => {
  const { database, catalogue } = services;
  const place = findPlace(catalogue, args);
  ask.permit({ source: place.source.id, region: place.source.region });
  const { sql, values } = queryOf(services, place, args.set);
  const after = args.cursor === undefined ? null : readCursor(scope, Cursor, args.cursor);
  const n = values.length;
  const key = "(q.batch_id, q.row_no, coalesce(q.record_id::text, ''))";
  const [{ rows }, counted] = await Promise.all([
    database.pool.query<BehindRow>(
      `with page as (select q.* from (${sql}) q where $${n + 1}::bigint is null or ${key} > ($${n + 1}, $${n + 2}::bigint, $${n + 3}::text)
         order by q.batch_id, q.row_no, coalesce(q.record_id::text, '') limit $${n + 4})
       select p.batch_id, p.row_no, p.organisation_id, p.record_id::text, p.decided_on, p.received_on, p.due_on, p.problems, o.uscc, o.name,
         p.shown and $${n + 5}::boolean as public
       from page p left join organisation o on o.organisation_id = p.organisation_id
       order by p.batch_id, p.row_no, coalesce(p.record_id::text, '')`,
      [...values, ...(after ?? [null, null, null]), args.limit + 1, place.item.disclosure === "public"],
    ),
    database.pool.query<{ n: number }>(`select count(*)::integer as n from (${sql}) q`, [...values]),
  ]);
  const shown = rows.slice(0, args.limit);
  noteReadings(ask, shown, place.source.id);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    next:
      rows.length > args.limit && last ? writeCursor(scope, [last.batch_id, last.row_no, last.record_id ?? ""]) : null,
    count: { value: counted.rows[0]?.n ?? 0, atLeast: false },
    source: { id: place.source.id, name: place.source.name },
    item: { id: place.item.id, name: place.item.name },
  };
};
