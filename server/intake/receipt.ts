import type { ProblemData, RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import type { Database } from "../platform/db.ts";
import type { FieldTally, Tally } from "./checked-chunk.ts";
import type { FileNote } from "./intake-file.ts";
import { examplesOfEach } from "./limits.ts";
import type { ChunkCounts } from "./store-chunk.ts";

/** One faulty cell, told with where it stands. */
export interface ProblemExample {
  /** The file's row (header = 1). */
  readonly row: number;
  /** 0-based column of the file's own columns; null: the row as a whole, or a column that is missing. */
  readonly column: number | null;
  /** Header as sent; of a missing column the field's own name. */
  readonly header: string | null;
  readonly field: string | null;
  /** The field's Chinese name; null: the row as a whole. */
  readonly name: string | null;
  readonly data: ProblemData;
}

/** A column as a clerk is told of it: a header that is a code alone (CF_XDR_SHXYM) comes with the field's name. */
export const columnLabel = (header: string | null, name: string | null): string | null =>
  header === null || header === ""
    ? name
    : name === null || /\p{Script=Han}/u.test(header)
      ? header
      : `${header} ${name}`;

export interface ProblemTally {
  readonly code: string;
  readonly count: number;
  readonly examples: readonly ProblemExample[];
}

/** What became of a file. `read` = accepted + corrected + duplicate + rejected + turnedAway, always. */
export interface Receipt extends ChunkCounts {
  readonly batch: number;
  readonly item: string;
  readonly source: string;
  /** Name of the file as it was sent. */
  readonly file: string;
  readonly sha256: string;
  readonly layout: string;
  readonly encoding: string | null;
  readonly problems: readonly ProblemTally[];
  readonly reasons: Tally;
  readonly notes: Tally;
  /** Of `notes`, those that are about a field: code → field id → how often. */
  readonly noteFields: FieldTally;
  /** Of notes about whole records, the first rows of the file (header = 1). */
  readonly noteRows: Readonly<Record<string, readonly number[]>>;
  readonly fileNotes: readonly FileNote[];
  /** Why the import ended before the end of the file (codes of file faults); empty: it did not. */
  readonly stopped: readonly string[];
  /** Workbook of the rejected rows, below DATA_DIR; null: none. */
  readonly rejects: string | null;
  /** This receipt as a file. */
  readonly receipt: string;
}

interface Chunk {
  read: number;
  accepted: number;
  corrected: number;
  duplicate: number;
  rejected: number;
  turned_away: number;
  tally: string;
}

interface BatchTallies {
  readonly reasons: Tally;
  readonly notes: Tally;
  readonly noteFields: FieldTally;
  readonly noteRows: Record<string, number[]>;
  readonly problems: Tally;
}

const addAll = (to: Tally, from: Tally): void => {
  for (const [code, n] of Object.entries(from)) to[code] = (to[code] ?? 0) + n;
};

/** Sums what the chunks of a batch say, the same whether one run stored them or several. */
export const countBatch = async (database: Database, batch: number): Promise<ChunkCounts & BatchTallies> => {
  const { rows } = await database.pool.query<Chunk>(
    "select read, accepted, corrected, duplicate, rejected, turned_away, tally from batch_chunk where batch_id = $1 order by chunk_no",
    [batch],
  );
  const sum = { read: 0, accepted: 0, corrected: 0, duplicate: 0, rejected: 0, turnedAway: 0 };
  const tallies: BatchTallies = { reasons: {}, notes: {}, noteFields: {}, noteRows: {}, problems: {} };
  for (const row of rows) {
    sum.read += row.read;
    sum.accepted += row.accepted;
    sum.corrected += row.corrected;
    sum.duplicate += row.duplicate;
    sum.rejected += row.rejected;
    sum.turnedAway += row.turned_away;
    const tally = JSON.parse(row.tally) as Partial<BatchTallies>;
    for (const kind of ["reasons", "notes", "problems"] as const) addAll(tallies[kind], tally[kind] ?? {});
    for (const [code, fields] of Object.entries(tally.noteFields ?? {}))
      addAll((tallies.noteFields[code] ??= {}), fields);
    for (const [code, more] of Object.entries(tally.noteRows ?? {}))
      tallies.noteRows[code] = [...(tallies.noteRows[code] ?? []), ...more].slice(0, examplesOfEach);
  }
  return { ...sum, ...tallies };
};

export interface StoredRejection {
  readonly row: number;
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
}

/** Rejected rows of a batch in the order of the file, some hundreds at a time. */
export async function* rejections(database: Database, batch: number): AsyncGenerator<StoredRejection[]> {
  for (let after = -1; ;) {
    const { rows } = await database.pool.query<{ row_no: number; cells: string; problems: string }>(
      "select row_no, cells, problems from rejection where batch_id = $1 and row_no > $2 order by row_no limit 500",
      [batch, after],
    );
    if (rows.length === 0) return;
    yield rows.map((row) => ({
      row: row.row_no,
      cells: JSON.parse(row.cells) as string[],
      problems: JSON.parse(row.problems) as RowProblem[],
    }));
    after = (rows.at(-1) as { row_no: number }).row_no;
  }
}

/** Collects how often each problem occurs, with the first examples. @param nameOf a field's Chinese name */
export const problemTallies = (
  counts: Tally,
  headers: readonly string[],
  nameOf: (field: string) => string,
): { take(rejection: StoredRejection): void; done(): ProblemTally[] } => {
  const examples = new Map<string, ProblemExample[]>();
  return {
    take(rejection) {
      for (const { code, column, field, data } of rejection.problems) {
        const known = examples.get(code) ?? [];
        if (known.length >= examplesOfEach) continue;
        const name = field === null ? null : nameOf(field);
        known.push({
          row: rejection.row,
          column,
          header: column === null ? name : (headers[column] ?? name),
          field,
          name,
          data,
        });
        examples.set(code, known);
      }
    },
    done: () =>
      Object.entries(counts)
        .map(([code, count]) => ({ code, count, examples: examples.get(code) ?? [] }))
        .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
  };
};
