import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import { from as copyFrom } from "pg-copy-streams";
import { takeGroupNumber } from "../log/groups.ts";
import { transact, type Database, type Tx } from "../platform/db.ts";
import { storeBaseData, type StoredBase } from "./base-data.ts";
import type { CheckedChunk, RejectedRow, Tally } from "./checked-chunk.ts";
import {
  assembleCopy,
  decideOutcomes,
  identityOf,
  mostVersions,
  type Ending,
  type StoredVersion,
} from "./decide-outcomes.ts";
import { examplesOfEach } from "./limits.ts";
import { logCopied } from "./log-records.ts";
import { microseconds, recordColumns } from "./record-tuple.ts";
import { Overtaken, retrying } from "./retrying.ts";

/** A checked chunk whose organisations and authorities have been found. */
export interface ResolvedChunk {
  readonly checked: CheckedChunk;
  readonly tuples: Buffer;
  /** Codes of the organisations, by index of the subject. */
  readonly usccs: readonly string[];
  /** Drafts that may become versions, in the order of the file. */
  readonly drafts: readonly number[];
  /** Drafts whose identity may be known already; null: look up all. */
  readonly maybeKnown: readonly number[] | null;
  /** Drafts rejected because of what the register says. */
  readonly late: readonly { readonly draft: number; readonly problem: RowProblem }[];
  /** Base data by draft, for the item `organisation`. */
  readonly base: ReadonlyMap<number, StoredBase>;
  /** Drafts of organisations that are known only from records: whether those are shown depends on their records. */
  readonly unregistered: ReadonlySet<number>;
}

export interface StoreContext {
  readonly database: Database;
  readonly actor: Actor;
  readonly now: () => Date;
  readonly batch: number;
  readonly item: string;
  readonly source: string;
  readonly sourceNumber: number;
  sourceCode(number: number): string;
  /** JSON of cells of rejected drafts, by their row numbers. */
  cells(rows: readonly number[]): Promise<string[]>;
  initials(names: readonly string[]): Promise<string[]>;
}

export interface ChunkCounts {
  readonly read: number;
  readonly accepted: number;
  readonly corrected: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly turnedAway: number;
}

const lookUp = `
  select k.organisation_id, k.record_id::text, r.version, r.content_hash, r.source_id, r.change, r.batch_id,
    (extract(epoch from r.known_from - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint::text as known_from
  from unnest($1::integer[], $2::uuid[]) as k (organisation_id, record_id)
  cross join lateral (
    select version, content_hash, source_id, change, batch_id, known_from from record
    where organisation_id = k.organisation_id and record_id = k.record_id order by version offset 0
  ) r`;

/** Rows are ended one by one through the primary key, whatever the statistics say. */
const endVersions = `
  update record r set known_until = timestamptz '2000-01-01 00:00:00+00' + k.until * interval '1 microsecond'
  from unnest($1::integer[], $2::uuid[], $3::smallint[], $4::bigint[]) as k (organisation_id, record_id, version, until)
  where r.organisation_id = k.organisation_id and r.record_id = k.record_id and r.version = k.version and r.known_until = 'infinity'`;

const storedVersions = async (
  tx: Tx,
  tuples: Buffer,
  starts: Uint32Array,
  drafts: readonly number[],
): Promise<{ looked: Set<string>; stored: StoredVersion[] }> => {
  const looked = new Set(drafts.map((draft) => identityOf(tuples, starts[draft] as number)));
  const parts = [...looked].map((key) => key.split(" "));
  const { rows } = await tx.client.query<StoredVersion>(lookUp, [
    parts.map((part) => Number(part[0])),
    parts.map((part) => part[1]),
  ]);
  return { looked, stored: rows };
};

const end = async (tx: Tx, endings: readonly Ending[]): Promise<void> => {
  if (endings.length === 0) return;
  await tx.client.query("set local enable_hashjoin = off; set local enable_mergejoin = off");
  const sorted = endings.toSorted((a, b) => a.organisation - b.organisation || (a.recordId < b.recordId ? -1 : 1));
  const ended = await tx.client.query(endVersions, [
    sorted.map((ending) => ending.organisation),
    sorted.map((ending) => ending.recordId),
    sorted.map((ending) => ending.version),
    sorted.map((ending) => String(ending.until)),
  ]);
  if (ended.rowCount !== endings.length) throw new Overtaken("a version was superseded by another import");
};

const copy = async (tx: Tx, body: Buffer): Promise<void> => {
  await pipeline(
    Readable.from([body], { objectMode: true }),
    tx.client.query(copyFrom(`copy record (${recordColumns.join(", ")}) from stdin (format binary)`)),
  );
};

/** Row numbers of the first examples. */
const firstRows = (rows: readonly number[]): number[] => rows.toSorted((a, b) => a - b).slice(0, examplesOfEach);

const add = (tally: Tally, code: string, n: number): void => {
  if (n > 0) tally[code] = (tally[code] ?? 0) + n;
};

