import type { BatchDetail } from "@chengxin/domain/batch/api.ts";
import { holds } from "@chengxin/domain/access/actor.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import { countBatch } from "../intake/receipt.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Database } from "../platform/db.ts";
import { batchColumns, batchJoins, faultOf, summaryOf, type BatchRow } from "./batch-rows.ts";
import type { BatchServices } from "./services.ts";

/** Rejected rows up to which their faults are counted row by row. */
const mostCounted = 200_000;
/** Rows that are named of each kind of fault. */
const mostFirstRows = 8;

export interface BatchHeadRow extends BatchRow {
  readonly file_sha256: Buffer;
  readonly layout: string;
  readonly header: string;
  readonly encoding: string | null;
  readonly file_notes: string | null;
  readonly failure: string | null;
  readonly chunk_count: number | null;
  readonly chunks: number;
  readonly last_stored: Date | null;
}

/** The batch, whoever may see it. @throws Problem object.not_found */
export const findBatch = async ({ pool }: Pick<Database, "pool">, batch: number): Promise<BatchHeadRow> => {
  const { rows } = await pool.query<BatchHeadRow>(
    `select ${batchColumns}, b.file_sha256, b.layout, b.header, b.encoding, b.file_notes, b.failure, b.chunk_count,
       (select count(*) from batch_chunk k where k.batch_id = b.batch_id)::integer as chunks,
       (select max(stored_at) from batch_chunk k where k.batch_id = b.batch_id) as last_stored
     ${batchJoins} where b.batch_id = $1`,
    [batch],
  );
  if (!rows[0]) throw problem("object.not_found");
  return rows[0];
};

interface FaultRows {
  readonly code: string;
  readonly n: number;
  readonly first_rows: number[];
  readonly example: RowProblem & { readonly row: number };
}

/** Rejected rows that have each fault: how many, the first of them, and the first fault itself. */
const rowsByProblem = async ({ pool }: Database, batch: number): Promise<ReadonlyMap<string, FaultRows>> => {
  const { rows } = await pool.query<FaultRows>(
    `select p ->> 'code' as code, count(distinct r.row_no)::integer as n,
       (array_agg(distinct r.row_no::integer))[1:${mostFirstRows}] as first_rows, (array_agg(p || jsonb_build_object('row', r.row_no) order by r.row_no))[1] as example
     from rejection r, jsonb_array_elements(replace(r.problems, '\\u0000', '')::jsonb) p where r.batch_id = $1 group by 1`,
    [batch],
  );
  return new Map(rows.map((row) => [row.code, row]));
};

/** The department has seen what came back: it is no work of anybody's any more. */
const noteLook = async ({ database }: BatchServices, row: BatchHeadRow, ask: Ask): Promise<void> => {
  if (row.looked || row.state === "running" || row.rejected === 0) return;
  if (!holds(ask.actor, "departmentClerk", { source: row.source })) return;
  await transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    await client.query("insert into batch_look (batch_id, account_id, at) values ($1, $2, $3) on conflict do nothing", [
      row.batch_id,
      ask.account().accountId,
      at,
    ]);
    note({ action: "batch.looked", object: `batch:${row.batch_id}`, role: ask.standing, data: {} });
  });
};

/** One batch, while it runs and afterwards; everything from the database, so batches of the import command too. */
export const showBatch = async (
  services: BatchServices,
  { batch }: { readonly batch: number },
  ask: Ask<"batch.read">,
): Promise<BatchDetail> => {
  const { database, catalogue } = services;
  const row = await findBatch(database, batch);
  ask.permit({ source: row.source });
  const item = catalogue.items.get(row.item);
  const [{ reasons, notes, noteFields, noteRows, problems }, rowsOf] = await Promise.all([
    countBatch(database, batch),
    row.rejected > 0 && row.rejected <= mostCounted ? rowsByProblem(database, batch) : null,
  ]);
  await noteLook(services, row, ask);
  const seconds = row.last_stored === null ? 0 : (row.last_stored.getTime() - row.started_at.getTime()) / 1000;
  const headers = JSON.parse(row.header) as string[];
  const nameOf = (id: string) => item?.fields.find((field) => field.id === id)?.name ?? { zh: id, en: id };
  return {
    ...summaryOf(catalogue, row),
    sha256: row.file_sha256.toString("hex"),
    layout: row.layout,
    encoding: row.encoding,
    part: row.chunk_count ? Math.min(1, row.chunks / row.chunk_count) : row.state === "running" ? null : 1,
    rowsPerSecond: seconds > 0 ? Math.round(row.read / seconds) : null,
    fileNotes: row.file_notes === null ? [] : (JSON.parse(row.file_notes) as BatchDetail["fileNotes"]),
    failure: row.failure,
    problems: Object.entries(problems)
      .map(([code, cells]) => {
        const found = rowsOf?.get(code);
        return {
          code,
          cells,
          rows: rowsOf === null ? null : (found?.n ?? 0),
          firstRows: found?.first_rows ?? [],
          example: found ? { row: found.example.row, ...faultOf(found.example, headers, item) } : null,
        };
      })
      .sort((a, b) => b.cells - a.cells || (a.code < b.code ? -1 : 1)),
    reasons,
    notes,
    noteFields: Object.fromEntries(
      Object.entries(noteFields).map(([code, fields]) => [
        code,
        Object.entries(fields)
          .map(([field, count]) => ({ field: nameOf(field), count }))
          .sort((a, b) => b.count - a.count),
      ]),
    ),
    noteRows,
  };
};
