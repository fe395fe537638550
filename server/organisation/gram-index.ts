/**
 * Every occurrence of every two neighbouring characters of many short texts, in typed arrays.
 *
 * Texts are handed in in the order of their rank. A list of occurrences is ordered by (position, text), so a scan meets
 * the hits for a fragment in the order in which they are shown, and the first page costs as many steps as it has rows.
 */
export interface GramIndex {
  readonly size: number;
  /** UTF-16 units of all texts, one after another; text `t` is `units[starts[t] .. starts[t + 1])`. */
  readonly units: Uint16Array;
  readonly starts: Uint32Array;
  /** Open addressing: two characters → list number + 1; 0 = free. */
  readonly keys: Uint32Array;
  readonly lists: Uint32Array;
  readonly listStarts: Uint32Array;
  /** `position << textBits | text`. */
  readonly occurrences: Uint32Array;
}

const textBits = 23;
const textMask = (1 << textBits) - 1;
/** Longer texts are the caller's fault: names are cut to 250 characters before they come here. */
export const longestText = (1 << (32 - textBits)) - 1;
export const mostTexts = textMask;

const slotOf = (key: number, mask: number): number => (Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 7) & mask;
const keyAt = (units: Uint16Array, at: number): number => ((units[at]! << 16) | units[at + 1]!) >>> 0;

/** Number of the list for two characters, or -1. */
const listOf = (index: GramIndex, key: number): number => {
  const mask = index.keys.length - 1;
  let slot = slotOf(key, mask);
  for (;;) {
    const list = index.lists[slot]!;
    if (list === 0) return -1;
    if (index.keys[slot] === key) return list - 1;
    slot = (slot + 1) & mask;
  }
};

interface Table {
  keys: Uint32Array;
  lists: Uint32Array;
  used: number;
}

const insert = (table: Table, key: number): number => {
  const mask = table.keys.length - 1;
  let slot = slotOf(key, mask);
  for (;;) {
    const list = table.lists[slot]!;
    if (list === 0) {
      table.keys[slot] = key;
      table.lists[slot] = ++table.used;
      return table.used - 1;
    }
    if (table.keys[slot] === key) return list - 1;
    slot = (slot + 1) & mask;
  }
};

const grown = (table: Table): Table => {
  const bigger: Table = {
    keys: new Uint32Array(table.keys.length * 2),
    lists: new Uint32Array(table.keys.length * 2),
    used: table.used,
  };
  const mask = bigger.keys.length - 1;
  for (let from = 0; from < table.keys.length; from++) {
    if (table.lists[from] === 0) continue;
    let slot = slotOf(table.keys[from]!, mask);
    while (bigger.lists[slot] !== 0) slot = (slot + 1) & mask;
    bigger.keys[slot] = table.keys[from]!;
    bigger.lists[slot] = table.lists[from]!;
  }
  return bigger;
};

/** Texts between two pauses of a build: about 2 ms of work. */
const stride = 8192;

/**
 * Builds the index in steps; each `yield` is a chance to let other work run.
 * @throws RangeError when there are more texts, or longer ones, than an occurrence can name.
 */
