import { hash } from "node:crypto";
import type { RecordDraft } from "@chengxin/domain/intake/checked-row.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/**
 * One row of `record` in PostgreSQL's binary COPY format: a count of columns, then for each its length and bytes.
 * Columns of fixed length come first, so that what only the database can say (whose record, which version, when) is put in by offset.
 */
export const recordColumns = [
  "organisation_id",
  "record_id",
  "version",
  "item_id",
  "source_id",
  "authority_id",
  "batch_id",
  "row_no",
  "known_from",
  "known_until",
  "content_hash",
  "salt",
  "log_at",
  "change",
  "region_code",
  "decided_on",
  "valid_from",
  "valid_until",
  "public_until",
  "kind",
  "amount_cents",
  "content",
] as const;

/** Offsets of the values in a tuple. */
export const at = {
  organisation: 6,
  recordId: 14,
  version: 34,
  item: 40,
  source: 46,
  authority: 52,
  batch: 60,
  row: 72,
  knownFrom: 84,
  knownUntil: 96,
  contentHash: 108,
  salt: 144,
  logAt: 164,
  change: 172,
} as const;
const variable = 172;

export const epochMs = Date.UTC(2000, 0, 1);
/** `infinity` of `date` and `timestamptz` in the binary format. */
export const dateInfinity = 0x7fffffff;
export const dateMinusInfinity = -0x80000000;

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
};

/** A date as days since 2000-01-01, by the civil calendar's own arithmetic (March is the first month, so that the leap day is the last). */
export const dayNumber = (date: PlainDate): number => {
  const month = digits(date, 5, 7);
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(date, 8, 10) - 1;
  // 730,425: days from 0000-03-01 to 2000-01-01
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 730_425;
};

/** Microseconds since 2000-01-01, as `timestamptz` holds them. */
export const microseconds = (moment: Date): bigint => BigInt(moment.getTime() - epochMs) * 1000n;
export const timestampInfinity = 0x7fffffffffffffffn;

/** Until when a record is public: a day, without end, or not at all. */
export type PublicUntil = PlainDate | "infinity" | "-infinity";

/** What a tuple holds besides the draft. */
export interface TupleContext {
  readonly itemNumber: number;
  readonly sourceNumber: number;
  readonly batch: number;
}

/** The beginning of every tuple of a file: lengths, and what all its rows have in common. Version 1, reported, known until further notice. */
export const tuplePrefix = (context: TupleContext): Buffer => {
  const b = Buffer.alloc(variable + 4 + "reported".length);
  b.writeInt16BE(recordColumns.length, 0);
  for (const [offset, length] of [
    [at.organisation, 4],
    [at.recordId, 16],
    [at.version, 2],
    [at.item, 2],
    [at.source, 2],
    [at.authority, 4],
    [at.batch, 8],
    [at.row, 8],
    [at.knownFrom, 8],
    [at.knownUntil, 8],
    [at.contentHash, 32],
    [at.salt, 16],
    [at.logAt, 8],
  ] as const) {
    b.writeInt32BE(length, offset - 4);
  }
  b.writeInt16BE(1, at.version);
  b.writeInt16BE(context.itemNumber, at.item);
  b.writeInt16BE(context.sourceNumber, at.source);
  b.writeBigInt64BE(BigInt(context.batch), at.batch);
  b.writeBigInt64BE(timestampInfinity, at.knownUntil);
  writeText(b, at.change, "reported");
  return b;
};

/** Grows as it is written; `bytes` may be moved to another thread when done. */
export class TupleWriter {
  bytes: Buffer<ArrayBuffer>;
  length = 0;
  readonly #prefix: Buffer;
  readonly #withdrawn: Buffer;
  /** Where each tuple starts, and at the end where the next would. */
  readonly starts: number[] = [0];

