import { authorities, inventOrganisation, isoDay, lastDecisionDay } from "./invent-organisation.ts";
import type { InventedAuthority, InventedOrganisation } from "./invent-organisation.ts";
import { createRandom, type Random } from "./random.ts";
import { givenNames, surnames } from "./vocabulary.ts";

/** What every kind of record is drawn from. `day` counts from 2015-01-01. */
export interface Occasion {
  readonly index: number;
  readonly organisation: InventedOrganisation;
  readonly authority: InventedAuthority;
  readonly day: number;
  readonly decidedOn: string;
  readonly year: string;
  readonly random: Random;
  /** Invented legal representative: 法定代表人. */
  readonly representative: string;
}

/** One kind of file: its header and how a row of it is written. Cells hold no comma, quote or line end unless the cell is quoted already. */
export interface RecordKind {
  readonly item: string;
  /** Keeps the draws of one kind independent of another's. */
  readonly stream: number;
  readonly headers: readonly string[];
  /** Cells of one row, in the order of the headers. */
  cells(occasion: Occasion): string[];
  /** Columns that a damaged row spoils: code with check digit, date of decision, coded value. */
  readonly spoil: {
    readonly code: number;
    readonly date: number;
    readonly coded: number;
    readonly subjectKind: number | null;
  };
  /** Column whose text changes when a row is sent again with a correction. */
  readonly corrected: number;
}

export interface RecordSet {
  readonly seed: number;
  /** Registered organisations that records are about, by index. */
  readonly organisations: readonly InventedOrganisation[];
  /** Damaged rows per thousand, and as many re-deliveries (half of them corrected). */
  readonly dirty: number;
}

/** Organisations 0 … n-1, made once: drawing one per record again would cost more than the record. */
export const recordSet = (seed: number, n: number, dirty: number): RecordSet => ({
  seed,
  organisations: Array.from({ length: n }, (_, index) => inventOrganisation(index, seed)),
  dirty,
});

const damageStream = 1000;
const random = createRandom();
const damage = createRandom();

/**
 * Which organisation: density falls with rank^-0.545, so of 10 million records over 300,000 organisations the largest
 * has about 0.3 % and the median some twenty. Ranks are strewn over the register by a step coprime to its size.
 */
const organisationOf = (set: RecordSet): InventedOrganisation => {
  const n = set.organisations.length;
  const rank = Math.min(n - 1, Math.trunc(n * random.next() ** 2.2));
  return set.organisations[(rank * 7919 + 13) % n]!;
};

const occasionOf = (set: RecordSet, kind: RecordKind, index: number): Occasion => {
  random.at(set.seed, kind.stream, index);
  const organisation = organisationOf(set);
  // more recent, more decisions
  const day = Math.trunc(lastDecisionDay * Math.sqrt(random.next()));
  const decidedOn = isoDay(day);
  return {
    index,
    organisation,
    authority: random.pick(authorities),
    day,
    decidedOn,
    year: decidedOn.slice(0, 4),
    random,
    representative: random.pick(surnames) + random.pick(givenNames) + random.pick(givenNames),
  };
};

const spoil = (kind: RecordKind, cells: string[]): void => {
  const fault = damage.below(kind.spoil.subjectKind === null ? 3 : 4);
  if (fault === 0) {
    const code = cells[kind.spoil.code]!;
    cells[kind.spoil.code] = code.slice(0, 17) + (code[17] === "0" ? "1" : "0");
  } else if (fault === 1) cells[kind.spoil.date] = "2024-13-40";
  else if (fault === 2) cells[kind.spoil.coded] = "不在代码表中的值";
  else cells[kind.spoil.subjectKind!] = "自然人";
};

/** CSV line (with line feed) of record `index`: a pure function of (set, kind, index). */
export const recordLine = (set: RecordSet, kind: RecordKind, index: number): string => {
  if (set.dirty === 0) return `${kind.cells(occasionOf(set, kind, index)).join(",")}\n`;
  damage.at(set.seed, damageStream + kind.stream, index);
  const chance = damage.next() * 1000;
  if (chance >= set.dirty && chance < 2 * set.dirty && index > 1000) {
    const cells = kind.cells(occasionOf(set, kind, index - 1 - damage.below(1000)));
    if (damage.next() < 0.5) cells[kind.corrected] = `${cells[kind.corrected]!}更正`;
    return `${cells.join(",")}\n`;
  }
  const cells = kind.cells(occasionOf(set, kind, index));
  if (chance < set.dirty) spoil(kind, cells);
  return `${cells.join(",")}\n`;
};
