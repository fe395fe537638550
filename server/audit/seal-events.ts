import { sealSeconds } from "@chengxin/domain/audit/watch-limits.ts";
import type pg from "pg";
import type { Clock } from "../platform/clock.ts";
import { inTransaction } from "../platform/in-transaction.ts";
import { logStatements } from "../log/log-statements.ts";
import type { Database } from "../platform/db.ts";
import { appendToSealFile, lastOfSealFile } from "./seal-file.ts";
import { contentColumns, digestOf, sealColumns, sealOf, signSeal, type Seal, type SealRow } from "./seal.ts";

/** Any number, the same in every version: one process at a time makes seals. */
const lock = 7_316_020_190;
/** Events in one seal, about: what reads them back holds one seal's in memory. */
const eventsAtMost = 100_000;

const newestSeals = async (client: pg.ClientBase, after: number): Promise<Seal[]> =>
  (
    await client.query<SealRow>(
      `select ${sealColumns} from event_seal where seal_no > $1 order by seal_no limit 1000`,
      [after],
    )
  ).rows.map(sealOf);

/** Where the next seal ends: at the oldest transaction still running, or where enough events are together; null when there is nothing to seal. */
const cut = `
  with running as (select pg_snapshot_xmin(pg_current_snapshot()) as oldest),
  first as (select e.transaction from event e, running where e.transaction >= $1::xid8 and e.transaction < oldest order by e.transaction limit 1),
  "full" as (select e.transaction from event e, running where e.transaction >= $1::xid8 and e.transaction < oldest order by e.transaction offset $2 limit 1)
  select case when f.transaction is null then running.oldest
    when f.transaction > first.transaction then f.transaction
    else (f.transaction::text::bigint + 1)::text::xid8 end::text as ends
  from first cross join running left join "full" f on true`;

/** The first seal holds whatever is from before chaining, so that no later one may. */
const firstCut = `
  select greatest($1::xid8, (select (max(transaction::text::bigint) + 1)::text::xid8 from event where length(mac) = 0))::text as ends`;

/**
 * Seals the events of finished transactions that no seal has, if there are any and no other process is at it. It doesn't go through `transact`: a seal says
 * nothing that happened, and its event would have to be sealed in turn, for ever.
 * @returns the new seal; null: nothing to do
 */
export const sealOnce = (database: Database, at: Date): Promise<Seal | null> =>
  inTransaction(database, async (client) => {
    const held = await client.query<{ held: boolean }>("select pg_try_advisory_xact_lock($1) as held", [lock]);
    if (!held.rows[0]?.held) return null;
    const { rows } = await client.query<SealRow>(`select ${sealColumns} from event_seal order by seal_no desc limit 1`);
    const last = rows[0] ? sealOf(rows[0]) : null;
    const from = last?.to ?? "0";
    const ends = await client.query<{ ends: string }>(cut, [from, eventsAtMost]);
    let to = ends.rows[0]?.ends;
    if (to === undefined) return null;
    if (last === null) to = (await client.query<{ ends: string }>(firstCut, [to])).rows[0]!.ends;
    const content = await client.query<{ events: number; unchained: number; entries: Buffer | null }>(
      `select ${contentColumns} from event e where e.transaction >= $1::xid8 and e.transaction < $2::xid8`,
      [from, to],
    );
    const { events, unchained, entries } = content.rows[0]!;
    const unsigned = { sealNo: (last?.sealNo ?? 0) + 1, at, from, to, events, unchained, digest: digestOf(entries) };
    const seal = signSeal(database.chain(), unsigned, last?.mac ?? Buffer.alloc(0));
    await client.query(
      `insert into event_seal (seal_no, at, from_transaction, to_transaction, events, unchained, digest, key_version, mac)
       values ($1, $2, $3::xid8, $4::xid8, $5, $6, $7, $8, $9)`,
      [seal.sealNo, at, from, to, events, unchained, seal.digest, seal.keyVersion, seal.mac],
    );
    // who changes seal and file alike would still have to change what the public log has of them
    await logStatements({ client, at }, [{ kind: "seal", number: seal.sealNo, digest: seal.digest.toString("hex") }]);
    return seal;
  });

/** The file holds seals that this database doesn't: the database was set back. The file stays as it is, as evidence. */
export class SealFileAhead extends Error {
  override readonly name = "SealFileAhead";
}

/**
 * Writes to the file what the table has beyond it.
 * @throws SealFileAhead
 */
const bringFileUpToDate = async (database: Database, path: string): Promise<void> => {
  const client = await database.pool.connect();
  let broken = false;
  try {
    // Two processes of one data directory don't write the same line.
    await client.query("begin; select pg_advisory_xact_lock(7316020191)");
    const last = await lastOfSealFile(path);
    if (last !== null) {
      const { rows } = await client.query<{ mac: Buffer }>("select mac from event_seal where seal_no = $1", [
        last.sealNo,
      ]);
      if (!rows[0]?.mac.equals(last.mac))
        throw new SealFileAhead(
          `seal ${last.sealNo} of ${last.at.toISOString()} in ${path} is not in the database: it was set back or its seals were changed. Run "npm run verify-events"; after restoring a backup on purpose, move the file aside and keep it`,
        );
    }
    for (let after = last?.sealNo ?? 0; ;) {
      const seals = await newestSeals(client, after);
      if (seals.length === 0) break;
      await appendToSealFile(path, seals);
      after = seals.at(-1)!.sealNo;
    }
  } finally {
    broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    client.release(broken);
  }
};

/** Seals all there is, and brings the file up to date. */
export const sealEvents = async (database: Database, path: string, at: Date): Promise<readonly Seal[]> => {
  const seals: Seal[] = [];
  for (let seal = await sealOnce(database, at); seal; seal = await sealOnce(database, at)) seals.push(seal);
  await bringFileUpToDate(database, path);
  return seals;
};

interface SealerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly path: string;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks for something new. */
  readonly everyMs?: number;
}

/** Seals now and then, and once more at the end. Several processes may each have one. */
export class EventSealer {
  readonly #options: SealerOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  start(): void {
    const look = (): void => void (this.#running ??= this.#seal().finally(() => (this.#running = null)));
    this.#timer = setInterval(look, this.#options.everyMs ?? sealSeconds * 1000);
    this.#timer.unref();
    look();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
    await this.#seal();
  }

  async #seal(): Promise<void> {
    const { database, path, clock, onError } = this.#options;
    await sealEvents(database, path, clock.now()).catch(onError);
  }
}
