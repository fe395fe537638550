import { placesOf, positionOf, textOf, type GramIndex, type PairPlaces } from "./gram-index.ts";

/** Shorter queries have too many neighbours at one edit to be of use; a character of two UTF-16 units would count as two edits. */
export const canBeSimilar = (query: string): boolean => query.length >= 4 && !/[\uD800-\uDFFF]/.test(query);

/** Walks query and text side by side while they are the same; the place in the query where they part, or `to`. */
const walk = (
  units: Uint16Array,
  low: number,
  high: number,
  at: number,
  query: Uint16Array,
  from: number,
  to: number,
  step: 1 | -1,
): number => {
  let q = from;
  for (let t = at; q !== to && t >= low && t < high && units[t] === query[q]; t += step) q += step;
  return q;
};

/** Whether the query from `from` to `to` (exclusive) meets the text from `at` on within one edit; both walked by `step`. */
const near = (
  units: Uint16Array,
  low: number,
  high: number,
  at: number,
  query: Uint16Array,
  from: number,
  to: number,
  step: 1 | -1,
): boolean => {
  const q = walk(units, low, high, at, query, from, to, step);
  if (q === to) return true;
  const t = at + (q - from);
  // At the first difference: one too few in the text, a wrong one, one too many.
  if (walk(units, low, high, t, query, q + step, to, step) === to) return true;
  if (t < low || t >= high) return false;
  const behind = t + (units[t]! >= 0xd800 && units[t]! <= 0xdfff ? 2 : 1) * step;
  return (
    walk(units, low, high, behind, query, q + step, to, step) === to ||
    walk(units, low, high, behind, query, q, to, step) === to
  );
};

/** Two pairs of neighbouring characters that no single edit breaks both, with the fewest places to look at; none when the query is too short. */
const anchors = (index: GramIndex, query: Uint16Array): readonly PairPlaces[] => {
  const pairs = Array.from({ length: query.length - 1 }, (_, offset) => placesOf(index, query, offset));
  const places = ({ first, end }: PairPlaces): number => end - first;
  let best: readonly PairPlaces[] = [];
  let fewest = Infinity;
  // The rarest pair at or behind each offset, so that one walk finds the best two that stand two or more apart.
  let later: PairPlaces | null = null;
  for (let offset = pairs.length - 3; offset >= 0; offset--) {
    const joining = pairs[offset + 2]!;
    if (later === null || places(joining) < places(later)) later = joining;
    const sum = places(pairs[offset]!) + places(later);
    if (sum < fewest) {
      fewest = sum;
      best = [pairs[offset]!, later];
    }
  }
  return best;
};

/**
 * Texts that contain the query with one character wrong, missing or too many. One edit touches two pairs of neighbouring
 * characters at most, and those overlap: so of two pairs that stand apart one is as it was written, and the places to
 * look at are theirs.
 * @param query one for which `canBeSimilar` holds
 * @param visit told each text, possibly more than once
 */
export const findSimilar = (index: GramIndex, query: Uint16Array, visit: (text: number) => void): void => {
  const { length } = query;
  for (const { offset, first, end } of anchors(index, query)) {
    for (let i = first; i < end; i++) {
      const text = textOf(index.occurrences[i]!);
      const low = index.starts[text]!;
      const high = index.starts[text + 1]!;
      const at = low + positionOf(index.occurrences[i]!);
      if (
        (walk(index.units, low, high, at + 2, query, offset + 2, length, 1) === length &&
          near(index.units, low, high, at - 1, query, offset - 1, -1, -1)) ||
        (walk(index.units, low, high, at - 1, query, offset - 1, -1, -1) === -1 &&
          near(index.units, low, high, at + 2, query, offset + 2, length, 1))
      )
        visit(text);
    }
  }
};

/**
 * The same as LIKE patterns, for the SQL twin: each character wrong (`_`), missing, or one put between two.
 * `escape` is the backslash.
 */
export const similarPatterns = (query: string): string[] => {
  const characters = [...query].map((character) => character.replace(/[\\%_]/g, "\\$&"));
  const patterns = new Set<string>();
  characters.forEach((_, i) => {
    const before = characters.slice(0, i).join("");
    const after = characters.slice(i + 1).join("");
    patterns.add(`%${before}_${after}%`);
    patterns.add(`%${before}${after}%`);
    patterns.add(`%${before}_${characters.slice(i).join("")}%`);
  });
  return [...patterns];
};
