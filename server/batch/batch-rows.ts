import type { BatchSummary, RejectedRow } from "@chengxin/domain/batch/api.ts";
import { outcomeOf } from "@chengxin/domain/batch/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";

export interface BatchRow {
  readonly batch_id: number;
  readonly item: string;
  readonly source: string;
  readonly file_name: string;
  readonly file_bytes: number;
  readonly state: "running" | "finished" | "failed";
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly uploaded: boolean;
  readonly looked: boolean;
  readonly read: number;
  readonly accepted: number;
  readonly corrected: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly turned_away: number;
}

/** `b` with the sums of its chunks, one row a batch. */
export const batchColumns = `
  b.batch_id, i.code as item, s.code as source, b.file_name, b.file_bytes, b.state, b.started_at, b.finished_at,
  exists (select from upload u where u.batch_id = b.batch_id) as uploaded, l.batch_id is not null as looked,
  c.read, c.accepted, c.corrected, c.duplicate, c.rejected, c.turned_away`;
export const batchJoins = `
  from batch b join item i using (item_id) join source s using (source_id)
  left join batch_look l on l.batch_id = b.batch_id
  cross join lateral (
    select coalesce(sum(read), 0)::integer as read, coalesce(sum(accepted), 0)::integer as accepted, coalesce(sum(corrected), 0)::integer as corrected,
      coalesce(sum(duplicate), 0)::integer as duplicate, coalesce(sum(rejected), 0)::integer as rejected, coalesce(sum(turned_away), 0)::integer as turned_away
    from batch_chunk where batch_id = b.batch_id
  ) c`;

export const summaryOf = (catalogue: Catalogue, row: BatchRow): BatchSummary => {
  const named = (found: { readonly name: BatchSummary["item"]["name"] } | undefined, id: string) => ({
    id,
    name: found?.name ?? { zh: id, en: id },
  });
  return {
    batch: row.batch_id,
    fileName: row.file_name,
    bytes: row.file_bytes,
    item: named(catalogue.items.get(row.item), row.item),
    source: named(catalogue.sources.get(row.source), row.source),
    outcome: outcomeOf(row),
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    channel: row.uploaded ? "upload" : "command",
    looked: row.looked,
    read: row.read,
    accepted: row.accepted,
    corrected: row.corrected,
    duplicate: row.duplicate,
    rejected: row.rejected,
    turnedAway: row.turned_away,
  };
};

/** A stored fault with the names of its column. */
export const faultOf = (
  { code, data, column, field }: RowProblem,
  headers: readonly string[],
  item: CatalogueItem | undefined,
): RejectedRow["problems"][number] => ({
  code,
  data: { ...data },
  column,
  header: column === null ? null : (headers[column] ?? null),
  field: item?.fields.find(({ id }) => id === field)?.name ?? null,
});