const attempt = async (context: StoreContext, chunk: ResolvedChunk, tx: Tx, lookAll: boolean): Promise<ChunkCounts> => {
  const { checked, tuples, drafts } = chunk;
  const { starts } = checked;
  const candidates = lookAll || chunk.maybeKnown === null ? drafts : chunk.maybeKnown;
  const { looked, stored } =
    candidates.length > 0 ? await storedVersions(tx, tuples, starts, candidates) : { looked: null, stored: [] };
  const outcomes = decideOutcomes({
    tuples,
    starts,
    drafts,
    looked,
    stored,
    source: context.sourceNumber,
    batch: context.batch,
    moment: microseconds(tx.at),
  });

  await end(tx, outcomes.endings);
  const body = assembleCopy(tuples, starts, outcomes);
  if (body) {
    const { usccs } = chunk;
    const usccOf = (draft: number): string => usccs[checked.subjectOf[draft] as number] as string;
    const group = logCopied(body, context.item, usccOf, await takeGroupNumber(tx));
    await copy(tx, body.body);
    await group.store(tx);
  }

  const become = [...outcomes.accepted, ...outcomes.corrected].sort((a, b) => a - b);
  const changed = new Set(
    await storeBaseData(
      tx,
      become.flatMap((draft) => chunk.base.get(draft) ?? []),
      context.initials,
    ),
  );
  for (const draft of become)
    if (chunk.unregistered.has(draft)) changed.add(tuples.readInt32BE((starts[draft] as number) + 6));

  const late = [
    ...chunk.late,
    ...outcomes.ofOtherSource.map(({ draft, source }) => ({
      draft,
      problem: {
        code: "record.reported_by_other_source",
        field: null,
        column: null,
        data: { source: context.sourceCode(source) },
      } as const,
    })),
    ...outcomes.afterWithdrawal.map((draft) => ({
      draft,
      problem: { code: "record.withdrawn", field: null, column: null, data: {} } as const,
    })),
    ...outcomes.beyondVersions.map((draft) => ({
      draft,
      problem: {
        code: "record.too_many_versions",
        field: null,
        column: null,
        data: { versions: mostVersions },
      } as const,
    })),
  ].sort((a, b) => a.draft - b.draft);
  const lateCells = late.length > 0 ? await context.cells(late.map(({ draft }) => checked.rows[draft] as number)) : [];
  const rejected: RejectedRow[] = [
    ...checked.rejected,
    ...late.map(({ draft, problem }, i) => ({
      row: checked.rows[draft] as number,
      cells: lateCells[i] as string,
      problems: [problem],
    })),
  ];
  if (rejected.length > 0) {
    await tx.client.query(
      "insert into rejection (batch_id, row_no, cells, problems) select $1, r.row_no, r.cells, r.problems from unnest($2::bigint[], $3::text[], $4::text[]) as r (row_no, cells, problems)",
      [
        context.batch,
        rejected.map((one) => one.row),
        rejected.map((one) => one.cells),
        rejected.map((one) => JSON.stringify(one.problems)),
      ],
    );
  }

  const counts: ChunkCounts = {
    read: checked.read,
    accepted: outcomes.accepted.length,
    corrected: outcomes.corrected.length,
    duplicate: outcomes.duplicate,
    rejected: rejected.length,
    turnedAway: checked.turnedAway,
  };
  const notes = { ...checked.notes };
  const noteRows: Record<string, number[]> = {};
  for (const [code, noted] of [
    ["record.superseded_content", outcomes.superseded],
    ["record.withdrawn_before", outcomes.withdrawnBefore],
    ["record.corrected_within_file", outcomes.withinFile],
    ["record.withdrawn", outcomes.withdrawals],
  ] as const) {
    add(notes, code, noted.length);
    if (noted.length > 0) noteRows[code] = firstRows(noted.map((draft) => checked.rows[draft] as number));
  }
  add(notes, "subject.registered_from_record", become.filter((draft) => chunk.unregistered.has(draft)).length);
  const problems: Tally = {};
  for (const row of rejected) for (const problem of row.problems) add(problems, problem.code, 1);
  await tx.client.query(
    `insert into batch_chunk (batch_id, chunk_no, first_row, read, accepted, corrected, duplicate, rejected, turned_away, tally, stored_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      context.batch,
      checked.no,
      checked.firstRow,
      counts.read,
      counts.accepted,
      counts.corrected,
      counts.duplicate,
      counts.rejected,
      counts.turnedAway,
      JSON.stringify({ reasons: checked.reasons, notes, noteFields: checked.noteFields, noteRows, problems }),
      tx.at,
    ],
  );
  tx.note({
    action: "batch.chunk_stored",
    object: `batch:${context.batch}`,
    data: { item: context.item, source: context.source, chunk: checked.no, ...counts, organisations: [...changed] },
  });
  return counts;
};

/**
 * Stores a chunk in one transaction: new records and versions, ends of superseded ones, base data, rejected rows, counts and the event.
 * Done again when another import got in the way, then with every identity looked up.
 */
export const storeChunk = (context: StoreContext, chunk: ResolvedChunk): Promise<ChunkCounts> =>
  retrying((n) =>
    transact(context.database, { actor: context.actor, at: context.now() }, (tx) => attempt(context, chunk, tx, n > 0)),
  );
