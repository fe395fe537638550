import { hash } from "node:crypto";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import type { Keyring } from "../../platform/keys/keyring.ts";
import type { Log } from "../keys.ts";
import type { HeadTable } from "./head-table.ts";
import { bucketCount, bucketRoot, headsLeaf, type Branch, type HeadsLeaf } from "./heads-tree.ts";

/** Walks over what is stored of heads, in lots: memory doesn't grow with the rows, and other work comes in between. */

const rowsAtOnce = 2000;
/** Entries of a group that begins in such a stretch are read together. */
const stretch = 20_000;

/** Rows of a query in lots, by a cursor of the transaction. */
async function* lotsOf<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  name: string,
  query: string,
  values: readonly unknown[] = [],
): AsyncGenerator<R[]> {
  // all rows are wanted, not the first ones soon
  await client.query("set local cursor_tuple_fraction = 1; set local work_mem = '64MB'; set local jit = off");
  await client.query(`declare ${name} no scroll cursor for ${query}`, [...values]);
  for (;;) {
    const { rows } = await client.query<R>(`fetch ${rowsAtOnce} from ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query(`close ${name}`);
}

/** Heads as they are stored. */
export const storedHeads = (client: pg.ClientBase) =>
  lotsOf<{ organisation_id: number; count: number; head: Buffer }>(
    client,
    "stored_heads",
    "select organisation_id, count, head from log_head",
  );

/** Entries of the log that were placed are not there any more, or name an organisation that can't be. */
export class LogGap extends Error {
  override readonly name = "LogGap";
}

const mostOrganisations = 50_000_000;

/** Adds the entries from `from` up to, not including, `to` to the heads. @throws LogGap */
export const appendEntries = async (
  client: pg.ClientBase,
  { logNo }: Pick<Log, "logNo">,
  table: HeadTable,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<void> => {
  let next = from;
  while (next < to) {
    signal?.throwIfAborted();
    const { rows } = await client.query<{
      first_index: number;
      leaves: number;
      entries: Buffer;
      organisations: Buffer;
    }>(
      `select first_index, leaves, entries, organisations from log_group
       where log_no = $1 and first_index >= $2 and first_index < least($2::bigint + ${stretch}, $3) order by first_index`,
      [logNo, next, to],
    );
    for (const group of rows) {
      if (group.first_index !== next) break;
      const named = group.organisations;
      for (let at = 0; at < named.length; at += 4)
        if (named.readUInt32BE(at) > mostOrganisations) throw new LogGap(`entry ${next + at / 4} names nobody`);
      table.append(group.entries, group.organisations, next);
      next += group.leaves;
    }
    if (rows.length === 0 || next < (rows.at(-1)?.first_index ?? 0)) throw new LogGap(`the log has no entry ${next}`);
  }
};

/** 16 bytes for each organisation of a day. */
export type Nonces = (uscc: string) => Buffer;

/**
 * What keeps the siblings in an organisation's proof from telling anything about others; another one each day. One MAC for the day, since a MAC for each of a million
 * organisations would take a minute.
 * @returns null: the key is there no more
 */
export const noncesOf = (keys: Keyring, keyVersion: number, day: PlainDate): Nonces | null => {
  const ofDay = keys.macs("log", `heads:${day}`).find((mac) => mac.keyVersion === keyVersion);
  if (!ofDay) return null;
  const text = Buffer.alloc(32 + 18);
  text.set(ofDay.mac);
  return (uscc) => {
    text.write(uscc, 32, "latin1");
    return hash("sha256", text, "buffer").subarray(0, 16);
  };
};

/** The branches of the tree over all organisations that have a row, in order. */
export const branchesOver = async (
  client: pg.ClientBase,
  table: HeadTable,
  nonce: Nonces,
  signal?: AbortSignal,
): Promise<Branch[]> => {
  const branches: Branch[] = [];
  let leaves: HeadsLeaf[] = [];
  const upTo = (bucket: number): void => {
    while (branches.length < bucket) {
      branches.push(bucketRoot(leaves));
      leaves = [];
    }
  };
  const rows = lotsOf<{ organisation_id: number; bucket: number; uscc: string }>(
    client,
    "walked_heads",
    "select h.organisation_id, h.bucket, d.uscc from log_head h join organisation_directory d using (organisation_id) order by h.bucket",
  );
  for await (const lot of rows) {
    signal?.throwIfAborted();
    for (const { organisation_id, bucket, uscc } of lot) {
      upTo(bucket);
      leaves.push(headsLeaf(uscc, nonce(uscc), table.get(organisation_id)));
    }
  }
  upTo(bucketCount);
  return branches;
};
