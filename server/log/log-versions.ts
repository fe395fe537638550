import { entryTypes } from "@chengxin/verifier/entry.js";
import type { Tx } from "../platform/db.ts";
import { EntryGroup, takeGroupNumber } from "./groups.ts";
import { saltedContentHash, versionSalts, type VersionSalts } from "./salts.ts";

/** What the statement of a record's version is made of. */
export interface VersionFacts {
  readonly item: string;
  /** 32 hex digits. */
  readonly recordId: string;
  readonly version: number;
  readonly change: string;
  /** A day; `infinity`: unlimited; `-infinity`: never. */
  readonly publicUntil: string;
  /** SHA-256 of the salted content in hex (salts.ts). */
  readonly contentHash: string;
}

/** The statement of a version (verifier/README.md), written by hand for speed; the tests read it back with the verifier. */
export const recordStatement = (v: VersionFacts): string => {
  const until = v.publicUntil === "infinity" ? "unlimited" : v.publicUntil === "-infinity" ? "never" : v.publicUntil;
  return `record\n${v.item}\n${v.recordId}\n${v.version}\n${v.change}\n${until}\n${v.contentHash}\n`;
};

export const recordType = entryTypes.record;

/** A version as it is stored; the columns of {@link versionColumns}. */
export interface StoredVersion {
  readonly organisation_id: number;
  readonly record_id: string;
  readonly version: number;
  readonly uscc: string;
  readonly item: string;
  readonly change: string;
  readonly public_until: string;
  readonly content: string;
  /** Microseconds since 1970. */
  readonly known_from: string;
}

/** From `r` (record), `d` (organisation_directory) and `i` (item). */
export const versionColumns = `r.organisation_id, r.record_id::text, r.version, d.uscc, i.code as item, r.change, r.public_until::text,
    r.content, (extract(epoch from r.known_from) * 1000000)::bigint::text as known_from`;

/** What the entry of a stored version states. */
export const statementOf = (row: StoredVersion, salts: VersionSalts): string =>
  recordStatement({
    item: row.item,
    recordId: row.record_id.replaceAll("-", ""),
    version: row.version,
    change: row.change,
    publicUntil: row.public_until,
    contentHash: saltedContentHash(Buffer.from(row.content), salts.content),
  });

/**
 * Versions of these organisations that have no entry yet, oldest first, so that versions of one record keep their order; those of one moment by the record's
 * number and not by organisation: entries side by side say nothing about whose they are.
 */
const unlogged = `
  select ${versionColumns}
  from record r
  join organisation_directory d using (organisation_id)
  join item i using (item_id)
  where r.organisation_id > $1 and r.organisation_id <= $2 and r.log_at is null
  order by r.known_from, r.record_id, r.version
  for update of r`;

const place = `
  update record r set salt = k.salt, log_at = k.log_at
  from unnest($1::integer[], $2::uuid[], $3::smallint[], $4::bytea[], $5::bigint[]) as k (organisation_id, record_id, version, salt, log_at)
  where r.organisation_id = k.organisation_id and r.record_id = k.record_id and r.version = k.version`;

/**
 * Logs the versions of a range of organisations that have no entry yet: those from before there was a log, and those that a statement of SQL made.
 * @returns how many
 */
export const logUnlogged = async (tx: Tx, after: number, upTo: number): Promise<number> => {
  const { rows } = await tx.client.query<StoredVersion>(unlogged, [after, upTo]);
  if (rows.length === 0) return 0;
  const group = new EntryGroup(await takeGroupNumber(tx), rows.length);
  for (const [position, row] of rows.entries()) {
    const salts = versionSalts(group.random(position));
    const facts = {
      type: recordType,
      time: BigInt(row.known_from),
      uscc: row.uscc,
      statement: statementOf(row, salts),
    };
    group.add(row.organisation_id, facts, salts.entry);
  }
  await group.store(tx);
  const placed = await tx.client.query(place, [
    rows.map((row) => row.organisation_id),
    rows.map((row) => row.record_id),
    rows.map((row) => row.version),
    rows.map((_, position) => group.random(position)),
    rows.map((_, position) => group.logAt(position)),
  ]);
  if (placed.rowCount !== rows.length) throw new Error("a version vanished while it was logged");
  return rows.length;
};
