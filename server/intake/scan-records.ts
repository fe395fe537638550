import { maxRecordBytes } from "./limits.ts";
import { refuseFile } from "./file-refused.ts";

/** Some whole records of a text file. */
export interface ByteRange {
  readonly no: number;
  readonly start: number;
  readonly end: number;
  /** The file's row number of the first record in it (header = 1). */
  readonly firstRow: number;
}

const newline = 0x0a;
const quote = 0x22;

export interface RecordScanner {
  /** Cut so far. */
  readonly ranges: readonly ByteRange[];
  /** Blocks of the file in order, each as it follows the one before. */
  take(block: Buffer): void;
  /** The end of the file. */
  end(): ByteRange[];
}

/**
 * Finds where records end in CSV bytes and cuts them into ranges of at least `chunkBytes`, always at the same places.
 * A quotation mark opens a quoted cell only at the start of a cell, as in `splitRecords`; 0x0A, 0x22, 0x2C, 0x3B and 0x09 never occur
 * inside a character of UTF-8 or GB18030, so bytes suffice.
 * @param options.separator byte between cells; null: lines only, no quoting (JSON lines)
 * @param options.start offset of the first record; `firstRow` is its row number
 * @throws FileRefused: a record over 16 MiB, a quoted cell that never closes
 */
export const recordScanner = (options: {
  separator: number | null;
  start: number;
  firstRow: number;
  chunkBytes: number;
}): RecordScanner => {
  const { separator, chunkBytes } = options;
  const ranges: ByteRange[] = [];
  let base = options.start;
  let recordStart = options.start;
  let row = options.firstRow;
  let chunkStart = options.start;
  let chunkRow = options.firstRow;
  let quoted = false;
  /** A quotation mark inside a quoted cell was the last byte of a block: doubled, or the end of the cell? */
  let undecided = false;
  let previous = newline;

  const cut = (end: number): void => {
    ranges.push({ no: ranges.length, start: chunkStart, end, firstRow: chunkRow });
    chunkStart = end;
    chunkRow = row;
  };
  const endRecord = (end: number): void => {
    if (end - recordStart > maxRecordBytes)
      throw refuseFile("file.line_too_long", { row, megabytes: maxRecordBytes >> 20 });
    row++;
    recordStart = end;
    if (end - chunkStart >= chunkBytes) cut(end);
  };

  return {
    ranges,
    take(block) {
      const n = block.length;
      let i = 0;
      let nextNewline = -2;
      let nextQuote = separator === null ? n : -2;
      if (undecided && n > 0) {
        undecided = false;
        if (block[0] === quote) i = 1;
        else quoted = false;
      }
      while (i < n) {
        if (quoted) {
          const close = block.indexOf(quote, i);
          if (close === -1) break;
          if (close + 1 === n) {
            undecided = true;
            break;
          }
          if (block[close + 1] === quote) i = close + 2;
          else {
            quoted = false;
            i = close + 1;
          }
          continue;
        }
        if (nextNewline < i) {
          const found = block.indexOf(newline, i);
          nextNewline = found === -1 ? n : found;
        }
        if (nextQuote < i) {
          const found = block.indexOf(quote, i);
          nextQuote = found === -1 ? n : found;
        }
        if (nextNewline < nextQuote) {
          endRecord(base + nextNewline + 1);
          i = nextNewline + 1;
        } else if (nextQuote < n) {
          const before = nextQuote === 0 ? previous : block[nextQuote - 1];
          if (base + nextQuote === recordStart || before === separator) quoted = true;
          i = nextQuote + 1;
        } else break;
      }
      base += n;
      if (n > 0) previous = block[n - 1] as number;
      if (base - recordStart > maxRecordBytes)
        throw refuseFile("file.line_too_long", { row, megabytes: maxRecordBytes >> 20 });
    },
    end() {
      if (quoted && !undecided) throw refuseFile("file.quote_unclosed", { row });
      if (base > recordStart) endRecord(base);
      if (base > chunkStart) cut(base);
      return ranges;
    },
  };
};
