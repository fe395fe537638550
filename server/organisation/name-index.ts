import { buildCodeTable, bytesOfCodes, type CodeTable } from "./code-table.ts";
import { buildGramIndex, bytesOf, lengthOf, type GramIndex } from "./gram-index.ts";
import { rank, standing, type Tier } from "./rank.ts";

/** One sort of text by which organisations are found: names, or pinyin initials. */
export interface NameField {
  readonly grams: GramIndex;
  /** Per text: ordinal of the organisation, and `standing` of rank.ts. */
  readonly organisations: Uint32Array;
  readonly standings: Uint8Array;
  /** The texts of organisation `o` are `ofOrganisation[ofStarts[o] .. ofStarts[o + 1])`. */
  readonly ofStarts: Uint32Array;
  readonly ofOrganisation: Uint32Array;
}

/** Everything by which organisations are found, built once and never changed. About 200 bytes an organisation. */
export interface NameIndex {
  readonly size: number;
  /** Ascending. */
  readonly organisationIds: Int32Array;
  /** Last day (days since 1970) on which the organisation is shown at all: no end for a registered one, the end of its last public record for one known only from records. */
  readonly shownThrough: Int32Array;
  readonly names: NameField;
  readonly initials: NameField;
  readonly codes: CodeTable;
}

/** Values of `shownThrough`: as long as it is registered; not at all. */
export const noEnd = 2 ** 31 - 1;
export const never = -(2 ** 31);

/** An organisation as the index takes it in. Names are folded, initials and codes as stored. */
export interface IndexedOrganisation {
  readonly organisationId: number;
  readonly name: string;
  readonly initials: string;
  readonly registered: boolean;
  readonly shownThrough: number;
}

/** Names are looked at up to here; the SQL twin cuts at the same place. */
export const longestName = 250;

/** Ordinal of an organisation, or -1. */
export const ordinalOf = (organisationIds: Int32Array, organisationId: number): number => {
  let low = 0;
  let high = organisationIds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (organisationIds[middle]! < organisationId) low = middle + 1;
    else high = middle;
  }
  return organisationIds[low] === organisationId ? low : -1;
};

/** Rank of one text of a field for a hit at this position. */
export const rankOf = (index: NameIndex, field: NameField, tier: Tier, text: number, position: number): number =>
  rank(
    tier,
    position,
    lengthOf(field.grams, text),
    field.standings[text]!,
    index.organisationIds[field.organisations[text]!]!,
  );

interface TextEntry {
  readonly text: string;
  readonly ordinal: number;
  readonly standing: number;
}

/** Entries between two pauses of a build. */
const stride = 16_384;

/** Orders texts by (length, standing, organisation) and indexes them. Entries come ordered by organisation within each standing. */
function* buildField(entries: readonly TextEntry[], organisations: number): Generator<void, NameField> {
  const bucketOf = ({ text, standing: stands }: TextEntry): number => text.length * 4 + stands;
  const starts: number[] = [0];
  for (const [i, entry] of entries.entries()) {
    const bucket = bucketOf(entry) + 1;
    while (starts.length <= bucket) starts.push(0);
    starts[bucket]!++;
    if (i % stride === 0) yield;
  }
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!;
  const texts = Array.from<string>({ length: entries.length });
  const owners = new Uint32Array(entries.length);
  const standings = new Uint8Array(entries.length);
  const ofStarts = new Uint32Array(organisations + 1);
  for (const [i, entry] of entries.entries()) {
    if (i % stride === 0) yield;
    const at = starts[bucketOf(entry)]!++;
    texts[at] = entry.text;
    owners[at] = entry.ordinal;
    standings[at] = entry.standing;
    ofStarts[entry.ordinal + 1]!++;
  }
  yield;
  for (let o = 0; o < organisations; o++) ofStarts[o + 1]! += ofStarts[o]!;
  const next = ofStarts.slice(0, organisations);
  const ofOrganisation = new Uint32Array(entries.length);
  for (let text = 0; text < entries.length; text++) ofOrganisation[next[owners[text]!]!++] = text;
  yield;
  const grams = yield* buildGramIndex(texts);
  return { grams, organisations: owners, standings, ofStarts, ofOrganisation };
}

