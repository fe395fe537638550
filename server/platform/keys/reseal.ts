import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Clock } from "../clock.ts";
import { NothingToDo, transactIfDue, type Database, type Tx } from "../db.ts";
import type { DataKeyring } from "./keyring.ts";
import { SealBroken } from "./sealed.ts";
import { placeOf, type SealedColumn } from "./sealed-columns.ts";

interface Row {
  readonly id: string[];
  readonly sealed: Buffer;
}

export interface Resealed {
  readonly rows: number;
  /** Rows that don't open: changed behind the platform's back. They are left as they are. */
  readonly broken: number;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The next rows, in the order of their keys, that are not under the version in use; locked against writers meanwhile. */
const nextRows = async (
  tx: Tx,
  keyring: DataKeyring,
  { table, id, column, purpose, lookup }: SealedColumn,
  after: readonly string[] | null,
  limit: number,
): Promise<Row[]> => {
  const header = keyring.header(purpose);
  const ids = id.map(quoted).join(", ");
  const parameters: unknown[] = [header, limit];
  let where = `${quoted(column)} is not null and (substr(${quoted(column)}, 1, ${header.length}) <> $1`;
  if (lookup) {
    parameters.push(header.readUInt32BE(2));
    where += ` or ${quoted(lookup.keyVersion)} <> $${parameters.length}`;
  }
  where += ")";
  if (after) {
    where += ` and (${ids}) > (${after.map((_, index) => `$${parameters.length + index + 1}`).join(", ")})`;
    parameters.push(...after);
  }
  const { rows } = await tx.client.query<Row>(
    `select array[${id.map((name) => `${quoted(name)}::text`).join(", ")}] as id, ${quoted(column)} as sealed
     from ${quoted(table)} where ${where} order by ${ids} limit $2 for update`,
    parameters,
  );
  return rows;
};

const sealAnew = async (tx: Tx, keyring: DataKeyring, column: SealedColumn, { id, sealed }: Row): Promise<void> => {
  const place = placeOf(column, id);
  const text = keyring.open(column.purpose, place, sealed);
  const values: unknown[] = [...id, keyring.seal(column.purpose, place, text)];
  const sets = [`${quoted(column.column)} = $${values.length}`];
  if (column.lookup) {
    const { mac, keyVersion } = keyring.mac(column.purpose, column.lookup.data(text));
    values.push(mac, keyVersion);
    sets.push(
      `${quoted(column.lookup.mac)} = $${values.length - 1}`,
      `${quoted(column.lookup.keyVersion)} = $${values.length}`,
    );
  }
  const where = column.id.map((name, index) => `${quoted(name)} = $${index + 1}`).join(" and ");
  await tx.client.query(`update ${quoted(column.table)} set ${sets.join(", ")} where ${where}`, values);
};

/**
 * Seals what is under an older version anew under the one in use, in small transactions beside readers and writers. Killed at any
 * instant and started again it goes on with what is left.
 */
export const resealColumn = async (
  database: Database,
  keyring: DataKeyring,
  column: SealedColumn,
  { actor, clock, batch = 500 }: { actor: Actor; clock: Clock; batch?: number },
): Promise<Resealed> => {
  let [rows, broken] = [0, 0];
  let after: readonly string[] | null = null;
  const step = (): Promise<Row[] | null> =>
    transactIfDue(database, { actor, at: clock.now() }, async (tx) => {
      const next = await nextRows(tx, keyring, column, after, batch);
      if (next.length === 0) throw new NothingToDo();
      let lost = 0;
      for (const row of next) {
        try {
          await sealAnew(tx, keyring, column, row);
        } catch (error) {
          if (!(error instanceof SealBroken)) throw error;
          lost++;
        }
      }
      tx.note({
        action: "key.resealed",
        object: `column:${column.table}.${column.column}`,
        data: { version: keyring.header(column.purpose).readUInt32BE(2), rows: next.length - lost, broken: lost },
      });
      rows += next.length - lost;
      broken += lost;
      return next;
    });
  for (let done = await step(); done; done = await step()) after = done.at(-1)!.id;
  return { rows, broken };
};
