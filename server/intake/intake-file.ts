import type { ProblemData } from "@chengxin/domain/intake/checked-row.ts";
import type { HeaderRow } from "@chengxin/domain/intake/header-row.ts";
import type { TextEncodingName } from "./text-encoding.ts";

/** How a chunk's bytes or rows become cells; the same for all chunks of a file. */
export type ChunkFormat =
  | {
      readonly kind: "csv";
      readonly encoding: TextEncodingName;
      readonly separator: string;
      readonly header: HeaderRow;
    }
  | { readonly kind: "jsonLines"; readonly header: HeaderRow }
  | { readonly kind: "rows"; readonly header: HeaderRow };

/** Some whole rows of a file, not yet read. */
export interface RawChunk {
  readonly no: number;
  /** The file's row number (header = 1) of its first row. */
  readonly firstRow: number;
  /** Whole records, for the text formats. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** Cells, for workbooks; `rowNumbers` because a sheet leaves out empty rows. */
  readonly rows: string[][] | null;
  readonly rowNumbers: readonly number[] | null;
  /** How much of the file has been read with it, 0–1. */
  readonly progress: number;
}

export const fileNoteCodes = [
  "file.title_rows_skipped",
  "file.first_sheet_of_several",
  "file.formula_values_taken",
  "file.formula_without_value",
] as const;

/** Something about the file that the sender should know, and that doesn't stop it. */
export interface FileNote {
  readonly code: (typeof fileNoteCodes)[number];
  readonly data: ProblemData;
}

/** A file that has been read through once: its encoding is certain, its records are whole, its chunks are cut. */
export interface IntakeFile {
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly format: ChunkFormat;
  readonly chunkCount: number;
  /** Where chunks were cut (`batch.chunk_bytes`). */
  readonly chunkBytes: number;
  readonly notes: readonly FileNote[];
  /** Chunks in order, save those that are to be left out. @throws FileRefused when the file has changed meanwhile */
  chunks(leaveOut: (no: number) => boolean): AsyncIterable<RawChunk>;
  close(): Promise<void>;
}
