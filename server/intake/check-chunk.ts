import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { CheckedRow, HeaderMatch, RecordDraft, RowProblem } from "@chengxin/domain/intake/checked-row.ts";
import { rowChecker } from "@chengxin/domain/intake/check-row.ts";
import { cellKeeper } from "@chengxin/domain/intake/kept-cells.ts";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import { publicityFacts, publicUntil } from "@chengxin/domain/record/publicity.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import {
  joiner,
  type BaseData,
  type CheckedChunk,
  type FieldTally,
  type RejectedRow,
  type Tally,
} from "./checked-chunk.ts";
import { rowsOf } from "./chunk-rows.ts";
import type { ChunkFormat, RawChunk } from "./intake-file.ts";
import { maxKeptCell } from "./limits.ts";
import { recordIdOf } from "./record-id.ts";
import { tuplePrefix, TupleWriter, type PublicUntil } from "./record-tuple.ts";

/** What all chunks of a file have in common; can be sent to a worker. */
export interface ChunkTask {
  readonly catalogue: Catalogue;
  readonly itemId: string;
  readonly sourceId: string;
  readonly format: ChunkFormat;
  readonly match: HeaderMatch;
  readonly today: PlainDate;
  readonly batch: number;
}

const bump = (tally: Tally, code: string): void => {
  tally[code] = (tally[code] ?? 0) + 1;
};

/** Cells as they are kept: none longer than a workbook's cell can be, no half surrogate pairs. */
const keptCells = (cells: readonly string[]): string =>
  JSON.stringify(
    cells.map((cell) => (cell.length > maxKeptCell ? `${cell.slice(0, maxKeptCell)}…` : cell).toWellFormed()),
  );

const lastPublicDay = (
  draft: RecordDraft,
  task: ChunkTask,
  item: CatalogueItem,
  sector: string | null,
): PublicUntil => {
  const facts = publicityFacts(
    item,
    draft.content,
    { decidedOn: draft.decidedOn, validUntil: draft.validUntil, receivedOn: task.today },
    { sector },
  );
  const { publish, until } = publicUntil(facts, task.catalogue);
  return publish ? (until ?? "infinity") : "-infinity";
};

const longestAuthority = 300;

