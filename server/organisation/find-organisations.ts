import { codeAt, firstCodeOf, firstFrom, withPrefix } from "./code-table.ts";
import { lengthOf, lowerBound, positionIn, positionOf, rarestPair, standsAt, textOf, unitsOf } from "./gram-index.ts";
import { ordinalOf, rankOf, type NameField, type NameIndex } from "./name-index.ts";
import { lengthOfRank, organisationOf, positionOfRank, rank, standing, standingOf, tierOf, tiers, type Tier } from "./rank.ts";
import type { SearchQuery } from "./search-query.ts";
import { canBeSimilar, findSimilar } from "./similar-name.ts";

/** An organisation found, and by what. */
export type Hit =
  | { readonly organisationId: number; readonly by: "code"; readonly code: string }
  | { readonly organisationId: number; readonly by: "name" | "initials" | "similar"; readonly former: boolean; readonly rank: number };

/** The last hit of a page: the next page begins behind it, whatever came or went meanwhile. */
export type After = { readonly code: string; readonly organisationId: number } | { readonly rank: number };

/** An index, without the organisations of which a newer one knows better. */
export interface Layer {
  readonly index: NameIndex;
  /** Per ordinal, 1 = left out. */
  readonly replaced: Uint8Array | null;
}

export interface PageWanted {
  readonly after: After | null;
  readonly limit: number;
  /** Days since 1970. */
  readonly today: number;
}

const shown = ({ index, replaced }: Layer, ordinal: number, today: number): boolean =>
  index.shownThrough[ordinal]! >= today && (replaced === null || replaced[ordinal] === 0);

/** The query as the index compares it. */
interface Needle {
  readonly code: string | null;
  readonly name: Uint16Array;
  readonly initials: Uint16Array | null;
}

const needleOf = (query: SearchQuery): Needle => ({
  code: query.code,
  name: unitsOf(query.name),
  initials: query.initials === null ? null : unitsOf(query.initials),
});

const fieldOf = (index: NameIndex, tier: Tier): NameField => (tier === tiers.initials ? index.initials : index.names);

/** Whether no better place of the same organisation matches: each is shown once, by the best of its names and codes. */
const isBest = (index: NameIndex, needle: Needle, tier: Tier, units: Uint16Array, text: number, position: number): boolean => {
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
const scan = (layer: Layer, needle: Needle, tier: Tier, after: number | null, today: number, visit: (rank: number) => boolean): void => {
  const { index } = layer;
  const units = tier === tiers.initials ? needle.initials : needle.name;
  if (units === null || units.length < 2) return;
  const field = fieldOf(index, tier);
  const pair = rarestPair(field.grams, units);
  if (pair === null) return;
  const from = after === null ? lowerBound(field.grams, pair, pair.offset, 0) : lowerBound(field.grams, pair, positionOfRank(after) + pair.offset, textFrom(index, field, after));
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
const scanCodes = (layer: Layer, code: string | null, after: { code: string; organisationId: number } | null, today: number, visit: (code: string, organisationId: number) => boolean): void => {
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

const hitOf = (by: "name" | "initials" | "similar", own: number): Hit => ({ organisationId: organisationOf(own), by, former: standingOf(own) % 2 === 1, rank: own });

const textually = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The next hits in order: by code, by name, by initials. At most `limit`; organisations not shown to the public today are left out.
 */
export const findOrganisations = (layers: readonly Layer[], query: SearchQuery, { after, limit, today }: PageWanted): Hit[] => {
  if (query.codeFault !== null) return [];
  const needle = needleOf(query);
  const hits: Hit[] = [];
  if (after === null || "code" in after) {
    const found: { organisationId: number; code: string }[] = [];
    for (const layer of layers) {
      let taken = 0;
      scanCodes(layer, needle.code, after, today, (code, organisationId) => found.push({ code, organisationId }) > 0 && ++taken < limit);
    }
    found.sort((a, b) => textually(a.code, b.code) || a.organisationId - b.organisationId);
    for (const { code, organisationId } of found.slice(0, limit)) hits.push({ organisationId, by: "code", code });
  }
  for (const [by, tier] of [["name", tiers.name], ["initials", tiers.initials]] as const) {
    const wanted = limit - hits.length;
    const behind = after !== null && "rank" in after ? after.rank : null;
    if (wanted <= 0 || (behind !== null && tierOf(behind) > tier)) continue;
    const ranks: number[] = [];
    for (const layer of layers) {
      let taken = 0;
      scan(layer, needle, tier, behind !== null && tierOf(behind) === tier ? behind : null, today, (own) => ranks.push(own) > 0 && ++taken < wanted);
    }
    if (layers.length > 1) ranks.sort((a, b) => a - b);
    for (const own of ranks.slice(0, wanted)) hits.push(hitOf(by, own));
  }
  return hits;
};

/** How many organisations match as written, counted up to `most`. */
export const countOrganisations = (layers: readonly Layer[], query: SearchQuery, today: number, most: number): number => {
  if (query.codeFault !== null) return 0;
  const needle = needleOf(query);
  let count = 0;
  const counted = (): boolean => ++count < most;
  for (const layer of layers) if (count < most) scanCodes(layer, needle.code, null, today, counted);
  for (const tier of [tiers.name, tiers.initials] as const)
    for (const layer of layers) if (count < most) scan(layer, needle, tier, null, today, counted);
  return count;
};

/** The second try: all organisations with a name that differs in one character, the nearest in length first. */
export const findSimilarOrganisations = (layers: readonly Layer[], query: SearchQuery, today: number): Hit[] => {
  if (query.code !== null || query.codeFault !== null || !canBeSimilar(query.name)) return [];
  const units = unitsOf(query.name);
  const best = new Map<number, number>();
  for (const layer of layers) {
    const { index } = layer;
    findSimilar(index.names.grams, units, (text) => {
      const ordinal = index.names.organisations[text]!;
      if (!shown(layer, ordinal, today)) return;
      const own = rankOf(index, index.names, tiers.similar, text, Math.abs(lengthOf(index.names.grams, text) - units.length));
      const organisationId = index.organisationIds[ordinal]!;
      const known = best.get(organisationId);
      if (known === undefined || own < known) best.set(organisationId, own);
    });
  }
  return [...best.values()].sort((a, b) => a - b).map((own) => hitOf("similar", own));
};

/** Organisations whose current name, folded, is exactly this one. At most `limit`. */
export const findByExactName = (layers: readonly Layer[], name: string, today: number, limit: number): number[] => {
  const needle: Needle = { code: null, name: unitsOf(name), initials: null };
  const found: number[] = [];
  for (const layer of layers)
    for (const registered of [true, false]) {
      const stands = standing(registered, false);
      const before = rank(tiers.name, 0, name.length, stands, 0);
      scan(layer, needle, tiers.name, before, today, (own) => {
        if (positionOfRank(own) > 0 || lengthOfRank(own) > name.length || standingOf(own) !== stands) return false;
        return found.push(organisationOf(own)) < limit;
      });
    }
  return found.sort((a, b) => a - b);
};

/** Marks in `layer` the organisations that a newer index knows. */
export const withoutThoseOf = (index: NameIndex, newer: NameIndex): Layer => {
  const replaced = new Uint8Array(index.size);
  for (const organisationId of newer.organisationIds) {
    const ordinal = ordinalOf(index.organisationIds, organisationId);
    if (ordinal >= 0) replaced[ordinal] = 1;
  }
  return { index, replaced };
};
