import { partitionOf } from "./partition-of.ts";
import {
  asChange,
  asChangeBytes,
  at,
  copyHeader,
  copyTrailer,
  isWithdrawal,
  timestampInfinity,
} from "./record-tuple.ts";

/** `record.version` is a smallint. */
export const mostVersions = 32_767;

/** What is known of one decision while a chunk is worked through. */
interface Standing {
  /** Number of the latest version; 0: none yet. */
  version: number;
  /** Content hashes of all versions. */
  readonly hashes: Set<string>;
  current: string;
  /** The current version is a withdrawal: nothing comes after it. */
  withdrawn: boolean;
  /** The batch that the current version came with. */
  batch: number;
  readonly source: number;
  /** When the current version became known, in microseconds since 2000. */
  knownFrom: bigint;
  /** The draft that is the current version and not yet stored; null: it is in the database. */
  draft: number | null;
}

/** One stored version of a decision, oldest first within a decision. */
export interface StoredVersion {
  readonly organisation_id: number;
  readonly record_id: string;
  readonly version: number;
  readonly content_hash: Buffer;
  readonly source_id: number;
  readonly change: string;
  readonly batch_id: number;
  readonly known_from: string;
}

/** A version in the database that a correction ends. */
export interface Ending {
  readonly organisation: number;
  readonly recordId: string;
  readonly version: number;
  /** Microseconds since 2000. */
  readonly until: bigint;
}

export interface Outcomes {
  /** Drafts that become versions. */
  readonly accepted: number[];
  readonly corrected: number[];
  readonly duplicate: number;
  /** Duplicates of a version that has been superseded. */
  readonly superseded: number[];
  /** Duplicates of what was known of a decision before it was withdrawn. */
  readonly withdrawnBefore: number[];
  /** Corrections of a version that came with the same batch. */
  readonly withinFile: number[];
  /** Of `accepted` and `corrected`, those that are withdrawals. */
  readonly withdrawals: number[];
  /** Drafts with other content of a decision that has been withdrawn. */
  readonly afterWithdrawal: number[];
  /** Drafts that would be one version more than can be counted. */
  readonly beyondVersions: number[];
  /** Drafts of decisions that another source (its number) has reported with other content. */
  readonly ofOtherSource: { readonly draft: number; readonly source: number }[];
  readonly endings: Ending[];
}

