import type { RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/** A distinct organisation among the drafts of a chunk, as its rows name it. */
export interface ChunkSubject {
  readonly uscc: string;
  readonly name: string;
  readonly folded: string;
}

/** Subjects as three texts, their parts joined by U+0000, which no checked cell holds. */
export interface PackedSubjects {
  readonly usccs: string;
  readonly names: string;
  readonly folded: string;
}

export const joiner = "\u0000";

export const unpackSubjects = (packed: PackedSubjects): ChunkSubject[] => {
  if (packed.usccs === "") return [];
  const names = packed.names.split(joiner);
  const folded = packed.folded.split(joiner);
  return packed.usccs.split(joiner).map((uscc, i) => ({ uscc, name: names[i] as string, folded: folded[i] as string }));
};

/** Base data of one draft of the item `organisation`. */
export interface BaseData {
  readonly draft: number;
  readonly status: string | null;
  readonly region: string | null;
  readonly establishedOn: PlainDate;
  readonly formerNames: readonly { readonly name: string; readonly folded: string }[];
  readonly codes: readonly { readonly scheme: string; readonly code: string }[];
}

export interface RejectedRow {
  readonly row: number;
  /** JSON of the cells, safe to keep. */
  readonly cells: string;
  readonly problems: readonly RowProblem[];
}

export type Tally = Record<string, number>;
/** Notes by code and the field that they are about. */
export type FieldTally = Record<string, Tally>;

/** A chunk after its check: tuples for COPY with holes where the database decides, and what else is to be stored. */
export interface CheckedChunk {
  readonly no: number;
  readonly firstRow: number;
  readonly read: number;
  readonly turnedAway: number;
  readonly reasons: Tally;
  readonly notes: Tally;
  /** Of `notes`, those that are about a field. */
  readonly noteFields: FieldTally;
  readonly rejected: readonly RejectedRow[];
  readonly tuples: Uint8Array<ArrayBuffer>;
  /** Offsets of the tuples, one more than there are drafts. */
  readonly starts: Uint32Array;
  /** By draft: the file's row, index in `subjects`, index in `authorities`. */
  readonly rows: Float64Array;
  readonly subjectOf: Uint32Array;
  readonly authorityOf: Uint32Array;
  /** Distinct subjects, packed: many small objects are slow to send between threads. */
  readonly subjects: PackedSubjects;
  readonly authorities: readonly string[];
  readonly base: readonly BaseData[];
}
