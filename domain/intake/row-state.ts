import type { CodeMatch } from "./read-code.ts";
import type { ProblemData, RowNote, RowProblem } from "./checked-row.ts";
import type { RowNoteCode, RowProblemCode } from "./row-problem.ts";

/** What is known of one row while its cells are read. One object a row; the arrays of faults come into being when there is one. */
export interface RowState {
  /** By the field's place in the item. */
  readonly values: (string | readonly string[] | undefined)[];
  readonly codes: (readonly CodeMatch[] | undefined)[];
  /** Fields that were filled, kept or not: what the standard asks for was given even where the platform does not take it. */
  readonly given: boolean[];
  readonly problems: RowProblem[];
  readonly notes: RowNote[];
  /** A date field said "no end". */
  readonly openEnded: boolean[];
  /** Legacy codes with a wrong check character: kept as sent, but they identify nobody. */
  readonly unchecked: number[];
}

export const newRowState = (fields: number): RowState => ({
  values: new Array<undefined>(fields).fill(undefined),
  codes: new Array<undefined>(fields).fill(undefined),
  given: new Array<boolean>(fields).fill(false),
  problems: [],
  notes: [],
  openEnded: [],
  unchecked: [],
});

/** Where a fault or note belongs: made once a column, so that a note without data is one object for the whole file. */
export interface Place {
  readonly field: string | null;
  readonly column: number | null;
}

const none: ProblemData = Object.freeze({});

export const noteAt = (place: Place, code: RowNoteCode, data: ProblemData = none): RowNote => ({
  code,
  field: place.field,
  column: place.column,
  data,
});

export const problemAt = (place: Place, code: RowProblemCode, data: ProblemData = none): RowProblem => ({
  code,
  field: place.field,
  column: place.column,
  data,
});
