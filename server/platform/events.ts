import type pg from "pg";
import { actorText } from "./actor-text.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";

/** What happened, noted in the transaction that did it. */
export interface NewEvent {
  readonly action: string;
  /** What it was done to, as `kind:id`. */
  readonly object: string;
  /** Left out: it concerns no single organisation. */
  readonly organisationId?: number;
  /** As what the actor did it. */
  readonly role?: string;
  /** Of a reading of what is not public: what for, and on what it rests. Both or neither. */
  readonly purpose?: string;
  readonly basis?: string;
  readonly data: object;
}

/** An event with who did it and when. */
export interface Done {
  readonly actor: Actor;
  readonly at: Date;
  readonly event: NewEvent;
}

/** A reading of what is not public about an organisation, as it is being stored. */
export interface StoredReading {
  readonly actor: string;
  readonly at: Date;
  readonly organisationId: number;
}

/** What follows at once from readings that are being stored: more events for the same transaction. */
export type OnReadings = (client: pg.ClientBase, readings: readonly StoredReading[]) => Promise<readonly Done[]>;

/** Chains events with a key that is not in the database (`platform/keys`). */
export interface EventMac {
  /** 32 bytes over `data`. */
  mac(data: string): { readonly keyVersion: number; readonly mac: Buffer };
  verify(keyVersion: number, data: string, mac: Uint8Array): boolean;
}

/** An event as it is chained and stored. */
export interface ChainedEvent {
  readonly organisationId: number;
  readonly chainNo: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string | null;
  readonly action: string;
  readonly object: string;
  readonly purpose: string | null;
  readonly basis: string | null;
  readonly data: string;
}

/** The number that stands for "no single organisation". */
export const platformChain = 0;

/** The text whose MAC an event carries: everything it says, its place, and the MAC of the event before it in hexadecimal (empty for the first). */
export const chainText = (event: ChainedEvent, previousMac: Uint8Array): string =>
  JSON.stringify([
    event.organisationId,
    event.chainNo,
    event.at.toISOString(),
    event.actor,
    event.role,
    event.action,
    event.object,
    event.purpose,
    event.basis,
    event.data,
    Buffer.from(previousMac).toString("hex"),
  ]);

interface ChainEnd {
  no: number;
  mac: Uint8Array;
}

/** The ends of the chains, locked until the transaction ends; in order of the number, so that two transactions never wait for each other in a circle. */
const lockChains = async (client: pg.ClientBase, organisations: readonly number[]): Promise<Map<number, ChainEnd>> => {
  const { rows } = await client.query<{ organisation_id: number; last_no: string; last_mac: Buffer }>(
    `insert into event_chain (organisation_id) select o from unnest($1::integer[]) as o
     on conflict (organisation_id) do update set organisation_id = excluded.organisation_id
     returning organisation_id, last_no::text, last_mac`,
    [organisations],
  );
  return new Map(rows.map((row) => [row.organisation_id, { no: Number(row.last_no), mac: row.last_mac }]));
};

/**
 * Appends events to the chains of their organisations, inside the caller's transaction.
 * @param events each with the actor who did it, in the order in which they happened
 */
export const appendEvents = async (client: pg.ClientBase, chain: EventMac, events: readonly Done[]): Promise<void> => {
  const organisations = [...new Set(events.map(({ event }) => event.organisationId ?? platformChain))].sort(
    (a, b) => a - b,
  );
  const ends = await lockChains(client, organisations);
  const rows = events.map(({ actor, at, event }) => {
    const organisationId = event.organisationId ?? platformChain;
    const end = ends.get(organisationId);
    if (!end) throw new Error("a chain of events was not locked");
    const chained: ChainedEvent = {
      organisationId,
      chainNo: end.no + 1,
      at,
      actor: actorText(actor),
      role: event.role ?? null,
      action: event.action,
      object: event.object,
      purpose: event.purpose ?? null,
      basis: event.basis ?? null,
      data: JSON.stringify(event.data),
    };
    const { keyVersion, mac } = chain.mac(chainText(chained, end.mac));
    ends.set(organisationId, { no: chained.chainNo, mac });
    return { ...chained, keyVersion, mac };
  });
  await client.query(
    `with stored as (
       insert into event (organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac)
       select e.organisation_id, e.chain_no, e.at, e.actor, e.role, e.action, e.object, e.purpose, e.basis, e.data, e.key_version, e.mac
       from unnest($2::integer[], $3::bigint[], $1::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::smallint[], $12::bytea[])
         with ordinality as e (organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac, n)
       order by e.n
     )
     update event_chain c set last_no = e.no, last_mac = e.mac
     from unnest($13::integer[], $14::bigint[], $15::bytea[]) as e (organisation_id, no, mac)
     where c.organisation_id = e.organisation_id`,
    [
      rows.map((row) => row.at),
      rows.map((row) => row.organisationId),
      rows.map((row) => row.chainNo),
      rows.map((row) => row.actor),
      rows.map((row) => row.role),
      rows.map((row) => row.action),
      rows.map((row) => row.object),
      rows.map((row) => row.purpose),
      rows.map((row) => row.basis),
      rows.map((row) => row.data),
      rows.map((row) => row.keyVersion),
      rows.map((row) => row.mac),
      [...ends.keys()],
      [...ends.values()].map((end) => end.no),
      [...ends.values()].map((end) => Buffer.from(end.mac)),
    ],
  );
};
