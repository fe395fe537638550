import type { Database } from "../db.ts";
import { storedKeys } from "./data-keys.ts";
import type { KeyProvider } from "./key-provider.ts";
import { sealedColumns, type SealedColumn } from "./sealed-columns.ts";

/** Rows of all registered columns by purpose and version. */
const countSealed = async (
  { pool }: Database,
  columns: readonly SealedColumn[],
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (const { table, column, purpose } of columns) {
    const { rows } = await pool.query<{ version: number; count: number }>(
      `select ('x' || encode(substr("${column}", 3, 4), 'hex'))::bit(32)::integer as version, count(*) as count
       from "${table}" where "${column}" is not null group by 1`,
    );
    for (const { version, count } of rows) {
      const name = `${purpose} ${version}`;
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  return counts;
};

/** One line for each key: what it is, since when, what depends on it. No part of any key. */
export const describeKeys = async (
  database: Database,
  provider: KeyProvider,
  now: Date,
  columns: readonly SealedColumn[] = sealedColumns,
): Promise<string[]> => {
  const stored = await storedKeys(database.sql);
  const counts = await countSealed(database, columns);
  const lines: string[] = [];
  for (const { version, suite, createdAt } of await provider.versions()) {
    const wraps = stored.filter((key) => key.kekVersion === version).length;
    lines.push(`key-encryption key ${version}  ${suite}  made ${createdAt}  wraps ${wraps} data keys`);
  }
  for (const key of stored) {
    const newer = stored.some(
      (other) => other.purpose === key.purpose && other.version > key.version && other.activeFrom <= now,
    );
    const state = newer ? "older" : key.activeFrom > now ? `in use from ${key.activeFrom.toISOString()}` : "in use";
    lines.push(
      `${key.purpose} ${key.version}  ${key.suite}  made ${key.createdAt.toISOString()}  wrapped by ${key.kekVersion}  ${state}  ${counts.get(`${key.purpose} ${key.version}`) ?? 0} sealed`,
    );
  }
  return lines;
};
