import { createReadStream, createWriteStream, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { RecordKind } from "./invent-record.ts";

const dateHeaders = new Set(["许可决定日期", "有效期自", "有效期至", "处罚决定日期", "处罚有效期", "公示截止期"]);
const amountHeader = /（万元）$/;

/** DDL of a plain table as wide as the file: dates as date, amounts as numeric, the rest text; no index, no constraint, logged. */
export const rawTable = (name: string, kind: RecordKind): string => {
  const columns = kind.headers.map(
    (header) => `"${header}" ${dateHeaders.has(header) ? "date" : amountHeader.test(header) ? "numeric" : "text"}`,
  );
  return `drop table if exists ${name}; create table ${name} (${columns.join(", ")})`;
};

/** One COPY of `path` (bytes `start` … `end`, inclusive, as of `createReadStream`) into `table`; the server parses the CSV. */
const copyRange = async (
  client: pg.ClientBase,
  table: string,
  path: string,
  range: { start: number; end: number; header: boolean },
): Promise<void> => {
  const target = client.query(copyFrom(`copy ${table} from stdin (format csv, header ${range.header})`));
  await pipeline(createReadStream(path, { start: range.start, end: range.end, highWaterMark: 1 << 18 }), target);
};

/** Offset just after the line end that follows `from`. Rows of the generator hold no line end within a cell. */
const nextLine = async (path: string, from: number): Promise<number> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, from);
    const at = buffer.subarray(0, bytesRead).indexOf(10);
    if (at < 0) throw new Error(`no line end within 64 KiB after byte ${from} of ${path}`);
    return from + at + 1;
  } finally {
    await file.close();
  }
};

/**
 * The limit that intake is measured against: the same bytes by COPY, one stream a client, into one plain table.
 * @returns seconds, all streams committed.
 */
export const rawCopy = async (
  clients: readonly pg.ClientBase[],
  table: string,
  path: string,
  bytes: number,
): Promise<number> => {
  const cuts = [0];
  for (let part = 1; part < clients.length; part += 1)
    cuts.push(await nextLine(path, Math.trunc((bytes * part) / clients.length)));
  cuts.push(bytes);
  const started = performance.now();
  await Promise.all(
    clients.map((client, part) =>
      copyRange(client, table, path, { start: cuts[part]!, end: cuts[part + 1]! - 1, header: part === 0 }),
    ),
  );
  return (performance.now() - started) / 1000;
};

const storedColumns =
  "organisation_id, record_id, item_id, source_id, authority_id, region_code, decided_on, valid_from, valid_until, public_until, kind, amount_cents, batch_id, row_no, content";

/** DDL of a table for the records as they are stored: lifted columns typed, content as jsonb; no index, no constraint, logged. */
export const storedTable = (name: string): string =>
  `drop table if exists ${name}; create table ${name} (organisation_id integer, record_id uuid, item_id smallint, source_id smallint, authority_id integer,
    region_code integer, decided_on date, valid_from date, valid_until date, public_until date, kind smallint, amount_cents bigint, batch_id bigint, row_no bigint, content jsonb)`;

/** Writes all records as CSV with a header, in the order in which they lie in the table. Returns bytes. */
export const writeStored = async (client: pg.ClientBase, path: string): Promise<number> => {
  await pipeline(
    client.query(copyTo(`copy (select ${storedColumns} from record) to stdout (format csv, header true)`)),
    createWriteStream(path),
  );
  return statSync(path).size;
};
