/** Codes of organisations as stored, sorted by code and then organisation: found whole or by their beginning. */
export interface CodeTable {
  readonly size: number;
  readonly units: Uint16Array;
  readonly starts: Uint32Array;
  /** Ordinal of the organisation. */
  readonly organisations: Uint32Array;
  /** The codes of organisation `o` are `ofOrganisation[ofStarts[o] .. ofStarts[o + 1])`. */
  readonly ofStarts: Uint32Array;
  readonly ofOrganisation: Uint32Array;
}

/** Builds the table in steps. `codes` sorted by code, then organisation; ordinals below `organisations`. */
export function* buildCodeTable(
  codes: readonly { code: string; ordinal: number }[],
  organisations: number,
): Generator<void, CodeTable> {
  const starts = new Uint32Array(codes.length + 1);
  codes.forEach(({ code }, i) => (starts[i + 1] = starts[i]! + code.length));
  const units = new Uint16Array(starts[codes.length]!);
  const owners = new Uint32Array(codes.length);
  const ofStarts = new Uint32Array(organisations + 1);
  for (let i = 0; i < codes.length; i++) {
    const { code, ordinal } = codes[i]!;
    for (let at = 0; at < code.length; at++) units[starts[i]! + at] = code.charCodeAt(at);
    owners[i] = ordinal;
    ofStarts[ordinal + 1]!++;
    if (i % 16384 === 0) yield;
  }
  for (let o = 0; o < organisations; o++) ofStarts[o + 1]! += ofStarts[o]!;
  const next = ofStarts.slice(0, organisations);
  const ofOrganisation = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) ofOrganisation[next[owners[i]!]!++] = i;
  return { size: codes.length, units, starts, organisations: owners, ofStarts, ofOrganisation };
}

export const codeAt = (table: CodeTable, at: number): string =>
  String.fromCharCode(...table.units.subarray(table.starts[at], table.starts[at + 1]));

/** -1, 0 or 1: how a code compares with a text; 0 also when it begins with it and `prefix` is set. */
const compare = (table: CodeTable, at: number, text: string, prefix: boolean): number => {
  const start = table.starts[at]!;
  const length = table.starts[at + 1]! - start;
  const shared = Math.min(length, text.length);
  for (let i = 0; i < shared; i++) {
    const difference = table.units[start + i]! - text.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return prefix && length >= text.length ? 0 : length - text.length;
};

/** First code at or behind `text`; with `prefix`, first behind all that begin with it. */
const bound = (table: CodeTable, text: string, behindPrefix: boolean): number => {
  let low = 0;
  let high = table.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(table, middle, text, behindPrefix);
    if (order < 0 || (behindPrefix && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Places of the codes that begin with `prefix`: `[first, end)`. */
export const withPrefix = (table: CodeTable, prefix: string): { first: number; end: number } => ({
  first: bound(table, prefix, false),
  end: bound(table, prefix, true),
});

/** First code of the organisation that begins with the prefix, or -1. */
export const firstCodeOf = (table: CodeTable, ordinal: number, prefix: string): number => {
  for (let i = table.ofStarts[ordinal]!; i < table.ofStarts[ordinal + 1]!; i++) {
    const at = table.ofOrganisation[i]!;
    if (compare(table, at, prefix, true) === 0) return at;
  }
  return -1;
};

/** First place at or behind `text`, whatever stands there. */
export const firstFrom = (table: CodeTable, text: string): number => bound(table, text, false);

export const bytesOfCodes = (table: CodeTable): number =>
  table.units.byteLength +
  table.starts.byteLength +
  table.organisations.byteLength +
  table.ofStarts.byteLength +
  table.ofOrganisation.byteLength;
