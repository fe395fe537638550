import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Source } from "@chengxin/domain/catalogue/code-table.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { HeaderMatch } from "@chengxin/domain/intake/checked-row.ts";
import type { Database } from "../platform/db.ts";
import { authorityNumbers } from "./authorities.ts";
import type { StoredBase } from "./base-data.ts";
import type { OpenBatch } from "./batches.ts";
import { unpackSubjects, type BaseData, type CheckedChunk, type ChunkSubject } from "./checked-chunk.ts";
import type { ChunkEngine } from "./chunk-engine.ts";
import { identityFilter } from "./identity-filter.ts";
import type { ImportProgress } from "./import-file.ts";
import type { IntakeFile, RawChunk } from "./intake-file.ts";
import { at } from "./record-tuple.ts";
import { storeChunk, type ResolvedChunk, type StoreContext } from "./store-chunk.ts";
import { SubjectRegister } from "./subject-register.ts";

export interface StoreFileInput {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly by: { readonly actor: Actor; now(): Date };
  readonly item: CatalogueItem;
  readonly source: Source;
  readonly file: IntakeFile;
  readonly match: HeaderMatch;
  readonly batch: OpenBatch;
  readonly engine: ChunkEngine;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Chunks that are being stored at the same time; two connections bring 1.4 times one, three no more on two cores. */
const storedAtOnce = 2;
/** A row takes about so many bytes at least: for the size of the filter. */
const leastRowBytes = 120;

/** From so many chunks on it pays to read the register ahead; a row has so many bytes, about. */
const largeFileChunks = 8;
const usualRowBytes = 500;

/** A chunk on its way into the database. */
interface Storing {
  readonly identities: ReadonlySet<number>;
  readonly done: Promise<void>;
}

/** 53 bits of a record id, to know it again within one import. */
const fingerprintOf = (tuples: Buffer, start: number): number =>
  (tuples.readUInt32BE(start + at.recordId) & 0x1fffff) * 2 ** 32 + tuples.readUInt32BE(start + at.recordId + 4);

const itemHasRecords = async (database: Database, item: number): Promise<boolean> =>
  (
    await database.pool.query<{ some: boolean }>(
      "select exists (select from record where item_id = $1 and known_until = 'infinity') as some",
      [item],
    )
  ).rows[0]?.some ?? true;

/**
 * Brings the chunks of a file through check and into the database. Chunks are checked by several threads and stored by two connections at a time, and yet the
 * result is that of one row after another: organisations are found in the order of the file, and a chunk that shares a decision with one still being stored waits for it.
 */
export const storeFile = async (input: StoreFileInput): Promise<void> => {
  const { database, by, item, source, file, batch, engine } = input;
  const object = `batch:${batch.id}`;
  const register = new SubjectRegister({ database, actor: by.actor, now: by.now, initials: engine.initials, object });
  const authorities = authorityNumbers(database, by, object);
  const nameField = item.roles.subjectName;
  const nameColumn = input.match.fields.indexOf(nameField);
  const isRegister = item.id === "organisation";
  const lookUpAll = await itemHasRecords(database, item.number);
  const filter = lookUpAll ? null : identityFilter(file.bytes / leastRowBytes);
  if (!isRegister && file.chunkCount >= largeFileChunks)
    await register.readAhead((file.chunkCount * file.chunkBytes) / usualRowBytes);
  const sourceCodes = new Map([...input.catalogue.sources.values()].map((one) => [one.number, one.name.zh]));

  const resolve = async (checked: CheckedChunk): Promise<{ chunk: ResolvedChunk; identities: Set<number> }> => {
    const subjects = unpackSubjects(checked.subjects);
    const known = await register.resolve(subjects, !isRegister);
    const numbers = await authorities(checked.authorities);
    const tuples = Buffer.from(checked.tuples.buffer, checked.tuples.byteOffset, checked.tuples.byteLength);
    const drafts: number[] = [];
    const maybeKnown: number[] = [];
    const late: ResolvedChunk["late"][number][] = [];
    const unregistered = new Set<number>();
    const identities = new Set<number>();
    for (let draft = 0; draft < checked.rows.length; draft++) {
      const index = checked.subjectOf[draft] as number;
      const named = subjects[index] as ChunkSubject;
      const subject = known[index] as Awaited<ReturnType<SubjectRegister["resolve"]>>[number];
      if (!isRegister && subject.registered && subject.folded !== named.folded && !subject.others.has(named.folded)) {
        late.push({
          draft,
          problem: {
            code: "subject.name_differs_from_register",
            field: nameField,
            column: nameColumn < 0 ? null : nameColumn,
            data: { registered: subject.name, name: named.name },
          },
        });
        continue;
      }
      const start = checked.starts[draft] as number;
      tuples.writeInt32BE(subject.id, start + at.organisation);
      tuples.writeInt32BE(numbers[checked.authorityOf[draft] as number] as number, start + at.authority);
      if (!subject.registered && !isRegister) unregistered.add(draft);
      drafts.push(draft);
      identities.add(fingerprintOf(tuples, start));
      if (filter?.seen(tuples, start + at.recordId)) maybeKnown.push(draft);
    }
    const base = new Map<number, StoredBase>(
      checked.base.map((one: BaseData) => {
        const index = checked.subjectOf[one.draft] as number;
        const subject = subjects[index] as ChunkSubject;
        return [
          one.draft,
          {
            organisationId: (known[index] as { id: number }).id,
            subject,
            base: one,
            regionCode: one.region === null ? null : Number(one.region),
          },
        ];
      }),
    );
    return {
      chunk: {
        checked,
        tuples,
        usccs: subjects.map(({ uscc }) => uscc),
        drafts,
        maybeKnown: filter ? maybeKnown : null,
        late,
        base,
        unregistered,
      },
      identities,
    };
  };

  const storing = new Set<Storing>();
  const failures: unknown[] = [];
  let rows = 0;

  const store = async (raw: RawChunk, checked: CheckedChunk): Promise<void> => {
    const { chunk, identities } = await resolve(checked);
    // what the filter has not seen before is in no other chunk
    const repeated = chunk.maybeKnown === null || chunk.maybeKnown.length > 0 ? [...identities] : [];
    for (const other of storing) if (repeated.some((identity) => other.identities.has(identity))) await other.done;
    while (storing.size >= storedAtOnce) await Promise.race([...storing].map((one) => one.done));
    if (failures.length > 0) return;
    const context: StoreContext = {
      database,
      actor: by.actor,
      now: by.now,
      batch: batch.id,
      item: item.id,
      source: source.id,
      sourceNumber: source.number,
      sourceCode: (number) => sourceCodes.get(number) ?? String(number),
      cells: (wanted) => engine.cells(raw, wanted),
      initials: engine.initials,
    };
    const storeIt = async (): Promise<void> => {
      try {
        rows += (await storeChunk(context, chunk)).read;
        input.onProgress?.({ kind: "stored", part: raw.progress, rows });
      } catch (error) {
        failures.push(error);
      } finally {
        storing.delete(entry);
      }
    };
    const entry: Storing = { identities, done: Promise.resolve().then(storeIt) };
    storing.add(entry);
  };

  // What is read ahead is bounded: a chunk for each thread and a few on their way.
  const ahead: Promise<{ checked: CheckedChunk; chunk: RawChunk }>[] = [];
  const next = async (): Promise<void> => {
    const answer = ahead.shift();
    if (!answer) return;
    const { checked, chunk } = await answer;
    await store(chunk, checked);
  };
  try {
    for await (const raw of file.chunks((no) => batch.stored.has(no))) {
      if (failures.length > 0) break;
      const answer = engine.check(raw);
      answer.catch(() => {}); // awaited in turn
      ahead.push(answer);
      if (ahead.length > engine.width + 1) await next();
    }
    while (ahead.length > 0 && failures.length === 0) await next();
  } finally {
    await Promise.all([...storing].map((one) => one.done));
  }
  if (failures.length > 0) throw failures[0];
};