/** Compiles the check of one file's chunks. Pure: the same chunk gives the same answer in every thread. */
export const chunkChecker = (
  task: ChunkTask,
): { check(chunk: RawChunk): CheckedChunk; cells(chunk: RawChunk, rows: readonly number[]): string[] } => {
  const item = task.catalogue.items.get(task.itemId);
  const source = task.catalogue.sources.get(task.sourceId);
  if (!item || !source) throw new Error("a chunk of an unknown item or source");
  const input = { item, catalogue: task.catalogue, source, header: task.match, today: task.today };
  const check = rowChecker(input);
  const keeper = cellKeeper(input, task.match);
  const scrub = (cells: readonly string[]): string[] =>
    cells.length === task.match.fields.length ? keeper.keep(cells) : keeper.keepShifted(cells);
  const eachRow = rowsOf(task.format);
  const prefix = tuplePrefix({ itemNumber: item.number, sourceNumber: source.number, batch: task.batch });
  const isRegister = item.id === "organisation";
  const { status } = item.roles;

  /** Checks that belong to the file or the schema rather than to the item. */
  const lateProblem = (checked: CheckedRow, malformed: boolean): RowProblem | null => {
    if (checked.outcome === "turnedAway") return null;
    if (malformed) return { code: "row.quotes_malformed", field: null, column: null, data: {} };
    if (checked.outcome === "rejected") return null;
    const { length } = checked.draft.authority;
    if (length >= 2 && length <= longestAuthority) return null;
    const field = item.roles.authority ?? null;
    const index = field === null ? -1 : task.match.fields.indexOf(field);
    const column = index < 0 ? null : index;
    return length < 2
      ? { code: "field.required", field, column, data: {} }
      : { code: "field.too_long", field, column, data: { length, limit: longestAuthority } };
  };

  return {
    check(chunk) {
      const writer = new TupleWriter(Math.ceil((chunk.bytes?.length ?? 1 << 20) * 1.6), prefix);
      const rejected: RejectedRow[] = [];
      const reasons: Tally = {};
      const notes: Tally = {};
      const noteFields: FieldTally = {};
      const rows: number[] = [];
      const subjectOf: number[] = [];
      const authorityOf: number[] = [];
      const subjects = { usccs: [] as string[], names: [] as string[], folded: [] as string[] };
      /** By code: the first name in the chunk; further names of the same code are rare. */
      const subjectIndex = new Map<string, number>();
      const otherNames = new Map<string, number[]>();
      const authorities: string[] = [];
      const authorityIndex = new Map<string, number>();
      const base: BaseData[] = [];
      let read = 0;
      let turnedAway = 0;

      const indexOfSubject = (uscc: string, name: string): number => {
        const known = subjectIndex.get(uscc);
        if (known !== undefined && subjects.names[known] === name) return known;
        const others = known === undefined ? undefined : otherNames.get(uscc);
        const other = others?.find((index) => subjects.names[index] === name);
        if (other !== undefined) return other;
        const index = subjects.usccs.push(uscc) - 1;
        subjects.names.push(name);
        subjects.folded.push(foldName(name));
        if (known === undefined) subjectIndex.set(uscc, index);
        else otherNames.set(uscc, [...(others ?? []), index]);
        return index;
      };
      const indexOfAuthority = (name: string): number => {
        let index = authorityIndex.get(name);
        if (index === undefined) {
          index = authorities.length;
          authorityIndex.set(name, index);
          authorities.push(name);
        }
        return index;
      };

      eachRow(chunk, (cells, row, malformed) => {
        read++;
        const checked = check(cells);
        if (checked.outcome === "turnedAway") {
          turnedAway++;
          bump(reasons, checked.reason);
          return;
        }
        for (const { code, field } of checked.notes) {
          bump(notes, code);
          if (field !== null) bump((noteFields[code] ??= {}), field);
        }
        const late = lateProblem(checked, malformed);
        if (checked.outcome === "rejected" || late) {
          const problems = [...(late ? [late] : []), ...(checked.outcome === "rejected" ? checked.problems : [])];
          rejected.push({
            row,
            cells: keptCells(checked.outcome === "rejected" ? checked.cells : scrub(cells)),
            problems,
          });
          return;
        }
        const { draft } = checked;
        const index = rows.length;
        rows.push(row);
        subjectOf.push(indexOfSubject(draft.subject.uscc, draft.subject.name));
        authorityOf.push(indexOfAuthority(draft.authority));
        writer.add(draft, recordIdOf(item.id, draft.key), row, lastPublicDay(draft, task, item, source.sector));
        if (isRegister) {
          const text = (id: string | undefined): string | null =>
            id === undefined ? null : ((draft.content[id] as string | undefined) ?? null);
          base.push({
            draft: index,
            status: text(status),
            region: draft.region,
            establishedOn: draft.decidedOn,
            formerNames: draft.formerNames.map((name) => ({ name, folded: foldName(name) })),
            codes: draft.legacyCodes,
          });
        }
      });
      return {
        no: chunk.no,
        firstRow: chunk.firstRow,
        read,
        turnedAway,
        reasons,
        notes,
        noteFields,
        rejected,
        tuples: writer.bytes,
        starts: Uint32Array.from(writer.starts),
        rows: Float64Array.from(rows),
        subjectOf: Uint32Array.from(subjectOf),
        authorityOf: Uint32Array.from(authorityOf),
        subjects: {
          usccs: subjects.usccs.join(joiner),
          names: subjects.names.join(joiner),
          folded: subjects.folded.join(joiner),
        },
        authorities,
        base,
      };
    },
    cells(chunk, wanted) {
      const of = new Map<number, string>();
      const set = new Set(wanted);
      eachRow(chunk, (cells, row) => {
        if (set.has(row)) of.set(row, keptCells(scrub(cells)));
      });
      return wanted.map((row) => of.get(row) ?? "[]");
    },
  };
};
