import { lengthOf, unitsOf } from "./gram-index.ts";
import { rankOf } from "./name-index.ts";
import { lengthOfRank, organisationOf, positionOfRank, rank, standing, standingOf, tierOf, tiers } from "./rank.ts";
import { needleOf, scan, scanCodes, shown, type Layer, type Needle } from "./scan-index.ts";
import type { SearchQuery } from "./search-query.ts";
import { canBeSimilar, findSimilar } from "./similar-name.ts";

export type { Layer } from "./scan-index.ts";

/** An organisation found, and by what. */
export type Hit =
  | { readonly organisationId: number; readonly by: "code"; readonly code: string }
  | {
      readonly organisationId: number;
      readonly by: "name" | "initials" | "similar";
      readonly former: boolean;
      readonly rank: number;
    };

/** The last hit of a page: the next page begins behind it, whatever came or went meanwhile. */
export type After = { readonly code: string; readonly organisationId: number } | { readonly rank: number };

export interface PageWanted {
  readonly after: After | null;
  readonly limit: number;
  /** Days since 1970. */
  readonly today: number;
}

const hitOf = (by: "name" | "initials" | "similar", own: number): Hit => ({
  organisationId: organisationOf(own),
  by,
  former: standingOf(own) % 2 === 1,
  rank: own,
});

const textually = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The next hits in order: by code, by name, by initials. At most `limit`; organisations not shown to the public today are left out.
 */
export const findOrganisations = (
  layers: readonly Layer[],
  query: SearchQuery,
  { after, limit, today }: PageWanted,
): Hit[] => {
  if (query.codeFault !== null) return [];
  const needle = needleOf(query);
  const hits: Hit[] = [];
  if (after === null || "code" in after) {
    const found: { organisationId: number; code: string }[] = [];
    for (const layer of layers) {
      let taken = 0;
      scanCodes(
        layer,
        needle.code,
        after,
        today,
        (code, organisationId) => found.push({ code, organisationId }) > 0 && ++taken < limit,
      );
    }
    found.sort((a, b) => textually(a.code, b.code) || a.organisationId - b.organisationId);
    for (const { code, organisationId } of found.slice(0, limit)) hits.push({ organisationId, by: "code", code });
  }
  for (const [by, tier] of [
    ["name", tiers.name],
    ["initials", tiers.initials],
  ] as const) {
    const wanted = limit - hits.length;
    const behind = after !== null && "rank" in after ? after.rank : null;
    if (wanted <= 0 || (behind !== null && tierOf(behind) > tier)) continue;
    const ranks: number[] = [];
    for (const layer of layers) {
      let taken = 0;
      scan(
        layer,
        needle,
        tier,
        behind !== null && tierOf(behind) === tier ? behind : null,
        today,
        (own) => ranks.push(own) > 0 && ++taken < wanted,
      );
    }
    if (layers.length > 1) ranks.sort((a, b) => a - b);
    for (const own of ranks.slice(0, wanted)) hits.push(hitOf(by, own));
  }
  return hits;
};

/** How many organisations match as written, counted up to `most`. */
export const countOrganisations = (
  layers: readonly Layer[],
  query: SearchQuery,
  today: number,
  most: number,
): number => {
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
      const own = rankOf(
        index,
        index.names,
        tiers.similar,
        text,
        Math.abs(lengthOf(index.names.grams, text) - units.length),
      );
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
