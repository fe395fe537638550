import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { dayInShanghai, timeInShanghai, type Clock } from "../platform/clock.ts";
import { toCsv } from "../platform/csv.ts";
import { transact, type Database } from "../platform/db.ts";
import { dumpedOrganisations, dumpedRecords } from "./dump-rows.ts";
import { openOutput, type OutputFile } from "./output-file.ts";
import { schemaOf, tables, type TableName } from "./shapes.ts";
import type { Manifest, Shelf } from "./shelf.ts";

export interface DumpServices {
  /** For long statements: without the time limit of the public's questions. */
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly shelf: Shelf;
}

type DumpFile = Manifest["files"][number];

/** Writes one table as JSON lines and as CSV, both in one pass over the rows. */
const writeTable = async (
  folder: string,
  id: string,
  table: TableName,
  lots: AsyncIterable<readonly object[]>,
  signal: AbortSignal,
): Promise<DumpFile[]> => {
  const { columns } = tables[table];
  const schema = `${table}-${id}.schema.json`;
  const names = [`${table}-${id}.jsonl.gz`, `${table}-${id}.csv.gz`] as const;
  const [lines, csv] = names.map((name) => openOutput(join(folder, name))) as [OutputFile, OutputFile];
  const head = toCsv([], columns, "zh");
  let rows = 0;
  try {
    await csv.write(head);
    for await (const lot of lots) {
      signal.throwIfAborted();
      await lines.write(lot.map((row) => `${JSON.stringify(row)}\n`).join(""));
      await csv.write(toCsv(lot, columns, "zh").slice(head.length));
      rows += lot.length;
    }
    const written = await Promise.all([lines.end(), csv.end()]);
    await writeFile(join(folder, schema), schemaOf(table), { flush: true });
    return written.map((file, i) => ({ name: names[i]!, table, rows, schema, ...file }));
  } catch (error) {
    lines.abandon();
    csv.abandon();
    throw error;
  }
};

// Any number, the same in every process: who holds it makes the dump.
const lock = 7_304_122;

/**
 * Makes a dump of all public data as of today, in one snapshot of the database, and notes it as an event.
 * @param wanted asked once the lock is held: another process may have been quicker
 * @returns what was made; null when another process is at it, or it is not wanted any more
 * @throws what the database or the disk says; nothing half-made is ever on the shelf
 */
export const makeDump = async (
  { database, catalogue, clock, shelf }: DumpServices,
  wanted: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Manifest | null> => {
  const client = await database.pool.connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
    if (!rows[0]?.held || !(await wanted())) {
      await client.query("select pg_advisory_unlock_all()");
      broken = false;
      return null;
    }
    const madeAt = clock.now();
    const asOf = dayInShanghai(madeAt);
    const id = `${asOf}T${timeInShanghai(madeAt)}`;
    const folder = await shelf.begin(id);
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0");
    const files = [
      ...(await writeTable(folder, id, "organisations", dumpedOrganisations(client, catalogue, asOf), signal)),
      ...(await writeTable(folder, id, "records", dumpedRecords(client, catalogue, asOf), signal)),
    ];
    await client.query("commit");
    const manifest: Manifest = { id, madeAt: madeAt.toISOString(), asOf, files };
    await transact(database, { actor: { kind: "system", name: "dump" }, at: madeAt }, async (tx) => {
      tx.note({
        action: "dump.made",
        object: `dump:${id}`,
        data: { asOf, files: files.map(({ name, rows: n, sha256 }) => ({ name, rows: n, sha256 })) },
      });
      await shelf.finish(folder, manifest);
    });
    await client.query("select pg_advisory_unlock_all()");
    broken = false;
    return manifest;
  } finally {
    // A connection that doesn't answer is closed, which ends its transaction and gives the lock back too.
    if (broken)
      broken = await client.query("rollback; select pg_advisory_unlock_all()").then(
        () => false,
        () => true,
      );
    client.release(broken);
  }
};
