import { organisationHeaders, organisationLine } from "./invent-organisation.ts";
import { recordLine, type RecordKind, type RecordSet } from "./invent-record.ts";
import { abnormalEntry, commitment, contract, honour, inspection } from "./further-kinds.ts";
import { licence, penalty } from "./record-kinds.ts";
import { writeLines } from "./write-lines.ts";

/** Share of each kind in a mixed set of records. */
export const mix: readonly { kind: RecordKind; share: number }[] = [
  { kind: licence, share: 0.6 },
  { kind: inspection, share: 0.16 },
  { kind: commitment, share: 0.12 },
  { kind: penalty, share: 0.06 },
  { kind: contract, share: 0.03 },
  { kind: honour, share: 0.02 },
  { kind: abnormalEntry, share: 0.01 },
];

/** Writes register rows `from` … `from + n - 1` as CSV with a header. Returns bytes. */
export const generateOrganisations = (
  path: string,
  { seed, from, n }: { seed: number; from: number; n: number },
): number => writeLines(path, `${organisationHeaders.join(",")}\n`, from, n, (index) => organisationLine(index, seed));

/** Writes rows `from` … `from + n - 1` of one kind as CSV with a header. Returns bytes. */
export const generateRecords = (
  path: string,
  kind: RecordKind,
  set: RecordSet,
  { from, n }: { from: number; n: number },
): number => writeLines(path, `${kind.headers.join(",")}\n`, from, n, (index) => recordLine(set, kind, index));
