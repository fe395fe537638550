import { hash } from "node:crypto";
import type { RecordDraft } from "@chengxin/domain/intake/checked-row.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/**
 * One row of `record` in PostgreSQL's binary COPY format: a count of columns, then for each its length and bytes.
 * Columns of fixed length come first, so that what only the database can say (whose record, which version, when) is put in by offset.
 */
export const recordColumns = [
  "organisation_id", "record_id", "version", "item_id", "source_id", "authority_id", "batch_id", "row_no", "known_from", "known_until", "content_hash",
  "change", "region_code", "decided_on", "valid_from", "valid_until", "public_until", "kind", "amount_cents", "content",
] as const;

/** Offsets of the values in a tuple. */
export const at = {
  organisation: 6, recordId: 14, version: 34, item: 40, source: 46, authority: 52, batch: 60, row: 72, knownFrom: 84, knownUntil: 96, contentHash: 108, change: 140,
} as const;
const variable = 140;

const epochDay = Date.UTC(2000, 0, 1) / 86_400_000;
const epochMs = Date.UTC(2000, 0, 1);
/** `infinity` of `date` and `timestamptz` in the binary format. */
const dateInfinity = 0x7fffffff;
const dateMinusInfinity = -0x80000000;

const days = new Map<PlainDate, number>();
/** A date as days since 2000-01-01. */
const dayNumber = (date: PlainDate): number => {
  let day = days.get(date);
  if (day === undefined) {
    if (days.size > 100_000) days.clear();
    day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000 - epochDay;
    days.set(date, day);
  }
  return day;
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

/** Grows as it is written; `bytes` may be moved to another thread when done. */
export class TupleWriter {
  bytes: Buffer<ArrayBuffer>;
  length = 0;
  /** Where each tuple starts, and at the end where the next would. */
  readonly starts: number[] = [0];

  constructor(size: number) {
    this.bytes = Buffer.from(new ArrayBuffer(Math.max(size, 4096)));
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(this.bytes.length * 2, this.length + more)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** Adds a tuple as version 1, reported, known until further notice; organisation, authority and time are left open. */
  add(draft: RecordDraft, recordId: Buffer, row: number, publicUntil: PublicUntil, context: TupleContext): void {
    const most = draft.canonical.length * 3;
    this.reserve(variable + 160 + most);
    const b = this.bytes;
    const start = this.length;
    b.writeInt16BE(recordColumns.length, start);
    b.writeInt32BE(4, start + 2);
    b.writeInt32BE(0, start + at.organisation);
    b.writeInt32BE(16, start + 10);
    recordId.copy(b, start + at.recordId);
    b.writeInt32BE(2, start + 30);
    b.writeInt16BE(1, start + at.version);
    b.writeInt32BE(2, start + 36);
    b.writeInt16BE(context.itemNumber, start + at.item);
    b.writeInt32BE(2, start + 42);
    b.writeInt16BE(context.sourceNumber, start + at.source);
    b.writeInt32BE(4, start + 48);
    b.writeInt32BE(0, start + at.authority);
    b.writeInt32BE(8, start + 56);
    b.writeUInt32BE(Math.floor(context.batch / 2 ** 32), start + at.batch);
    b.writeUInt32BE(context.batch % 2 ** 32, start + at.batch + 4);
    b.writeInt32BE(8, start + 68);
    b.writeUInt32BE(Math.floor(row / 2 ** 32), start + at.row);
    b.writeUInt32BE(row % 2 ** 32, start + at.row + 4);
    b.writeInt32BE(8, start + 80);
    b.fill(0, start + at.knownFrom, start + at.knownFrom + 8);
    b.writeInt32BE(8, start + 92);
    b.writeUInt32BE(0x7fffffff, start + at.knownUntil);
    b.writeUInt32BE(0xffffffff, start + at.knownUntil + 4);
    b.writeInt32BE(32, start + 104);

    let p = start + variable;
    p = writeText(b, p, "reported");
    p = draft.region === null ? writeNull(b, p) : writeInt(b, p, Number(draft.region));
    p = writeInt(b, p, dayNumber(draft.decidedOn));
    p = draft.validFrom === null ? writeNull(b, p) : writeInt(b, p, dayNumber(draft.validFrom));
    p = draft.validUntil === null ? writeNull(b, p) : writeInt(b, p, dayNumber(draft.validUntil));
    p = writeInt(b, p, publicUntil === "infinity" ? dateInfinity : publicUntil === "-infinity" ? dateMinusInfinity : dayNumber(publicUntil));
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
    const content = b.subarray(p + 4, p + 4 + written);
    // asking for a string and writing it is 2.5 times as fast as asking for a Buffer
    b.write(hash("sha256", content, "binary"), start + at.contentHash, "latin1");
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

/** The same tuple with `change` = corrected. */
export const asCorrected = (tuple: Buffer): Buffer => {
  const change = Buffer.from("\0\0\0\tcorrected", "latin1");
  const after = variable + 4 + "reported".length;
  return Buffer.concat([tuple.subarray(0, variable), change, tuple.subarray(after)]);
};
