import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { chainText, type EventMac } from "../platform/events.ts";
import { createRandom, type Random } from "./random.ts";

/** Accounts in the invented log: few do much. */
const accounts = 2000;
const spanMs = 3 * 365 * 86_400_000;
const until = Date.UTC(2026, 10, 1);
const rowsAtOnce = 500;
const stream = 77;

export const accountNo = (n: number): string => `account:00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

const purposes = ["administrative-task", "administrative-task", "window-query", "data-check", "mandate-check"] as const;
const offices = ["creditCentre", "creditOffice", "countyOffice", "departmentClerk"] as const;

interface Invented {
  readonly organisationId: number;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly object: string;
  readonly purpose: string;
  readonly basis: string;
}

const none = "\\N";

/** An event of a working platform: readings, sign-ins, mandates, batches, what auditors do, and a few rare ones. */
const invent = (random: Random, n: number, organisations: number): Invented => {
  const kind = random.next();
  const actor = accountNo(Math.trunc(accounts * random.next() ** 3));
  const organisationId = 1 + Math.trunc(organisations * random.next() ** 2);
  const plain = { purpose: none, basis: none };
  if (kind < 0.4) {
    const purpose = random.pick(purposes);
    const role = purpose === "window-query" || purpose === "mandate-check" ? "windowClerk" : random.pick(offices);
    const action = purpose === "mandate-check" ? "read.mandate.read" : "read.dossier.read-on-ground";
    const basis = `ground:${random.below(1_000_000)}`;
    return { organisationId, actor, role, action, object: `file:${organisationId}`, purpose, basis };
  }
  if (kind < 0.45) {
    const own = { action: "read.dossier.read-own", purpose: "own-record", basis: "mandate:1" };
    return { organisationId, actor, role: "agent", object: `file:${organisationId}`, ...own };
  }
  if (kind < 0.65) {
    const action = random.pick(["session.started", "session.half-started", "session.ended", "session.failed"]);
    return { organisationId: 0, actor, role: none, action, object: actor, ...plain };
  }
  if (kind < 0.85) {
    const action = random.pick(["mandate.asked", "mandate.confirmed", "ground.opened", "authorisation.granted"]);
    return { organisationId, actor, role: "signedIn", action, object: `mandate:${n}`, ...plain };
  }
  if (kind < 0.95) {
    const batch = `batch:${Math.trunc(n / 200)}`;
    return {
      organisationId: 0,
      actor: "operator:import",
      role: none,
      action: "batch.chunk_stored",
      object: batch,
      ...plain,
    };
  }
  if (kind < 0.9899)
    return { organisationId: 0, actor, role: "auditor", action: "audit.searched", object: "events", ...plain };
  if (kind < 0.9999)
    return { organisationId: 0, actor, role: none, action: "access.refused", object: "action:audit.search", ...plain };
  return {
    organisationId: 0,
    actor: "system:audit",
    role: none,
    action: "alert.raised",
    object: `alert:${n}`,
    ...plain,
  };
};

/** The end of each chain while it is filled. */
interface Ends {
  readonly no: Int32Array;
  readonly mac: (Buffer | undefined)[];
}

const orNull = (text: string): string | null => (text === none ? null : text);
const data = '{"request":"00000000-0000-4000-8000-000000000000"}';

/** A MAC as long as a true one, and as different from row to row. */
const falseMac = (n: number) => ({
  keyVersion: 1,
  mac: Buffer.from((BigInt(n) * 0x9e3779b97f4a7c15n).toString(16).padStart(64, "0").slice(-64), "hex"),
});

const line = (n: number, events: number, one: Invented, ends: Ends, chain: EventMac | null): string => {
  const at = new Date(until - spanMs + Math.trunc((n / events) * spanMs));
  const { organisationId, actor, role, action, object, purpose, basis } = one;
  const chainNo = (ends.no[organisationId]! += 1);
  const event = { organisationId, chainNo, at, actor, action, object, data };
  const { keyVersion, mac } =
    chain === null
      ? falseMac(n)
      : chain.mac(
          chainText(
            { ...event, role: orNull(role), purpose: orNull(purpose), basis: orNull(basis) },
            ends.mac[organisationId] ?? Buffer.alloc(0),
          ),
        );
  ends.mac[organisationId] = mac;
  const transaction = chain === null ? `${1_000_000_000 + Math.trunc(n / 50)}\t` : "";
  return `${transaction}${organisationId}\t${chainNo}\t${at.toISOString()}\t${actor}\t${role}\t${action}\t${object}\t${purpose}\t${basis}\t${data}\t${keyVersion}\t\\\\x${mac.toString("hex")}\n`;
};

/** The chains as they end now; they are gone on with. */
const endsOf = async (client: pg.ClientBase, organisations: number): Promise<Ends> => {
  const ends: Ends = { no: new Int32Array(organisations + 1), mac: [] };
  const { rows } = await client.query<{ organisation_id: number; last_no: string; last_mac: Buffer }>(
    "select organisation_id, last_no::text, last_mac from event_chain where organisation_id <= $1",
    [organisations],
  );
  for (const row of rows) {
    ends.no[row.organisation_id] = Number(row.last_no);
    ends.mac[row.organisation_id] = row.last_mac;
  }
  return ends;
};

interface FillOptions {
  /** May take triggers and indexes off. */
  readonly client: pg.ClientBase;
  readonly events: number;
  /** Ids from 1 to this. */
  readonly organisations: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** Makes true chains, in transactions that have happened; left out: MACs are none, and a verifier would call every event changed. */
  readonly chain?: EventMac;
  /** Called between pieces of the work. */
  readonly pause?: () => Promise<void>;
}

/** Fills the log with invented events by COPY, with all indexes made afterwards. */
export const fillEvents = async (options: FillOptions): Promise<void> => {
  const { client, events, organisations, seed, say, chain = null, pause = () => Promise.resolve() } = options;
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'event'::regclass and not i.indisprimary`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  const ends = await endsOf(client, organisations);
  const random = createRandom();
  const piece = chain === null ? 1_000_000 : 100_000;
  const lines = function* (from: number, to: number): Generator<string> {
    for (let n = from; n < to; n += rowsAtOnce) {
      let text = "";
      for (let row = n; row < Math.min(to, n + rowsAtOnce); row += 1) {
        random.at(seed, stream, row);
        text += line(row, events, invent(random, row, organisations), ends, chain);
      }
      yield text;
    }
  };
  const started = performance.now();
  for (let from = 0; from < events; from += piece) {
    await pause();
    const into = client.query(
      copyFrom(
        `copy event (${chain === null ? "transaction, " : ""}organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac) from stdin`,
      ),
    );
    await pipeline(Readable.from(lines(from, Math.min(events, from + piece))), into);
  }
  say(
    `${events} events by COPY in ${((performance.now() - started) / 1000).toFixed(0)} s, without indexes but the chains' own`,
  );
  for (const { name, definition } of indexes) {
    await pause();
    const begun = performance.now();
    await client.query(definition.replace(/ ON ONLY /i, " ON "));
    say(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
  await pause();
  await client.query(
    `insert into event_chain (organisation_id, last_no, last_mac)
     select distinct on (organisation_id) organisation_id, chain_no, mac from event where organisation_id <= $1 order by organisation_id, chain_no desc
     on conflict (organisation_id) do update set last_no = excluded.last_no, last_mac = excluded.last_mac where event_chain.last_no < excluded.last_no`,
    [organisations],
  );
  await client.query("vacuum analyze event");
};
