import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import type { Keyring } from "../../platform/keys/keyring.ts";
import type { Log } from "../keys.ts";
import { entryOf, indexOf, joinGroup } from "../places.ts";
import { headsLeaf, siblingsOf, type Branch } from "./heads-tree.ts";
import { noncesOf } from "./walk-heads.ts";

/** The heads of the newest day, and their entry in the log. */
export interface PlacedDay {
  readonly day: PlainDate;
  /** Every entry below this index is counted. */
  readonly size: number;
  readonly nonceKey: number;
  readonly index: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly salt: Buffer;
  readonly statement: string;
}

type Reader = Pick<pg.ClientBase, "query">;

interface DayRow {
  readonly day: PlainDate;
  readonly size: number;
  readonly nonce_key: number;
  readonly index: number | null;
  readonly entry: Buffer;
  readonly salt: Buffer;
  readonly statement: string;
}

const newest = `
  select d.day, d.size, d.nonce_key, ${indexOf("d")} as index,
    ${entryOf("d")} as entry, s.salt, s.statement
  from log_day d join log_statement s using (log_at) ${joinGroup("d")}
  where d.log_no = $1 order by d.day desc limit 1`;

/** @returns null: none was made yet, or the newest has no place yet (a second or so) */
export const placedDay = async (reader: Reader, { logNo }: Pick<Log, "logNo">): Promise<PlacedDay | null> => {
  const { rows } = await reader.query<DayRow>(newest, [logNo]);
  const [row] = rows;
  if (!row || row.index === null) return null;
  const { day, size, index, salt, statement } = row;
  return { day, size, nonceKey: row.nonce_key, index, time: Number(row.entry.readBigUInt64BE(2)), salt, statement };
};

/** Where an organisation stands in the tree of heads of the newest day. */
export interface HeadProof {
  readonly nonce: Buffer;
  readonly siblings: readonly Buffer[];
  /** How many entries are counted. */
  readonly count: number;
}

/** @returns null: the organisation was registered later, or the key of the day was retired */
export const proveHead = async (
  reader: Reader,
  keys: Keyring,
  { day, nonceKey }: PlacedDay,
  organisationId: number,
): Promise<HeadProof | null> => {
  const { rows } = await reader.query<{ organisation_id: number; uscc: string; count: number; head: Buffer }>(
    `select organisation_id, d.uscc, h.count, h.head from log_head h join organisation_directory d using (organisation_id)
     where h.bucket = (select bucket from log_head where organisation_id = $1)`,
    [organisationId],
  );
  const nonce = noncesOf(keys, nonceKey, day);
  if (!nonce) return null;
  const placed = rows.map((row) => ({ ...row, ...headsLeaf(row.uscc, nonce(row.uscc), row) }));
  const own = placed.find(({ organisation_id }) => organisation_id === organisationId);
  if (!own) return null;
  const branches = await reader.query<Branch>("select organisations, root from log_bucket order by bucket");
  const siblings = siblingsOf(own.key, placed, branches.rows);
  return siblings && { nonce: nonce(own.uscc), siblings, count: own.count };
};

const proven = `
  select (select d.day from log_day d ${joinGroup("d")}
    where d.log_no = (select max(log_no) from log) and g.first_index is not null order by d.day desc limit 1) as day
  where exists (select from log_head where organisation_id = $1)`;

/** Up to the end of which day an organisation can prove its entries; null: not yet. */
export const provenDay = async (reader: Reader, organisationId: number): Promise<PlainDate | null> =>
  (await reader.query<{ day: PlainDate | null }>(proven, [organisationId])).rows[0]?.day ?? null;
