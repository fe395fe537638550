import { codeAt, firstCodeOf, firstFrom, withPrefix } from "./code-table.ts";
import { lowerBound, positionIn, positionOf, rarestPair, standsAt, textOf, unitsOf } from "./gram-index.ts";
import { ordinalOf, rankOf, type NameField, type NameIndex } from "./name-index.ts";
import { lengthOfRank, organisationOf, positionOfRank, rank, standingOf, tiers, type Tier } from "./rank.ts";
import type { SearchQuery } from "./search-query.ts";

/** An index, without the organisations of which a newer one knows better. */
export interface Layer {
  readonly index: NameIndex;
  /** Per ordinal, 1 = left out. */
  readonly replaced: Uint8Array | null;
}

/** Marks in `layer` the organisations that a newer index knows. */
export const withoutThoseOf = (index: NameIndex, newer: NameIndex): Layer => {
  const replaced = new Uint8Array(index.size);
  for (const organisationId of newer.organisationIds) {
    const ordinal = ordinalOf(index.organisationIds, organisationId);
    if (ordinal >= 0) replaced[ordinal] = 1;
  }
  return { index, replaced };
};

export const shown = ({ index, replaced }: Layer, ordinal: number, today: number): boolean =>
  index.shownThrough[ordinal]! >= today && (replaced === null || replaced[ordinal] === 0);

/** The query as the index compares it. */
export interface Needle {
  readonly code: string | null;
  readonly name: Uint16Array;
  readonly initials: Uint16Array | null;
}

export const needleOf = (query: SearchQuery): Needle => ({
  code: query.code,
  name: unitsOf(query.name),
  initials: query.initials === null ? null : unitsOf(query.initials),
});

const fieldOf = (index: NameIndex, tier: Tier): NameField => (tier === tiers.initials ? index.initials : index.names);

/** Whether no better place of the same organisation matches: each is shown once, by the best of its names and codes. */
const isBest = (
  index: NameIndex,
  needle: Needle,
  tier: Tier,
  units: Uint16Array,
  text: number,
  position: number,
): boolean => {
  const field = fieldOf(index, tier);
  const ordinal = field.organisations[text]!;
  if (needle.code !== null && firstCodeOf(index.codes, ordinal, needle.code) >= 0) return false;
  if (tier === tiers.initials) {
    const { names } = index;
    for (let i = names.ofStarts[ordinal]!; i < names.ofStarts[ordinal + 1]!; i++)
      if (positionIn(names.grams, names.ofOrganisation[i]!, needle.name) >= 0) return false;
  }
  const first = field.ofStarts[ordinal]!;
  const end = field.ofStarts[ordinal + 1]!;
  if (position === 0 && end - first === 1) return true;
  const own = rankOf(index, field, tier, text, position);
  for (let i = first; i < end; i++) {
    const other = field.ofOrganisation[i]!;
    const at = positionIn(field.grams, other, units);
    if (at < 0) continue;
    const better = rankOf(index, field, tier, other, at);
    if (better < own || (better === own && other < text)) return false;
  }
  return true;
};

/** First text of a field whose (length, standing, organisation) is at or behind that of a rank. */
const textFrom = (index: NameIndex, field: NameField, from: number): number => {
  const wanted = rank(tiers.name, 0, lengthOfRank(from), standingOf(from), organisationOf(from));
  let low = 0;
  let high = field.organisations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rankOf(index, field, tiers.name, middle, 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Hits of one tier in order of rank, until `visit` has enough (returns false). */
export const scan = (
  layer: Layer,
  needle: Needle,
  tier: Tier,
  after: number | null,
  today: number,
  visit: (rank: number) => boolean,
): void => {
  const { index } = layer;
  const units = tier === tiers.initials ? needle.initials : needle.name;
  if (units === null || units.length < 2) return;
  const field = fieldOf(index, tier);
  const pair = rarestPair(field.grams, units);
  if (pair === null) return;
  const from =
    after === null
      ? lowerBound(field.grams, pair, pair.offset, 0)
      : lowerBound(field.grams, pair, positionOfRank(after) + pair.offset, textFrom(index, field, after));
  for (let i = from; i < pair.end; i++) {
    const text = textOf(field.grams.occurrences[i]!);
    const position = positionOf(field.grams.occurrences[i]!) - pair.offset;
    if (!standsAt(field.grams, text, position, units)) continue;
    if (!shown(layer, field.organisations[text]!, today)) continue;
    if (!isBest(index, needle, tier, units, text, position)) continue;
    const own = rankOf(index, field, tier, text, position);
    if (after !== null && own <= after) continue;
    if (!visit(own)) return;
  }
};

/** Hits by code in order of (code, organisation), until `visit` has enough. */
export const scanCodes = (
  layer: Layer,
  code: string | null,
  after: { code: string; organisationId: number } | null,
  today: number,
  visit: (code: string, organisationId: number) => boolean,
): void => {
  if (code === null) return;
  const { index } = layer;
  const { first, end } = withPrefix(index.codes, code);
  for (let at = after === null ? first : Math.max(first, firstFrom(index.codes, after.code)); at < end; at++) {
    const ordinal = index.codes.organisations[at]!;
    if (!shown(layer, ordinal, today) || firstCodeOf(index.codes, ordinal, code) !== at) continue;
    const organisationId = index.organisationIds[ordinal]!;
    const found = codeAt(index.codes, at);
    if (after !== null && found === after.code && organisationId <= after.organisationId) continue;
    if (!visit(found, organisationId)) return;
  }
};
