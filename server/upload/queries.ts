import { grantsOf, holds, type Actor } from "@chengxin/domain/access/actor.ts";
import { outcomeOf } from "@chengxin/domain/batch/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Source } from "@chengxin/domain/catalogue/code-table.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Upload } from "@chengxin/domain/upload/api.ts";
import type { UploadState } from "@chengxin/domain/upload/upload.ts";
import type { Database } from "../platform/db.ts";

/** What every verb needs to know of an upload. */
export interface UploadHead {
  readonly upload_id: string;
  readonly source: string;
  readonly item: string;
  readonly bytes: number;
  readonly received: number;
  readonly sha256: Buffer | null;
  readonly state: UploadState;
}

const headColumns = `u.upload_id, s.code as source, i.code as item, u.bytes, u.received, u.sha256, u.state`;

/** The upload, whoever may see it. @throws Problem object.not_found */
export const findUpload = async ({ pool }: Pick<Database, "pool">, upload: string): Promise<UploadHead> => {
  const { rows } = await pool.query<UploadHead>(
    `select ${headColumns} from upload u join source s using (source_id) join item i using (item_id) where u.upload_id = $1`,
    [upload],
  );
  if (!rows[0]) throw problem("object.not_found");
  return rows[0];
};

/** Departments whose files the actor may send and see. */
export const sendersOf = (catalogue: Catalogue, actor: Actor): Source[] => {
  const all = [...catalogue.sources.values()];
  if (holds(actor, "creditCentre")) return all;
  const own = new Set(grantsOf(actor, "departmentClerk").map(({ source }) => source));
  return all.filter(({ id }) => own.has(id));
};

interface UploadRow extends UploadHead {
  readonly file_name: string;
  readonly fingerprint: string;
  readonly account_id: string;
  readonly created_at: Date;
  readonly place: number | null;
  readonly batch_id: number | null;
  readonly batch_state: string | null;
  readonly rows: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly turned_away: number;
  readonly part: number | null;
  readonly faults: string | null;
}

const uploadRows = `
  select ${headColumns}, u.file_name, u.fingerprint, u.account_id, u.created_at, u.batch_id, u.faults,
    case when u.state = 'queued' then (select count(*) from upload w where w.state = 'queued' and w.queued_at <= u.queued_at)::integer end as place,
    b.state as batch_state, coalesce(c.rows, 0)::integer as rows, coalesce(c.duplicate, 0)::integer as duplicate,
    coalesce(c.rejected, 0)::integer as rejected, coalesce(c.turned_away, 0)::integer as turned_away,
    case when b.chunk_count > 0 then least(1, c.chunks::double precision / b.chunk_count) end as part
  from upload u join source s using (source_id) join item i using (item_id)
  left join batch b on b.batch_id = u.batch_id
  left join lateral (
    select sum(read) as rows, sum(duplicate) as duplicate, sum(rejected) as rejected, sum(turned_away) as turned_away, count(*) as chunks
    from batch_chunk c where c.batch_id = u.batch_id
  ) c on true`;

const resultOf = ({ batch_state: state, rows: read, duplicate, rejected, turned_away }: UploadRow): Upload["result"] =>
  state === null
    ? null
    : { outcome: outcomeOf({ state, read, duplicate, rejected }), read, rejected, turnedAway: turned_away };

const view = (catalogue: Catalogue, actor: Actor, row: UploadRow): Upload => {
  const nameOf = (named: { readonly name: Upload["item"]["name"] } | undefined, id: string) => ({
    id,
    name: named?.name ?? { zh: id, en: id },
  });
  return {
    uploadId: row.upload_id,
    fileName: row.file_name,
    bytes: row.bytes,
    received: row.received,
    fingerprint: row.fingerprint,
    item: nameOf(catalogue.items.get(row.item), row.item),
    source: nameOf(catalogue.sources.get(row.source), row.source),
    state: row.state,
    place: row.place,
    mine: actor.kind === "account" && actor.accountId === row.account_id,
    createdAt: row.created_at.toISOString(),
    batch: row.batch_id,
    progress: row.part === null ? null : { rows: row.rows, part: row.part },
    result: resultOf(row),
    faults: row.faults === null ? [] : (JSON.parse(row.faults) as Upload["faults"]),
  };
};

interface Reading {
  readonly database: Database;
  readonly catalogue: Catalogue;
}

/** One upload as the one who asks sees it. @throws Problem object.not_found */
export const viewUpload = async ({ database, catalogue }: Reading, actor: Actor, upload: string): Promise<Upload> => {
  const { rows } = await database.pool.query<UploadRow>(`${uploadRows} where u.upload_id = $1`, [upload]);
  if (!rows[0]) throw problem("object.not_found");
  return view(catalogue, actor, rows[0]);
};

/** The latest uploads of the departments that the actor sends for; those that wait for somebody first. */
export const latestUploads = async (
  { database, catalogue }: Reading,
  actor: Actor,
  limit: number,
): Promise<Upload[]> => {
  const sources = sendersOf(catalogue, actor).map(({ number }) => number);
  const { rows } = await database.pool.query<UploadRow>(
    `${uploadRows}
     where u.source_id = any ($1::smallint[]) and u.state not in ('cancelled', 'expired')
     order by u.state in ('receiving', 'queued', 'importing') desc, u.created_at desc, u.upload_id limit $2`,
    [sources, limit],
  );
  return rows.map((row) => view(catalogue, actor, row));
};