const uuidText = (bytes: Buffer, offset: number): string => {
  const hex = bytes.toString("hex", offset, offset + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** `organisation record` of a tuple. */
export const identityOf = (tuples: Buffer, start: number): string =>
  `${tuples.readInt32BE(start + at.organisation)} ${uuidText(tuples, start + at.recordId)}`;

/**
 * Goes through the drafts of a chunk in the order of the file and says what becomes of each, writing version and times into the tuples:
 * a decision not known yet is accepted; content equal to any version known is a duplicate; other content from the same source is a correction,
 * from another source it is refused, and so is all other content after a withdrawal.
 * @param looked identities that were looked up; all others are new for certain
 * @param moment now, in microseconds since 2000
 */
export const decideOutcomes = (input: {
  readonly tuples: Buffer;
  readonly starts: Uint32Array;
  readonly drafts: readonly number[];
  readonly looked: ReadonlySet<string> | null;
  readonly stored: readonly StoredVersion[];
  readonly source: number;
  readonly batch: number;
  readonly moment: bigint;
}): Outcomes => {
  const { tuples, starts, looked, source, batch, moment } = input;
  const standings = new Map<string, Standing>();
  for (const row of input.stored) {
    const key = `${row.organisation_id} ${row.record_id}`;
    const hash = row.content_hash.toString("latin1");
    const known = standings.get(key);
    if (known) {
      known.hashes.add(hash);
      known.version = row.version;
      known.current = hash;
      known.withdrawn = row.change === "withdrawn";
      known.batch = row.batch_id;
      known.knownFrom = BigInt(row.known_from);
    } else
      standings.set(key, {
        version: row.version,
        hashes: new Set([hash]),
        current: hash,
        withdrawn: row.change === "withdrawn",
        batch: row.batch_id,
        source: row.source_id,
        knownFrom: BigInt(row.known_from),
        draft: null,
      });
  }

  const outcomes = {
    accepted: [] as number[],
    corrected: [] as number[],
    duplicate: 0,
    superseded: [] as number[],
    withdrawnBefore: [] as number[],
    withinFile: [] as number[],
    withdrawals: [] as number[],
    afterWithdrawal: [] as number[],
    beyondVersions: [] as number[],
    ofOtherSource: [] as { draft: number; source: number }[],
    endings: [] as Ending[],
  };
  const write = (start: number, version: number, from: bigint): void => {
    tuples.writeInt16BE(version, start + at.version);
    tuples.writeBigInt64BE(from, start + at.knownFrom);
    tuples.writeBigInt64BE(timestampInfinity, start + at.knownUntil);
  };
  const now = Buffer.alloc(8);
  now.writeBigInt64BE(input.moment);
  const [nowHigh, nowLow] = [now.readUInt32BE(0), now.readUInt32BE(4)];
  const accept = (draft: number, start: number): void => {
    tuples.writeUInt16BE(1, start + at.version);
    tuples.writeUInt32BE(nowHigh, start + at.knownFrom);
    tuples.writeUInt32BE(nowLow, start + at.knownFrom + 4);
    tuples.writeUInt32BE(0x7fffffff, start + at.knownUntil);
    tuples.writeUInt32BE(0xffffffff, start + at.knownUntil + 4);
    outcomes.accepted.push(draft);
    if (isWithdrawal(tuples, start)) outcomes.withdrawals.push(draft);
  };
  for (const draft of input.drafts) {
    const start = starts[draft] as number;
    const key = looked === null ? null : identityOf(tuples, start);
    if (key === null || !(looked as ReadonlySet<string>).has(key)) {
      accept(draft, start);
      continue;
    }
    const hash = tuples.toString("latin1", start + at.contentHash, start + at.contentHash + 32);
    const known = standings.get(key);
    if (!known) {
      accept(draft, start);
      standings.set(key, {
        version: 1,
        hashes: new Set([hash]),
        current: hash,
        withdrawn: isWithdrawal(tuples, start),
        batch,
        source,
        knownFrom: moment,
        draft,
      });
      continue;
    }
    if (known.hashes.has(hash)) {
      outcomes.duplicate++;
      if (known.current !== hash) (known.withdrawn ? outcomes.withdrawnBefore : outcomes.superseded).push(draft);
      continue;
    }
    if (known.source !== source) {
      outcomes.ofOtherSource.push({ draft, source: known.source });
      continue;
    }
    if (known.withdrawn) {
      outcomes.afterWithdrawal.push(draft);
      continue;
    }
    if (known.version >= mostVersions) {
      outcomes.beyondVersions.push(draft);
      continue;
    }
    if (known.batch === batch) outcomes.withinFile.push(draft);
    // a version is known for at least a microsecond, also when its correction stands in the same chunk
    const from = moment > known.knownFrom ? moment : known.knownFrom + 1n;
    if (known.draft === null) {
      const [organisation, recordId] = key.split(" ") as [string, string];
      outcomes.endings.push({ organisation: Number(organisation), recordId, version: known.version, until: from });
    } else tuples.writeBigInt64BE(from, (starts[known.draft] as number) + at.knownUntil);
    write(start, known.version + 1, from);
    outcomes.corrected.push(draft);
    known.withdrawn = isWithdrawal(tuples, start);
    known.batch = batch;
    if (known.withdrawn) outcomes.withdrawals.push(draft);
    known.version++;
    known.hashes.add(hash);
    known.current = hash;
    known.knownFrom = from;
    known.draft = draft;
  }
  return outcomes;
};

/** Tuples as they go to the database. */
export interface CopyBody {
  readonly body: Buffer;
  /** Where each tuple starts in the body, and whose draft it is; in the same order. */
  readonly starts: Uint32Array;
  readonly drafts: Uint32Array;
}

/**
 * The tuples of the drafts that become versions, ordered by partition and within it by primary key. COPY collects rows for each partition: in this
 * order it inserts many at a time and the index grows in one place; and two imports take their locks in nearly the same order.
 */
export const assembleCopy = (tuples: Buffer, starts: Uint32Array, outcomes: Outcomes): CopyBody | null => {
  const withdrawals = new Set(outcomes.withdrawals);
  const corrected = new Set(outcomes.corrected.filter((draft) => !withdrawals.has(draft)));
  const drafts = [...outcomes.accepted, ...outcomes.corrected];
  if (drafts.length === 0) return null;
  // partition (3 bits), organisation (31), place in the chunk (19): one number a draft, sorted natively
  const places = Float64Array.from(drafts, (draft) => {
    const organisation = tuples.readInt32BE((starts[draft] as number) + at.organisation);
    return (partitionOf(organisation) * 2 ** 31 + organisation) * 2 ** 19 + draft;
  }).sort();
  const header = copyHeader.length;
  const size = drafts.reduce((sum, draft) => sum + (starts[draft + 1] as number) - (starts[draft] as number), 0);
  const body = Buffer.allocUnsafeSlow(header + size + corrected.size * asChangeBytes + copyTrailer.length);
  copyHeader.copy(body);
  const placed = { starts: new Uint32Array(places.length), drafts: new Uint32Array(places.length) };
  let end = header;
  for (const [i, place] of places.entries()) {
    const draft = place % 2 ** 19;
    placed.starts[i] = end;
    placed.drafts[i] = draft;
    const [from, to] = [starts[draft] as number, starts[draft + 1] as number];
    end += corrected.has(draft)
      ? asChange(tuples.subarray(from, to), "corrected").copy(body, end)
      : tuples.copy(body, end, from, to);
  }
  return { body: body.subarray(0, end + copyTrailer.copy(body, end)), ...placed };
};
