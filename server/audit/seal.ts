import { createHash } from "node:crypto";
import type { EventMac } from "../platform/events.ts";

/** What a seal says of all events of the transactions in [from, to); stored in `event_seal` and in a file outside the database. */
export interface Seal {
  readonly sealNo: number;
  readonly at: Date;
  /** Numbers of transactions as text: they may exceed 2^53. */
  readonly from: string;
  readonly to: string;
  readonly events: number;
  /** Of these, events from before chaining, which have no MAC. */
  readonly unchained: number;
  /** 32 bytes */
  readonly digest: Buffer;
  readonly keyVersion: number;
  /** 32 bytes */
  readonly mac: Buffer;
}

export type UnsignedSeal = Omit<Seal, "keyVersion" | "mac">;

/** The text whose MAC a seal carries. It begins with a word, the text of an event with a number: neither can stand for the other. */
export const sealText = (seal: UnsignedSeal, previousMac: Uint8Array): string =>
  JSON.stringify([
    "seal",
    seal.sealNo,
    seal.at.toISOString(),
    seal.from,
    seal.to,
    seal.events,
    seal.unchained,
    seal.digest.toString("hex"),
    Buffer.from(previousMac).toString("hex"),
  ]);

export const signSeal = (chain: EventMac, seal: UnsignedSeal, previousMac: Uint8Array): Seal => ({
  ...seal,
  ...chain.mac(sealText(seal, previousMac)),
});

/**
 * SQL: the bytes by which the event `e` enters a digest: its place, its number and transaction (which its own MAC doesn't cover), and its MAC; in place of a MAC
 * that it doesn't have, SHA-256 of all that it says.
 */
const entry = `int4send(e.organisation_id) || int8send(e.chain_no) || int8send(e.event_id) || xid8send(e.transaction) ||
  case when length(e.mac) > 0 then e.mac else sha256(convert_to(jsonb_build_array(extract(epoch from e.at), e.actor, e.role, e.action, e.object, e.purpose, e.basis, e.data)::text, 'UTF8')) end`;

/** SQL: what a group of events `e` comes to. The digest itself is made here, not there. */
export const contentColumns = `count(e.event_id) as events, count(*) filter (where length(e.mac) = 0) as unchained,
  string_agg(${entry}, ''::bytea order by e.organisation_id, e.chain_no) as entries`;

export const digestOf = (entries: Uint8Array | null): Buffer =>
  createHash("sha256")
    .update(entries ?? Buffer.alloc(0))
    .digest();

export interface SealRow {
  readonly seal_no: number;
  readonly at: Date;
  readonly from_transaction: string;
  readonly to_transaction: string;
  readonly events: number;
  readonly unchained: number;
  readonly digest: Buffer;
  readonly key_version: number;
  readonly mac: Buffer;
}

export const sealColumns =
  "seal_no, at, from_transaction::text, to_transaction::text, events, unchained, digest, key_version, mac";

export const sealOf = (row: SealRow): Seal => ({
  sealNo: row.seal_no,
  at: row.at,
  from: row.from_transaction,
  to: row.to_transaction,
  events: row.events,
  unchained: row.unchained,
  digest: row.digest,
  keyVersion: row.key_version,
  mac: row.mac,
});
