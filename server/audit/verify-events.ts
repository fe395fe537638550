import { unsealedSeconds } from "@chengxin/domain/audit/watch-limits.ts";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { VerifierReport } from "@chengxin/domain/audit/event-fault.ts";
import type pg from "pg";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { Found } from "./found.ts";
import { lastOfSealFile } from "./seal-file.ts";
import { verifyChains } from "./verify-chains.ts";
import { verifySeals, type SealsChecked } from "./verify-seals.ts";

/** Events may go without a seal for so long (two looks of the sealer and what they take). */
const unsealedMs = unsealedSeconds * 1000;

export interface VerifyOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly filePath: string;
  /** Told how many events of how many are checked. */
  readonly onProgress?: (checked: number, expected: number) => void;
  readonly signal?: AbortSignal;
  /** Before events without a seal are called a fault, the sealer is given this long to seal them. */
  readonly waitMs?: number;
}

/** What was old enough for a seal and had none, in the look at the database that is being checked. */
interface Unsealed {
  readonly events: number;
  readonly oldest: Date;
  readonly newest: string;
}

const findUnsealed = async (
  client: pg.ClientBase,
  sealedTo: string,
  at: Date,
  found: Found,
): Promise<Unsealed | null> => {
  const { rows } = await client.query<{ events: number; future: number; oldest: Date; newest: string }>(
    `select count(*) filter (where transaction < pg_snapshot_xmin(pg_current_snapshot()) and at < $2) as events,
       count(*) filter (where transaction >= pg_snapshot_xmax(pg_current_snapshot())) as future,
       min(at) filter (where transaction < pg_snapshot_xmin(pg_current_snapshot())) as oldest,
       (max(transaction::text::bigint) filter (where transaction < pg_snapshot_xmin(pg_current_snapshot()) and at < $2))::text as newest
     from event where transaction >= $1::xid8`,
    [sealedTo, new Date(at.getTime() - unsealedMs)],
  );
  const { events, future, oldest, newest } = rows[0]!;
  if (future > 0) found.inSeal("seal.future", null, { events: future });
  return events === 0 ? null : { events, oldest, newest };
};

/** Did seals come that cover it, within the time? */
const sealedMeanwhile = async (
  { database, signal, waitMs = 30_000 }: VerifyOptions,
  { newest }: Unsealed,
): Promise<boolean> => {
  const until = performance.now() + waitMs;
  for (;;) {
    const { rows } = await database.pool.query<{ sealed: boolean }>(
      "select exists (select from event_seal where to_transaction > $1::xid8) as sealed",
      [newest],
    );
    if (rows[0]?.sealed) return true;
    if (performance.now() > until) return false;
    await sleep(500, undefined, { signal });
  }
};

/** The end of the file against the table as it is now. */
const compareFileEnd = async (
  { database, filePath }: VerifyOptions,
  { last, ahead, lastInFile }: SealsChecked,
  at: Date,
  found: Found,
): Promise<void> => {
  if (last && !existsSync(filePath)) return found.inSeal("file.none", null);
  const now = await database.pool.query<{ seal_no: number; mac: Buffer }>(
    "select seal_no, mac from event_seal where seal_no = any ($1::integer[])",
    [ahead.slice(-1000).map((seal) => seal.sealNo)],
  );
  const known = new Map(now.rows.map((row) => [row.seal_no, row.mac]));
  const lacking = ahead.filter((seal) => !known.get(seal.sealNo)?.equals(seal.mac));
  if (lacking[0])
    found.inSeal("file.ahead", lacking[0].sealNo, { seals: lacking.length, at: lacking[0].at.toISOString() });
  const old = new Date(at.getTime() - unsealedMs);
  const end = (await lastOfSealFile(filePath))?.sealNo ?? 0;
  if (last && last.at < old && end < last.sealNo)
    found.inSeal("file.behind", last.sealNo, { inFile: Math.max(end, lastInFile) });
};

/**
 * Checks everything: chains contiguous from 1, every MAC, ends of chains, seals and what they cover, the file of seals. Reads one look at the database, in
 * bounded memory, while others write.
 */
export const verifyEvents = async (options: VerifyOptions): Promise<VerifierReport> => {
  const { database, clock, filePath, onProgress, signal } = options;
  const begun = performance.now();
  const found = new Found();
  const at = clock.now();
  const client = await database.pool.connect();
  let sealed: SealsChecked;
  let unsealed: Unsealed | null;
  let walked: Awaited<ReturnType<typeof verifyChains>>;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(
      "set local cursor_tuple_fraction = 1; set local statement_timeout = 0; set local work_mem = '64MB'",
    );
    const { rows } = await client.query<{ events: number }>(
      "select coalesce(sum(last_no), 0)::bigint as events from event_chain",
    );
    const chain = database.chain();
    sealed = await verifySeals({ client, chain, found, filePath, signal });
    unsealed = await findUnsealed(client, sealed.last?.to ?? "0", at, found);
    walked = await verifyChains({
      client,
      chain,
      found,
      unchainedAllowed: sealed.firstUnchained > 0,
      onProgress: (checked) => onProgress?.(checked, rows[0]!.events),
      signal,
    });
  } finally {
    // What was read is all there is to keep.
    const broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    client.release(broken);
  }
  if (walked.unchained > sealed.firstUnchained && sealed.last)
    found.inSeal("seal.unchained", 1, { events: walked.unchained - sealed.firstUnchained });
  if (unsealed && !(await sealedMeanwhile(options, unsealed)))
    found.inSeal("seal.behind", null, { events: unsealed.events, oldest: unsealed.oldest.toISOString() });
  await compareFileEnd(options, sealed, at, found);
  return {
    at: at.toISOString(),
    ...walked,
    seals: sealed.seals,
    sealedUntil: sealed.last?.at.toISOString() ?? null,
    milliseconds: Math.round(performance.now() - begun),
    faultCount: found.count,
    faults: found.faults,
  };
};
