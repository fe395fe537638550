import { hash } from "node:crypto";
import { entryLength } from "@chengxin/verifier/entry.js";
import type { LogDifferenceKind } from "@chengxin/domain/log/log-difference.ts";
import type pg from "pg";
import { writeEntry, type EntryFacts } from "../entry.ts";
import { mostLeaves } from "../groups.ts";
import { entryOf, indexOf, joinGroup, ownerOf } from "../places.ts";
import { recordType, statementOf, versionColumns, type StoredVersion } from "../log-versions.ts";
import { versionSalts } from "../salts.ts";
import type { Covered } from "./covered.ts";
import type { About, Differences } from "./differences.ts";

/** Rows in memory at once. */
const rowsAtOnce = 2000;

/** The stored entry that a fact `f` points to, and where it is; from `g` (log_group). */
const entryColumns = (f: string): string => `
  g.log_no, ${indexOf(f)} as index,
  ${entryOf(f)} as entry,
  ${ownerOf(f)} as owner`;

interface Pointed {
  readonly log_no: number | null;
  readonly index: number | null;
  /** null, or shorter than an entry: there is none. */
  readonly entry: Buffer | null;
  readonly owner: Buffer | null;
}

interface Version extends StoredVersion, Pointed {
  readonly salt: Buffer | null;
  readonly log_at: number | null;
  readonly content_hash: Buffer;
}

interface Statement extends Pointed {
  readonly log_at: number;
  readonly type: number;
  readonly salt: Buffer;
  readonly statement: string;
  /** Microseconds since 1970. */
  readonly at: string | null;
}

const versions = `
  select ${versionColumns}, r.salt, r.log_at, r.content_hash, ${entryColumns("r")}
  from record r left join organisation_directory d using (organisation_id) left join item i using (item_id)
  left ${joinGroup("r")}`;

const statements = `
  select s.log_at, s.type, s.salt, s.statement, (extract(epoch from g.at) * 1000000)::bigint::text as at, ${entryColumns("s")}
  from log_statement s left ${joinGroup("s")}`;

/** Versions that don't end where the next one begins, which decides what is shown. */
const wrongEnds = `
  select organisation_id, record_id::text, version from (
    select organisation_id, record_id, version, known_until,
      lead(known_from) over (partition by organisation_id, record_id order by version) as next
    from record
  ) r where known_until <> coalesce(next, 'infinity') order by 1, 2, 3 limit 1000`;

async function* rowsOf<T extends pg.QueryResultRow>(
  client: pg.ClientBase,
  name: string,
  query: string,
): AsyncGenerator<T[]> {
  await client.query(`declare ${name} no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await client.query<T>(`fetch ${rowsAtOnce} from ${name}`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query(`close ${name}`);
}

const scratch = Buffer.alloc(entryLength);

/** Is the stored entry the one that these facts come to? */
const isEntryOf = (stored: Buffer, facts: EntryFacts, salt: Buffer): boolean => {
  scratch.fill(0);
  try {
    writeEntry(scratch, 0, facts, salt);
  } catch {
    return false; // what no entry can be made of was never logged
  }
  return scratch.equals(stored);
};

interface WalkOptions {
  readonly client: pg.ClientBase;
  readonly covered: Covered;
  readonly differences: Differences;
  readonly signal: AbortSignal | undefined;
  /** Told of facts that were compared. */
  readonly onFacts: (facts: number) => void;
}

const aboutVersion = (row: Version): About => ({
  logNo: row.log_no,
  index: row.index,
  organisationId: row.organisation_id,
  recordId: row.record_id,
  version: row.version,
});

/** What is wrong with a version. */
const faultsOf = (row: Version, covered: Covered): LogDifferenceKind[] => {
  const faults: LogDifferenceKind[] = [];
  if (!hash("sha256", row.content, "buffer").equals(row.content_hash)) faults.push("version.hash");
  if (row.log_at === null || row.salt === null) return [...faults, "version.unlogged"];
  if (row.entry?.length !== entryLength) return [...faults, "version.entry_missing"];
  const salts = versionSalts(row.salt);
  const facts = {
    type: recordType,
    time: BigInt(row.known_from),
    uscc: row.uscc,
    statement: statementOf(row, salts),
  };
  if (row.owner?.readInt32BE() !== row.organisation_id || !isEntryOf(row.entry, facts, salts.entry))
    faults.push("version.changed");
  if (!covered.claim(row.log_at)) faults.push("entry.twice");
  return faults;
};

/** Compares every version of every record with its entry. @returns how many there are */
export const walkVersions = async ({ client, covered, differences, signal, onFacts }: WalkOptions): Promise<number> => {
  let seen = 0;
  for await (const rows of rowsOf<Version>(client, "versions", versions)) {
    signal?.throwIfAborted();
    for (const row of rows) for (const kind of faultsOf(row, covered)) differences.add(kind, aboutVersion(row));
    seen += rows.length;
    onFacts(rows.length);
  }
  const { rows } = await client.query<{ organisation_id: number; record_id: string; version: number }>(wrongEnds);
  for (const row of rows)
    differences.add("version.until", {
      organisationId: row.organisation_id,
      recordId: row.record_id,
      version: row.version,
    });
  return seen;
};

/** Compares every statement that is no record with its entry. @returns how many there are */
export const walkStatements = async ({
  client,
  covered,
  differences,
  signal,
  onFacts,
}: WalkOptions): Promise<number> => {
  let seen = 0;
  for await (const rows of rowsOf<Statement>(client, "statements", statements)) {
    signal?.throwIfAborted();
    for (const { log_at: logAt, type, salt, statement, at, entry, log_no: logNo, index } of rows) {
      const about = { logNo, index };
      if (entry?.length !== entryLength || at === null) {
        differences.add("statement.entry_missing", about, { logAt });
        continue;
      }
      if (!isEntryOf(entry, { type, time: BigInt(at), uscc: null, statement }, salt))
        differences.add("statement.changed", about);
      if (!covered.claim(logAt)) differences.add("entry.twice", about);
    }
    seen += rows.length;
    onFacts(rows.length);
  }
  return seen;
};

const entryAt = `
  select g.log_no, g.first_index + $2::integer as index, substr(g.organisations, $2::integer * 4 + 1, 4) as owner from log_group g where g.group_no = $1`;

/** Entries behind which no fact stands any more. */
export const tellUnclaimed = async (
  client: pg.ClientBase,
  covered: Covered,
  differences: Differences,
): Promise<void> => {
  let looked = 0;
  for (const logAt of covered.unclaimed()) {
    // many are counted only
    const { rows } =
      ++looked > 1000
        ? { rows: [] }
        : await client.query<Pointed>(entryAt, [Math.floor(logAt / mostLeaves), logAt % mostLeaves]);
    const [row] = rows;
    differences.add(
      "entry.without_fact",
      { logNo: row?.log_no ?? null, index: row?.index ?? null, organisationId: row?.owner?.readInt32BE() ?? null },
      { logAt },
    );
  }
};