  constructor(size: number, prefix: Buffer) {
    this.bytes = Buffer.from(new ArrayBuffer(Math.max(size, 4096)));
    this.#prefix = prefix;
    this.#withdrawn = asChange(prefix, "withdrawn");
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(this.bytes.length * 2, this.length + more)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /**
   * Adds a tuple; organisation, authority and time are left open. A withdrawal is never public, whatever `publicUntil` says.
   * @param recordId 16 bytes as a latin1 string
   */
  add(draft: RecordDraft, recordId: string, row: number, publicUntil: PublicUntil): void {
    this.#reserve(variable + 160 + draft.canonical.length * 3);
    const b = this.bytes;
    const start = this.length;
    const prefix = draft.withdrawn ? this.#withdrawn : this.#prefix;
    b.set(prefix, start);
    b.write(recordId, start + at.recordId, "latin1");
    b.writeUInt32BE(Math.floor(row / 2 ** 32), start + at.row);
    b.writeUInt32BE(row % 2 ** 32, start + at.row + 4);

    let p = start + prefix.length;
    p = draft.region === null ? writeNull(b, p) : writeInt(b, p, Number(draft.region));
    p = writeInt(b, p, dayNumber(draft.decidedOn));
    p = draft.validFrom === null ? writeNull(b, p) : writeInt(b, p, dayNumber(draft.validFrom));
    p = draft.validUntil === null ? writeNull(b, p) : writeInt(b, p, dayNumber(draft.validUntil));
    p = writeInt(
      b,
      p,
      draft.withdrawn || publicUntil === "-infinity"
        ? dateMinusInfinity
        : publicUntil === "infinity"
          ? dateInfinity
          : dayNumber(publicUntil),
    );
    if (draft.kind === null) p = writeNull(b, p);
    else {
      b.writeInt32BE(2, p);
      p = b.writeInt16BE(draft.kind, p + 4);
    }
    if (draft.amountCents === null) p = writeNull(b, p);
    else {
      b.writeInt32BE(8, p);
      p = b.writeBigInt64BE(BigInt(draft.amountCents), p + 4);
    }
    const written = b.write(draft.canonical, p + 4);
    b.writeInt32BE(written, p);
    // asking for a string and writing it is 2.5 times as fast as asking for a Buffer
    b.write(hash("sha256", b.subarray(p + 4, p + 4 + written), "binary"), start + at.contentHash, "latin1");
    this.length = p + 4 + written;
    this.starts.push(this.length);
  }
}

const writeNull = (b: Buffer, p: number): number => b.writeInt32BE(-1, p);
const writeInt = (b: Buffer, p: number, value: number): number => {
  b.writeInt32BE(4, p);
  return b.writeInt32BE(value, p + 4);
};
const writeText = (b: Buffer, p: number, value: string): number => {
  b.writeInt32BE(value.length, p);
  return p + 4 + b.write(value, p + 4, "latin1");
};

/** Start and end of a binary COPY stream. */
export const copyHeader = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
export const copyTrailer = Buffer.from([0xff, 0xff]);

/** How much longer a tuple becomes by `asChange`. */
export const asChangeBytes = "corrected".length - "reported".length;

/** A tuple with `change` = reported, or the beginning of one, with another value of the column. */
export const asChange = (tuple: Buffer, change: "corrected" | "withdrawn"): Buffer => {
  const value = Buffer.from(`\0\0\0\t${change}`, "latin1");
  const after = variable + 4 + "reported".length;
  return Buffer.concat([tuple.subarray(0, variable), value, tuple.subarray(after)]);
};

/** Columns from `change` up to `public_until` and `content`, whose places depend on which of those between are empty. */
const untilPublicUntil = 5;
const untilContent = 8;

/** Where the length of the value stands that comes so many columns after that of `change`. */
const placeAfterChange = (tuples: Buffer, start: number, columns: number): number => {
  let p = start + at.change;
  for (let i = 0; i < columns; i++) p += 4 + Math.max(0, tuples.readInt32BE(p));
  return p;
};

/** Where in a tuple the value of `public_until` stands. */
export const publicUntilAt = (tuples: Buffer, start: number): number =>
  placeAfterChange(tuples, start, untilPublicUntil) + 4;

/** The content of a tuple, canonical JSON in UTF-8. */
export const contentOf = (tuples: Buffer, start: number): Buffer => {
  const p = placeAfterChange(tuples, start, untilContent);
  return tuples.subarray(p + 4, p + 4 + tuples.readInt32BE(p));
};

/** Whether a tuple as the writer made it says `withdrawn`; it writes no other word but `reported`. */
export const isWithdrawal = (tuples: Buffer, start: number): boolean =>
  tuples.readInt32BE(start + at.change) === "withdrawn".length;
