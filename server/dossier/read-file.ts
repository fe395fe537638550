import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { FileClass, FileHead, FileRecord, FileSight } from "@chengxin/domain/dossier/file.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { z } from "zod";
import { itemsByNumber, summaryOf, type OrganisationRow } from "../organisation/summary.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { summaryColumns, summaryJoins } from "../record/summary.ts";
import { fileRecord, type VersionRow } from "./file-record.ts";

/** A pool, or a connection with a transaction of its own. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<R>>;
}

/** Whose file is read, how much of it, and as of which day. */
export interface FileReading {
  readonly organisationId: number;
  readonly sight: FileSight;
  /** Number of a source in the catalogue: what it reported alone; null: every source's. */
  readonly source: number | null;
  readonly today: PlainDate;
}

/** The end of a page: day of the decision and id of its last record. */
type After = readonly [decidedOn: PlainDate, recordId: string];
const cursorOf = z.tuple([z.iso.date(), z.guid()]);
const scope = "readFile";

const head = `
  select o.*,
    (select json_agg(json_build_object('name', n.name, 'kind', n.kind) order by n.kind, n.name) from organisation_name n
      where n.organisation_id = $1 and ($3::smallint is null or n.kind = 'former')) as names,
    (select json_agg(json_build_object('scheme', c.scheme, 'code', c.code) order by c.scheme, c.code) from organisation_code c where c.organisation_id = $1) as codes,
    (select json_agg(t) from (
       select r.item_id as number, i.code, i.name, case when i.public then 'public' else i.closed_class end as disclosure,
         count(*) filter (where r.known_until = 'infinity') as records,
         count(*) filter (where r.known_until = 'infinity' and i.public and r.public_until >= $4) as public,
         count(*) as versions
       from record_versions_of($1, $2, $3) r join item i on i.item_id = r.item_id group by r.item_id, i.code, i.name, i.public, i.closed_class
       order by r.item_id) t) as counts
  from organisation o where o.organisation_id = $1`;

interface HeadRow extends OrganisationRow {
  names: FileHead["organisation"]["names"] | null;
  codes: FileHead["organisation"]["codes"] | null;
  counts:
    | {
        number: number;
        code: string;
        name: string;
        disclosure: FileClass;
        records: number;
        public: number;
        versions: number;
      }[]
    | null;
}

/** Who the file is about, and how much of it this reader sees. */
export const readHead = async (
  on: Queryable,
  catalogue: Catalogue,
  { organisationId, sight, source, today }: FileReading,
): Promise<FileHead> => {
  const { rows } = await on.query<HeadRow>({
    name: "file.head",
    text: head,
    values: [organisationId, sight.classes, source, today],
  });
  const [row] = rows;
  if (!row) throw problem("organisation.not_found");
  const items = itemsByNumber(catalogue);
  return {
    organisation: { ...summaryOf(catalogue, row), names: row.names ?? [], codes: row.codes ?? [] },
    counts: (row.counts ?? []).map(({ number, code, name, ...count }) => ({
      item: items.get(number)?.id ?? code,
      name: items.get(number)?.name ?? { zh: name, en: name },
      ...count,
    })),
    asOf: today,
  };
};

// The page is cut by the latest versions, from the fact index; every version of each of its records comes with it.
const page = `
  with page as materialized (
    select r.record_id, r.decided_on from record_versions_of($1, $2, $3) r
    where r.known_until = 'infinity' and ($4::smallint is null or r.item_id = $4)
      and ($5::date is null or (r.decided_on, r.record_id) < ($5::date, $6::uuid))
    order by r.decided_on desc, r.record_id desc limit $7)
  select ${summaryColumns}, r.known_from as version_from, r.known_until, r.change, i.code as item_code, i.name as item_name,
    case when i.public then 'public' else i.closed_class end as disclosure
  from page p join record_versions_of($1, $2, $3) r on r.record_id = p.record_id ${summaryJoins} join item i on i.item_id = r.item_id
  order by p.decided_on desc, p.record_id desc, r.version desc`;

/** Records behind one, latest decision first, each with all its versions. */
export const readRecords = async (
  on: Queryable,
  catalogue: Catalogue,
  reading: FileReading,
  { item, after, limit }: { readonly item: number | null; readonly after: After | null; readonly limit: number },
): Promise<FileRecord[]> => {
  const { organisationId, sight, source } = reading;
  const { rows } = await on.query<VersionRow>({
    name: "file.page",
    text: page,
    values: [organisationId, sight.classes, source, item, after?.[0] ?? null, after?.[1] ?? null, limit],
  });
  const records = new Map<string, VersionRow[]>();
  for (const row of rows) {
    const versions = records.get(row.record_id);
    if (versions) versions.push(row);
    else records.set(row.record_id, [row]);
  }
  return [...records.values()].map((versions) => fileRecord(catalogue, versions, reading));
};

/**
 * One page of an organisation's file: nothing beyond what the reader's sight has, and of that everything. The one way to read what is not public; whoever
 * calls it owes the access event.
 * @throws Problem request.cursor_invalid, catalogue.item_not_found, organisation.not_found
 */
export const readFile = async (
  on: Queryable,
  catalogue: Catalogue,
  reading: FileReading,
  {
    item,
    cursor,
    limit,
  }: { readonly item?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<FileHead & { items: FileRecord[]; next: string | null; count: { value: number; atLeast: boolean } }> => {
  const file = await readHead(on, catalogue, reading);
  const count = file.counts.filter((one) => item === undefined || one.item === item);
  const number = item === undefined ? null : catalogue.items.get(item)?.number;
  if (number === undefined) throw problem("catalogue.item_not_found", { item: item ?? "" });
  const after = cursor === undefined ? null : readCursor(scope, cursorOf, cursor);
  const found = await readRecords(on, catalogue, reading, { item: number, after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    ...file,
    items,
    next: found.length > limit && last ? writeCursor(scope, [last.decidedOn, last.recordId]) : null,
    count: { value: count.reduce((sum, { records }) => sum + records, 0), atLeast: false },
  };
};