export function* buildGramIndex(texts: readonly string[]): Generator<void, GramIndex> {
  const size = texts.length;
  if (size > mostTexts) throw new RangeError(`${size} texts, at most ${mostTexts}`);
  const starts = new Uint32Array(size + 1);
  let longest = 0;
  for (let text = 0; text < size; text++) {
    const length = texts[text]!.length;
    if (length > longestText) throw new RangeError(`a text of ${length} characters, at most ${longestText}`);
    if (length > longest) longest = length;
    starts[text + 1] = starts[text]! + length;
  }
  const units = new Uint16Array(starts[size]!);
  const listAt = new Uint32Array(units.length);
  let table: Table = { keys: new Uint32Array(1024), lists: new Uint32Array(1024), used: 0 };
  for (let text = 0; text < size; text++) {
    const written = texts[text]!;
    const start = starts[text]!;
    for (let i = 0; i < written.length; i++) units[start + i] = written.charCodeAt(i);
    for (let at = start; at + 1 < start + written.length; at++) {
      if (table.used * 2 >= table.keys.length) table = grown(table);
      listAt[at] = insert(table, keyAt(units, at));
    }
    if (text % stride === 0) yield;
  }
  const listStarts = new Uint32Array(table.used + 1);
  for (let text = 0; text < size; text++) {
    for (let at = starts[text]!; at + 1 < starts[text + 1]!; at++) listStarts[listAt[at]! + 1]!++;
    if (text % (stride * 4) === 0) yield;
  }
  for (let list = 0; list < table.used; list++) listStarts[list + 1]! += listStarts[list]!;
  const next = listStarts.slice(0, table.used);
  const occurrences = new Uint32Array(listStarts[table.used]!);
  // Positions outside, texts inside: each list fills in the order (position, text) by itself.
  let left = new Uint32Array(size);
  for (let text = 0; text < size; text++) left[text] = text;
  for (let position = 0; position + 1 < longest; position++) {
    let kept = 0;
    for (let i = 0; i < left.length; i++) {
      const text = left[i]!;
      const at = starts[text]! + position;
      if (at + 1 >= starts[text + 1]!) continue;
      left[kept++] = text;
      const list = listAt[at]!;
      occurrences[next[list]!++] = ((position << textBits) | text) >>> 0;
      if (i % (stride * 4) === 0) yield;
    }
    left = left.subarray(0, kept);
  }
  return { size, units, starts, keys: table.keys, lists: table.lists, listStarts, occurrences };
}

/** UTF-16 units of a text. */
export const unitsOf = (text: string): Uint16Array => {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
};

/** A pair of neighbouring characters of a query and the places where it occurs. */
export interface PairPlaces {
  /** Where in the query it stands. */
  readonly offset: number;
  readonly first: number;
  readonly end: number;
}

/** The places of the pair at `offset` of the query; none when it occurs nowhere. */
export const placesOf = (index: GramIndex, query: Uint16Array, offset: number): PairPlaces => {
  const list = listOf(index, keyAt(query, offset));
  return list < 0
    ? { offset, first: 0, end: 0 }
    : { offset, first: index.listStarts[list]!, end: index.listStarts[list + 1]! };
};

/** The pair of the query that occurs least, or null when one occurs nowhere (then nothing can match). The query has two characters or more. */
export const rarestPair = (index: GramIndex, query: Uint16Array): PairPlaces | null => {
  let rarest: PairPlaces | null = null;
  for (let offset = 0; offset + 1 < query.length; offset++) {
    const places = placesOf(index, query, offset);
    if (places.first === places.end) return null;
    if (rarest === null || places.end - places.first < rarest.end - rarest.first) rarest = places;
  }
  return rarest;
};

/** First place in a list at or behind (position, text). */
export const lowerBound = (index: GramIndex, pair: PairPlaces, position: number, text: number): number => {
  const bound = position * 2 ** textBits + text;
  let low = pair.first;
  let high = pair.end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.occurrences[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const textOf = (occurrence: number): number => occurrence & textMask;
export const positionOf = (occurrence: number): number => occurrence >>> textBits;

/** Whether the text has the query at this position. */
export const standsAt = (index: GramIndex, text: number, position: number, query: Uint16Array): boolean => {
  if (position < 0) return false;
  const start = index.starts[text]! + position;
  if (start + query.length > index.starts[text + 1]!) return false;
  for (let i = 0; i < query.length; i++) if (index.units[start + i] !== query[i]) return false;
  return true;
};

/** First position of the query in the text, or -1. */
export const positionIn = (index: GramIndex, text: number, query: Uint16Array): number => {
  const last = index.starts[text + 1]! - index.starts[text]! - query.length;
  for (let position = 0; position <= last; position++) if (standsAt(index, text, position, query)) return position;
  return -1;
};

export const lengthOf = (index: GramIndex, text: number): number => index.starts[text + 1]! - index.starts[text]!;

/** Bytes held. */
export const bytesOf = (index: GramIndex): number =>
  index.units.byteLength +
  index.starts.byteLength +
  index.keys.byteLength +
  index.lists.byteLength +
  index.listStarts.byteLength +
  index.occurrences.byteLength;