/** Takes in organisations, then their other names and codes, and builds the index in steps. */
export interface NameIndexBuilder {
  /** In ascending order of `organisationId`. */
  addOrganisation(organisation: IndexedOrganisation): void;
  /** A former or reported name, folded; in ascending order of `organisationId`, after all organisations. */
  addOtherName(organisationId: number, name: string, initials: string): void;
  /** A code as stored, after all organisations; quicker when they come in ascending order of `code`. */
  addCode(organisationId: number, code: string): void;
  build(): Generator<void, NameIndex>;
}

/** Initials as they are compared: capital letters and digits. */
const plainInitials = (initials: string): string =>
  initials
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .slice(0, longestName);
const byCode = (a: { code: string; ordinal: number }, b: { code: string; ordinal: number }): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.ordinal - b.ordinal;
const cut = (name: string): string => (name.length <= longestName ? name : [...name].slice(0, longestName).join(""));

export const nameIndexBuilder = (): NameIndexBuilder => {
  const ids: number[] = [];
  const shownThrough: number[] = [];
  const registered: boolean[] = [];
  const names: TextEntry[] = [];
  const initials: TextEntry[] = [];
  const codes: { code: string; ordinal: number }[] = [];
  let sorted: Int32Array | null = null;
  const ordinal = (organisationId: number): number => ordinalOf((sorted ??= Int32Array.from(ids)), organisationId);
  const addTexts = (name: string, short: string, at: number, stands: number): void => {
    if (name.length > 0) names.push({ text: cut(name), ordinal: at, standing: stands });
    const plain = plainInitials(short);
    if (plain.length > 0) initials.push({ text: plain, ordinal: at, standing: stands });
  };
  return {
    addOrganisation: (organisation) => {
      const at = ids.length;
      if (at > 0 && organisation.organisationId <= ids[at - 1]!)
        throw new Error("organisations must come in ascending order");
      ids.push(organisation.organisationId);
      shownThrough.push(organisation.shownThrough);
      registered.push(organisation.registered);
      addTexts(organisation.name, organisation.initials, at, standing(organisation.registered, false));
    },
    addOtherName: (organisationId, name, short) => {
      const at = ordinal(organisationId);
      if (at >= 0) addTexts(name, short, at, standing(registered[at]!, true));
    },
    addCode: (organisationId, code) => {
      const at = ordinal(organisationId);
      if (at >= 0 && code.length > 0) codes.push({ code, ordinal: at });
    },
    *build() {
      yield;
      if (!codes.every((code, i) => i === 0 || byCode(codes[i - 1]!, code) <= 0)) codes.sort(byCode);
      yield;
      return {
        size: ids.length,
        organisationIds: Int32Array.from(ids),
        shownThrough: Int32Array.from(shownThrough),
        names: yield* buildField(names, ids.length),
        initials: yield* buildField(initials, ids.length),
        codes: yield* buildCodeTable(codes, ids.length),
      };
    },
  };
};

/** Runs a build to its end, letting other work run between its steps of a few milliseconds. */
export const inSteps = async <T>(steps: Generator<void, T>): Promise<T> => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

const bytesOfField = (field: NameField): number =>
  bytesOf(field.grams) +
  field.organisations.byteLength +
  field.standings.byteLength +
  field.ofStarts.byteLength +
  field.ofOrganisation.byteLength;

/** Bytes that the index holds. */
export const bytesOfIndex = (index: NameIndex): number =>
  index.organisationIds.byteLength +
  index.shownThrough.byteLength +
  bytesOfField(index.names) +
  bytesOfField(index.initials) +
  bytesOfCodes(index.codes);
