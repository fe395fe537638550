import type { SubjectKind } from "../catalogue/item.ts";
import type { PlainDate } from "../words.ts";
import type { RowNoteCode, RowProblemCode, TurnAwayReason } from "./row-problem.ts";

/** Data that the words of a problem or note need. Never holds an identity number. */
export type ProblemData = Readonly<Record<string, string | number>>;

/** One fault in one cell (or, with `field` null, in the row as a whole). */
export interface RowProblem {
  readonly code: RowProblemCode;
  /** Catalogue field id. */
  readonly field: string | null;
  /** 0-based column of the file as sent; null when the column is missing. */
  readonly column: number | null;
  readonly data: ProblemData;
}

/** Something read differently from how it was written, or worth a look, that does not stop the row. Nothing is repaired without one. */
export interface RowNote {
  readonly code: RowNoteCode;
  readonly field: string | null;
  readonly column: number | null;
  readonly data: ProblemData;
}

/**
 * Values by field id, as they are stored. Text as sent, trimmed; dates ISO, or the word 长期 for a stated "no end"; amounts as decimal text in the field's
 * unit without trailing zeros; codes by the table's value ("其他-…" with its text), as a list wherever the field allows several. Empty fields are absent,
 * and so are fields that are `dropped` or `restricted`.
 */
export type RecordContent = Readonly<Record<string, string | readonly string[]>>;

/** A row that passed every check: ready to be attached to its organisation. */
export interface RecordDraft {
  readonly subject: { readonly uscc: string; readonly name: string; readonly kind: SubjectKind };
  /** Former names and legacy codes the row states, for the search index. */
  readonly formerNames: readonly string[];
  readonly legacyCodes: readonly { readonly scheme: string; readonly code: string }[];
  /** Identity of the decision within item and organisation: normalised key fields joined by U+001F. */
  readonly key: string;
  readonly authority: string;
  /** GB/T 2260 code of the authority's county or city, null when it can't be told. */
  readonly region: string | null;
  readonly decidedOn: PlainDate;
  readonly validFrom: PlainDate | null;
  /** null = no end, or not stated. */
  readonly validUntil: PlainDate | null;
  /** `number` of the code by which lists filter; the heaviest of several. null when the item has no kind. */
  readonly kind: number | null;
  /** Fine plus confiscation or other main amount, in cents of yuan. */
  readonly amountCents: number | null;
  /** The row says that the decision no longer stands (`roles.state`): it is stored and never shown. */
  readonly withdrawn: boolean;
  readonly content: RecordContent;
  /** RFC 8785 text of `content`: the very bytes that are stored and hashed. */
  readonly canonical: string;
}

export type CheckedRow =
  | { readonly outcome: "draft"; readonly draft: RecordDraft; readonly notes: readonly RowNote[] }
  | {
      readonly outcome: "rejected";
      readonly problems: readonly RowProblem[];
      readonly notes: readonly RowNote[];
      /** The cells as sent, dropped columns emptied and identity numbers removed: safe to keep. */
      readonly cells: readonly string[];
    }
  | { readonly outcome: "turnedAway"; readonly reason: TurnAwayReason };

/** How the columns of one file meet the fields of an item. */
export interface HeaderMatch {
  readonly layout: string;
  /** One entry a column: field id, or null for a column that is known and not taken in. */
  readonly fields: readonly (string | null)[];
  readonly headers: readonly string[];
}

/** Why a file can't be read as this item at all. */
export interface HeaderProblem {
  readonly code:
    | "file.header_missing"
    | "file.column_unknown"
    | "file.column_twice"
    | "file.columns_of_other_item"
    | "file.no_subject_column";
  readonly data: ProblemData;
}

/** Checks one row: pure, no clock (the day is handed in when the checker is made), cheap enough for 100,000 rows a second. */
export type RowChecker = (cells: readonly string[]) => CheckedRow;
