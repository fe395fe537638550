import type { listRejections as route, RejectedRow } from "@chengxin/domain/batch/api.ts";
import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { platformChain } from "../platform/events.ts";
import { faultOf } from "./batch-rows.ts";
import { findBatch, type BatchHeadRow } from "./show-batch.ts";
import type { BatchServices } from "./services.ts";

/** Characters of a cell on a page; the workbook has all. */
const mostShown = 300;
const mostCells = 200;

const scope = "listRejections";
const Cursor = z.tuple([z.int()]);

/** What came back is the department's own; that somebody read it stays known all the same. */
export const noteReading = (ask: Ask<"rejects.read">, batch: BatchHeadRow, what: string): void =>
  ask.noteAccess({
    organisationId: platformChain,
    object: `batch:${batch.batch_id}`,
    purpose: "data-check",
    basis: `rejected rows of ${batch.source}`,
    data: { what },
  });

const hasCode = `exists (select from jsonb_array_elements(replace(r.problems, '\\u0000', '')::jsonb) p where p ->> 'code' = $2)`;

/** Rejected rows in the order of the file; of one kind of fault, or all. */
export const listRejections = async (
  { database, catalogue }: BatchServices,
  { batch, code, cursor, limit }: RouteArgs<typeof route>,
  ask: Ask<"rejects.read">,
): Promise<RouteAnswer<typeof route>> => {
  const head = await findBatch(database, batch);
  ask.permit({ source: head.source });
  noteReading(ask, head, "rows");
  const [after] = cursor === undefined ? [-1] : readCursor(scope, Cursor, cursor);
  const filter = `r.batch_id = $1 and ($2::text is null or ${hasCode})`;
  const [{ rows }, counted] = await Promise.all([
    database.pool.query<{ row_no: number; cells: string; problems: string }>(
      `select r.row_no, r.cells, r.problems from rejection r where ${filter} and r.row_no > $3 order by r.row_no limit $4`,
      [batch, code ?? null, after, limit + 1],
    ),
    code === undefined
      ? { rows: [{ n: head.rejected }] }
      : database.pool.query<{ n: number }>(`select count(*)::integer as n from rejection r where ${filter}`, [
          batch,
          code,
        ]),
  ]);
  const headers = JSON.parse(head.header) as string[];
  const item = catalogue.items.get(head.item);
  const shown = rows.slice(0, limit).map((row): RejectedRow => ({
    row: row.row_no,
    cells: (JSON.parse(row.cells) as string[])
      .slice(0, mostCells)
      .map((cell) => (cell.length > mostShown ? `${cell.slice(0, mostShown).toWellFormed()}…` : cell)),
    problems: (JSON.parse(row.problems) as RowProblem[]).map((fault) => faultOf(fault, headers, item)),
  }));
  const last = shown.at(-1);
  return {
    items: shown,
    next: rows.length > limit && last ? writeCursor(scope, [last.row]) : null,
    count: { value: counted.rows[0]?.n ?? 0, atLeast: false },
    headers,
  };
};
