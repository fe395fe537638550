import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { RecordKind } from "./invent-record.ts";

const dateHeaders = new Set(["许可决定日期", "有效期自", "有效期至", "处罚决定日期", "处罚有效期", "公示截止期"]);
const amountHeader = /（万元）$/;

/** DDL of a plain table as wide as the file: dates as date, amounts as numeric, the rest text; no index, no constraint, logged. */
export const rawTable = (name: string, kind: RecordKind): string => {
  const columns = kind.headers.map((header) => `"${header}" ${dateHeaders.has(header) ? "date" : amountHeader.test(header) ? "numeric" : "text"}`);
  return `drop table if exists ${name}; create table ${name} (${columns.join(", ")})`;
};

/** One COPY of `path` (bytes `start` … `end`, inclusive, as of `createReadStream`) into `table`; the server parses the CSV. */
const copyRange = async (client: pg.ClientBase, table: string, path: string, range: { start: number; end: number; header: boolean }): Promise<void> => {
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
export const rawCopy = async (clients: readonly pg.ClientBase[], table: string, path: string, bytes: number): Promise<number> => {
  const cuts = [0];
  for (let part = 1; part < clients.length; part += 1) cuts.push(await nextLine(path, Math.trunc((bytes * part) / clients.length)));
  cuts.push(bytes);
  const started = performance.now();
  await Promise.all(clients.map((client, part) => copyRange(client, table, path, { start: cuts[part]!, end: cuts[part + 1]! - 1, header: part === 0 })));
  return (performance.now() - started) / 1000;
};
