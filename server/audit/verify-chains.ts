import type pg from "pg";
import { chainText, type EventMac } from "../platform/events.ts";
import type { Found } from "./found.ts";
import { streamRows } from "./stream-rows.ts";

type EventRow = [
  organisationId: number,
  chainNo: number,
  /** ISO 8601 to the microsecond: a `Date` would hide what is behind the millisecond. */
  at: string,
  actor: string,
  role: string | null,
  action: string,
  object: string,
  purpose: string | null,
  basis: string | null,
  data: string,
  keyVersion: number,
  mac: Buffer,
  eventId: number,
];
type EndRow = [organisationId: number, lastNo: number, lastMac: Buffer];

const events = `
  select organisation_id, chain_no, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, role, action, object, purpose, basis, data, key_version, mac, event_id
  from event where ($1::integer[] is null or organisation_id = any ($1)) and chain_no > $2 order by organisation_id, chain_no`;
const ends = `
  select organisation_id, last_no, last_mac from event_chain where $1::integer[] is null or organisation_id = any ($1) order by organisation_id`;

/** A place in one chain: the number of an event, its MAC, its number among all events. */
export interface ChainPlace {
  readonly organisationId: number;
  readonly no: number;
  readonly mac: Buffer;
  readonly eventId: number;
}

/** The end of one chain as its events say it. */
type Chain = { -readonly [K in keyof ChainPlace]: ChainPlace[K] };

interface ChainsOptions {
  readonly client: pg.ClientBase;
  readonly chain: EventMac;
  readonly found: Found;
  /** Events without a MAC may occur at the beginning of chains: the first seal says that there were some. */
  readonly unchainedAllowed: boolean;
  readonly onProgress: (events: number) => void;
  readonly signal: AbortSignal | undefined;
  /** These chains alone. */
  readonly only?: readonly number[] | null;
  /** Readings are counted here, by their purpose. */
  readonly readings?: Map<string, number>;
  /** Of the one chain named: walked on from here. */
  readonly after?: ChainPlace | null;
}

/** Compares ends of chains with `event_chain`, both in order of the organisation. */
class Ends {
  readonly #rows: AsyncGenerator<EndRow[]>;
  readonly #found: Found;
  #batch: EndRow[] = [];
  #next = 0;

  constructor({ client, found, only = null }: ChainsOptions) {
    this.#rows = streamRows<EndRow>(client, ends, [only]);
    this.#found = found;
  }

  async #peek(): Promise<EndRow | null> {
    if (this.#next === this.#batch.length) {
      const batch = await this.#rows.next();
      if (batch.done) return null;
      this.#batch = batch.value;
      this.#next = 0;
    }
    return this.#batch[this.#next] ?? null;
  }

  /** Ends of chains before this organisation have no events. */
  async #skipTo(organisationId: number): Promise<EndRow | null> {
    for (;;) {
      const end = await this.#peek();
      if (end === null || end[0] > organisationId) return null;
      this.#next += 1;
      if (end[0] === organisationId) return end;
      if (end[1] > 0) this.#found.inChain("chain.empty", end[0], null, { expected: end[1] });
    }
  }

  async compare(chain: Chain): Promise<void> {
    const end = await this.#skipTo(chain.organisationId);
    if (end === null) this.#found.inChain("chain.end_missing", chain.organisationId, chain.no);
    else if (end[1] !== chain.no || !end[2].equals(chain.mac))
      this.#found.inChain("chain.end_differs", chain.organisationId, chain.no, { expected: end[1] });
  }

  async finish(): Promise<void> {
    await this.#skipTo(Number.POSITIVE_INFINITY);
    await this.#rows.return(undefined);
  }
}

/** Checks one event against the one before it. @returns whether it has a MAC */
const checkEvent = (row: EventRow, before: Chain, { chain, found, unchainedAllowed }: ChainsOptions): boolean => {
  const [organisationId, chainNo, at, actor, role, action, object, purpose, basis, data, keyVersion, mac, eventId] =
    row;
  if (chainNo !== before.no + 1)
    found.inChain("event.missing", organisationId, before.no + 1, {
      until: chainNo - 1,
      missing: chainNo - before.no - 1,
    });
  // Numbers are drawn while the end of the chain is locked, so they grow along it.
  if (eventId <= before.eventId) found.inChain("event.misnumbered", organisationId, chainNo, { number: eventId });
  if (mac.length === 0) {
    if (!unchainedAllowed || before.mac.length > 0) found.inChain("event.blanked", organisationId, chainNo);
    return false;
  }
  const text = chainText(
    { organisationId, chainNo, at: new Date(`${at.slice(0, 23)}Z`), actor, role, action, object, purpose, basis, data },
    before.mac,
  );
  if (!at.endsWith("000") || !chain.verify(keyVersion, text, mac))
    found.inChain("event.changed", organisationId, chainNo, { keyVersion });
  return true;
};

const none = Buffer.alloc(0);

/** Walks every chain from its first event (or from a place) to its end, in bounded memory. @returns where the last one ended, too */
export const verifyChains = async (
  options: ChainsOptions,
): Promise<{ events: number; unchained: number; chains: number; end: ChainPlace | null }> => {
  const { client, onProgress, signal, only = null, after = null, readings } = options;
  const compared = new Ends(options);
  let current: Chain | null = after && { ...after };
  let [count, unchained, chains] = [0, 0, 0];
  for await (const batch of streamRows<EventRow>(client, events, [only, after?.no ?? 0])) {
    signal?.throwIfAborted();
    for (const row of batch) {
      const [organisationId, chainNo] = row;
      if (current?.organisationId !== organisationId) {
        if (current) await compared.compare(current);
        current = { organisationId, no: 0, mac: none, eventId: 0 };
        chains += 1;
      }
      if (!checkEvent(row, current, options)) unchained += 1;
      if (row[7] !== null) readings?.set(row[7], (readings.get(row[7]) ?? 0) + 1);
      current.no = chainNo;
      current.mac = row[11];
      current.eventId = row[12];
    }
    count += batch.length;
    onProgress(count);
  }
  if (current) await compared.compare(current);
  await compared.finish();
  return { events: count, unchained, chains, end: current };
};
