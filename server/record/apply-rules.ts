import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import { publicityFacts, publicUntil } from "@chengxin/domain/record/publicity.ts";
import { itemsByNumber } from "../organisation/summary.ts";
import { dayInShanghai, type Clock } from "../platform/clock.ts";
import { logUnlogged } from "../log/log-versions.ts";
import { transact, type Database, type Tx } from "../platform/db.ts";

export interface RuleServices {
  /** For long statements: without the time limit of the public's questions. */
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

interface StoredRecord {
  organisation_id: number;
  record_id: string;
  version: number;
  item_id: number;
  source_id: number;
  decided_on: string;
  valid_until: string | null;
  public_until: string;
  known_from: Date;
  content: string;
}

/** Records that a run gave an earlier end, and records that it left alone because the present rules would show them for longer. */
export interface Applied {
  readonly changed: number;
  readonly longer: number;
}

const actor = { kind: "system", name: "rules" } as const;
/** Organisations looked at in one transaction; the largest has some ten thousands of records. */
const organisationsAtOnce = 500;
const lock = 731_603;

const currentRecords = `
  select organisation_id, record_id, version, item_id, source_id, decided_on, valid_until, public_until, known_from, content
  from record where organisation_id > $1 and organisation_id <= $2 and known_until = 'infinity' and change <> 'withdrawn'`;

/** Ends the versions and adds their successors in one statement. A version that a correction ended meanwhile is left alone: intake computed that correction. */
const supersede = `
  with ended as (
    update record r set known_until = greatest($1, r.known_from + interval '1 microsecond')
    from unnest($2::integer[], $3::uuid[], $4::smallint[], $5::date[]) as k (organisation_id, record_id, version, public_until)
    where r.organisation_id = k.organisation_id and r.record_id = k.record_id and r.version = k.version and r.known_until = 'infinity'
    returning r.*, k.public_until as new_public_until
  )
  insert into record (organisation_id, record_id, version, item_id, source_id, authority_id, region_code, decided_on, valid_from, valid_until,
    public_until, kind, amount_cents, change, content, content_hash, batch_id, row_no, known_from)
  select organisation_id, record_id, version + 1, item_id, source_id, authority_id, region_code, decided_on, valid_from, valid_until,
    new_public_until, kind, amount_cents, 'rules', content, content_hash, batch_id, row_no, known_until
  from ended`;

/** The day on which publication ends under the rules now, as the column holds it. null: this rule book doesn't know the item. */
const publicUntilNow = (
  catalogue: Catalogue,
  sectors: ReadonlyMap<number, string | null>,
  row: StoredRecord,
): string | null => {
  const item = itemsByNumber(catalogue).get(row.item_id);
  if (!item) return null;
  const draft = { decidedOn: row.decided_on, validUntil: row.valid_until, receivedOn: dayInShanghai(row.known_from) };
  const facts = publicityFacts(item, JSON.parse(row.content) as RecordContent, draft, {
    sector: sectors.get(row.source_id) ?? null,
  });
  const { publish, until } = publicUntil(facts, catalogue);
  return publish ? (until ?? "infinity") : "-infinity";
};

const rank = (until: string): string => (until === "infinity" ? "9" : until === "-infinity" ? "0" : `1${until}`);
const endsBefore = (a: string, b: string): boolean => rank(a) < rank(b);

const applyToRange = async (
  tx: Tx,
  { catalogue }: RuleServices,
  sectors: ReadonlyMap<number, string | null>,
  from: number,
  to: number,
): Promise<{ changed: number; longer: number; organisations: number[] }> => {
  const { rows } = await tx.client.query<StoredRecord>(currentRecords, [from, to]);
  const computed = rows.flatMap((row) => {
    const until = publicUntilNow(catalogue, sectors, row);
    return until === null || until === row.public_until ? [] : [{ row, until }];
  });
  const due = computed.filter(({ row, until }) => endsBefore(until, row.public_until));
  const longer = computed.length - due.length;
  if (due.length === 0) return { changed: 0, longer, organisations: [] };
  due.sort((a, b) => a.row.organisation_id - b.row.organisation_id || (a.row.record_id < b.row.record_id ? -1 : 1));
  const { rowCount } = await tx.client.query(supersede, [
    tx.at,
    due.map(({ row }) => row.organisation_id),
    due.map(({ row }) => row.record_id),
    due.map(({ row }) => row.version),
    due.map(({ until }) => until),
  ]);
  await logUnlogged(tx, from, to);
  return { changed: rowCount ?? 0, longer, organisations: [...new Set(due.map(({ row }) => row.organisation_id))] };
};

interface Run {
  readonly run: number;
  readonly digest: string;
  readonly up_to: number;
  readonly finished_at: Date | null;
}

/** The run to go on with: the latest one when it was for this rule book, else a new one. null: this rule book was the last one applied. */
const openRun = async (services: RuleServices): Promise<Run | null> => {
  const { database, catalogue, clock } = services;
  const { rows } = await database.pool.query<Run>(
    "select run, digest, up_to, finished_at from rules_application order by run desc limit 1",
  );
  if (rows[0]?.digest === catalogue.digest) return rows[0].finished_at === null ? rows[0] : null;
  return transact(database, { actor, at: clock.now() }, async (tx) => {
    const begun = await tx.client.query<Run>(
      "insert into rules_application (digest, up_to, changed, longer) values ($1, 0, 0, 0) returning run, digest, up_to, finished_at",
      [catalogue.digest],
    );
    tx.note({ action: "rules.begun", object: `catalogue:${catalogue.digest}`, data: {} });
    return begun.rows[0] ?? null;
  });
};

const runThrough = async (
  services: RuleServices,
  { run, up_to }: Run,
  signal: AbortSignal | undefined,
): Promise<Applied> => {
  const { database, catalogue, clock } = services;
  const sectors = new Map([...catalogue.sources.values()].map((source) => [source.number, source.sector]));
  const { rows } = await database.pool.query<{ last: number | null }>(
    "select max(organisation_id) as last from organisation",
  );
  const last = rows[0]?.last ?? 0;
  const applied = { changed: 0, longer: 0 };
  for (let from = up_to, finished = false; !finished && !signal?.aborted; from += organisationsAtOnce) {
    const to = from + organisationsAtOnce;
    finished = to >= last;
    await transact(database, { actor, at: clock.now() }, async (tx) => {
      const { changed, longer, organisations } = await applyToRange(tx, services, sectors, from, to);
      await tx.client.query(
        "update rules_application set up_to = $2, changed = changed + $3, longer = longer + $4, finished_at = $5 where run = $1",
        [run, to, changed, longer, finished ? tx.at : null],
      );
      tx.note({
        action: "rules.applied",
        object: `catalogue:${catalogue.digest}`,
        data: { after: from, upTo: to, changed, longer, organisations },
      });
      applied.changed += changed;
      applied.longer += longer;
    });
  }
  return applied;
};

/**
 * Computes the end of publication of every stored record under the present rule book and stores a new version (`change` = `rules`) where it comes earlier,
 * so that a change of law ends what is public already. Nothing is made public for longer by itself (charter 8): such records are counted and keep their day.
 * Goes on where it was cut off; does nothing when this rule book was the last one applied.
 * @returns what this call did; null when there was nothing to do or another process is at it
 */
export const applyRules = async (services: RuleServices, signal?: AbortSignal): Promise<Applied | null> => {
  const guard = await services.database.pool.connect();
  let broken = true;
  try {
    const { rows } = await guard.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
    if (!rows[0]?.held) {
      broken = false;
      return null;
    }
    const run = await openRun(services);
    const applied = run && (await runThrough(services, run, signal));
    await guard.query("select pg_advisory_unlock($1)", [lock]);
    broken = false;
    return applied;
  } finally {
    guard.release(broken);
  }
};
