import { systemClock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { NewEvent } from "../platform/events.ts";
import { alternate, compareRates, type Figure } from "./figure.ts";
import type { Rig } from "./rig.ts";

const seconds = 2;
const clients = 8;
const manyChains = 5000;

const actor = { kind: "system", name: "bench" } as const;
const eventOf = (n: number, organisationId: number): NewEvent => ({
  action: "read.dossier.read-on-ground",
  object: `file:${n}`,
  organisationId,
  role: "creditCentre",
  purpose: "administrative-task",
  basis: "函〔2026〕100号",
  data: { request: "00000000-0000-4000-8000-000000000000", n },
});

/** As wide as `event`, with its indexes and partitions, and nothing of ours above it. */
const bareTable = `
  drop table if exists bare_event;
  create table bare_event (like event including all) partition by hash (organisation_id);
  do $$ begin
    for i in 0..7 loop
      execute format('create table bare_event_p%s partition of bare_event for values with (modulus 8, remainder %s)', i, i);
    end loop;
  end $$;
  grant insert on bare_event to chengxin_app`;

const insert = {
  name: "bench.bare-event",
  text: `insert into bare_event (organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac)
    select * from unnest($1::integer[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::smallint[], $12::bytea[])`,
};

/** Rows of bare INSERTs get numbers of their own, as no chain gives them any. */
let bareNo = 0;
const mac = Buffer.alloc(32, 7);

const bareInsert = async ({ pool }: Database, events: readonly NewEvent[]): Promise<void> => {
  const at = systemClock.now();
  const columns = events.map((event) => [
    event.organisationId,
    (bareNo += 1),
    at,
    "system:bench",
    event.role,
    event.action,
    event.object,
    event.purpose,
    event.basis,
    JSON.stringify(event.data),
    1,
    mac,
  ]);
  await pool.query({ ...insert, values: Array.from({ length: 12 }, (_, column) => columns.map((row) => row[column])) });
};

const throughTransact = (database: Database, events: readonly NewEvent[]): Promise<void> =>
  transact(database, { actor, at: systemClock.now() }, ({ note }) => {
    for (const event of events) note(event);
    return Promise.resolve();
  });

interface Way {
  readonly line: string;
  readonly concurrent: number;
  /** Organisations that the events are about. */
  readonly chains: number;
  /** Events in one transaction. */
  readonly group: number;
}

const ways: readonly Way[] = [
  { line: "events.one-chain", concurrent: 1, chains: 1, group: 1 },
  { line: "events.many-chains", concurrent: 1, chains: manyChains, group: 1 },
  { line: "events.group", concurrent: 1, chains: manyChains, group: 100 },
  { line: "events.concurrent", concurrent: clients, chains: manyChains, group: 1 },
  { line: "events.contended", concurrent: clients, chains: 1, group: 1 },
];

let number = 0;

/** Events a second by so many callers, each with one transaction after the other. */
const rateOf = async (
  { concurrent, chains, group }: Way,
  write: (events: readonly NewEvent[]) => Promise<void>,
): Promise<number> => {
  const started = performance.now();
  let n = 0;
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (performance.now() - started < seconds * 1000) {
        await write(
          Array.from({ length: group }, () => eventOf((number += 1), 1_000_000 + ((number * 7919) % chains))),
        );
        n += group;
      }
    }),
  );
  return n / ((performance.now() - started) / 1000);
};

/** Events through `transact` (chain locked, MAC, end of the chain moved, commit), against a bare INSERT of the same rows with a commit of its own. */
export async function* eventFigures({ services, superuser, sizes }: Rig): AsyncGenerator<Figure> {
  await superuser.query(bareTable);
  const database = services.database;
  for (const way of ways) {
    const values = await alternate(
      sizes.rounds,
      {
        ours: () => rateOf(way, (events) => throughTransact(database, events)),
        bare: () => rateOf(way, (events) => bareInsert(database, events)),
      },
      1,
    );
    yield compareRates(
      { line: way.line, unit: "events a second", note: `${way.concurrent} at a time, ${way.group} a transaction` },
      values.ours,
      values.bare,
    );
  }
  await superuser.query("drop table bare_event");
}
