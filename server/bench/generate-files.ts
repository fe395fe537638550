import { organisationHeaders, organisationLine } from "./invent-organisation.ts";
import { recordLine, recordSet, type RecordKind } from "./invent-record.ts";
import { licence, penalty } from "./record-kinds.ts";
import { writeLines } from "./write-lines.ts";

/** Share of each kind in a mixed set of records. */
export const mix: readonly { kind: RecordKind; share: number }[] = [
  { kind: licence, share: 0.9 },
  { kind: penalty, share: 0.1 },
];

/** Writes register rows `from` … `from + n - 1` as CSV with a header. Returns bytes. */
export const generateOrganisations = (path: string, { seed, from, n }: { seed: number; from: number; n: number }): number =>
  writeLines(path, `${organisationHeaders.join(",")}\n`, from, n, (index) => organisationLine(index, seed));

/** Writes rows `from` … `from + n - 1` of one kind as CSV with a header, about the first `organisations` organisations of the same seed. Returns bytes. */
export const generateRecords = (
  path: string,
  kind: RecordKind,
  { seed, organisations, dirty, from, n }: { seed: number; organisations: number; dirty: number; from: number; n: number },
): number => {
  const set = recordSet(seed, organisations, dirty);
  return writeLines(path, `${kind.headers.join(",")}\n`, from, n, (index) => recordLine(set, kind, index));
};
