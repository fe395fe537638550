import type { SearchHit } from "@chengxin/domain/organisation/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { searchOrganisations as route } from "@chengxin/domain/organisation/api.ts";
import { z } from "zod";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import {
  countOrganisations,
  findOrganisations,
  findSimilarOrganisations,
  type After,
  type Hit,
} from "./find-organisations.ts";
import { longestName } from "./name-index.ts";
import { lengthOfRank, positionOfRank } from "./rank.ts";
import { readQuery, type SearchQuery } from "./search-query.ts";
import { countOrganisationsBySql, findOrganisationsBySql, findSimilarOrganisationsBySql } from "./search-sql.ts";
import type { OrganisationServices } from "./services.ts";
import { summaryOf, type OrganisationRow } from "./summary.ts";

/** Counting stops here: who has more hits than this needs a longer query. */
const mostCounted = 1000;

const scope = "searchOrganisations";
const Cursor = z.union([
  z.tuple([z.literal("code"), z.string().max(64), z.int().positive()]),
  z.tuple([z.enum(["rank", "similar"]), z.int().positive()]),
]);
type Cursor = z.infer<typeof Cursor>;

const cursorOf = (hit: Hit): Cursor =>
  hit.by === "code" ? ["code", hit.code, hit.organisationId] : [hit.by === "similar" ? "similar" : "rank", hit.rank];
const afterOf = (cursor: Cursor | null): After | null => {
  if (cursor === null) return null;
  return cursor[0] === "code" ? { code: cursor[1], organisationId: cursor[2] } : { rank: cursor[1] };
};

interface Text {
  readonly name: string;
  readonly folded: string;
  readonly initials: string;
  readonly former: boolean;
}

const cut = (text: string): string => [...text].slice(0, longestName).join("");
const plain = (initials: string): string => cut(initials.toUpperCase().replace(/[^0-9A-Z]/g, ""));

/** Whether this text gives the hit its rank. */
const gives = (hit: Exclude<Hit, { by: "code" }>, query: SearchQuery, text: Text): boolean => {
  const searched = hit.by === "initials" ? plain(text.initials) : cut(text.folded);
  if (text.former !== hit.former || searched.length !== lengthOfRank(hit.rank)) return false;
  return (
    hit.by === "similar" ||
    searched.indexOf(hit.by === "initials" ? (query.initials ?? "") : query.name) === positionOfRank(hit.rank)
  );
};

/** The name or code that made the organisation a hit; null when it has changed since the index saw it. */
const matchedBy = (
  hit: Hit,
  query: SearchQuery,
  row: OrganisationRow,
  others: readonly Text[],
  codes: readonly { scheme: string; code: string }[],
): SearchHit["matched"] | null => {
  if (hit.by === "code") {
    if (row.uscc === hit.code) return { by: "uscc", text: row.uscc };
    const found = codes.find(({ code }) => code === hit.code);
    return found
      ? { by: found.scheme === "registrationNumber" ? "registrationNumber" : "otherCode", text: found.code }
      : null;
  }
  const own: Text = { name: row.name, folded: row.name_folded, initials: row.initials, former: false };
  const found = [own, ...others].find((text) => gives(hit, query, text));
  if (!found) return null;
  if (hit.by === "initials") return { by: "initials", text: plain(found.initials) };
  return { by: hit.by === "similar" ? "similarName" : found.former ? "formerName" : "name", text: found.name };
};

/** The rows of the hits as they are stored now, in the order of the hits. One that is no longer so is left out. */
const readHits = async (
  { database, catalogue }: OrganisationServices,
  query: SearchQuery,
  hits: readonly Hit[],
): Promise<SearchHit[]> => {
  if (hits.length === 0) return [];
  const ids = hits.map((hit) => hit.organisationId);
  const former = hits.filter((hit) => hit.by !== "code" && hit.former).map((hit) => hit.organisationId);
  const coded = hits.filter((hit) => hit.by === "code").map((hit) => hit.organisationId);
  const [rows, names, codes] = await Promise.all([
    database.sql.selectFrom("organisation").selectAll().where("organisation_id", "in", ids).execute(),
    former.length === 0
      ? []
      : database.sql
          .selectFrom("organisation_name")
          .selectAll()
          .where("organisation_id", "in", former)
          .orderBy("name")
          .execute(),
    coded.length === 0
      ? []
      : database.sql.selectFrom("organisation_code").selectAll().where("organisation_id", "in", coded).execute(),
  ]);
  const byId = new Map(rows.map((row) => [row.organisation_id, row]));
  return hits.flatMap((hit) => {
    const row = byId.get(hit.organisationId);
    if (!row) return [];
    const others = names
      .filter((name) => name.organisation_id === hit.organisationId)
      .map((name) => ({ name: name.name, folded: name.name_folded, initials: name.initials, former: true }));
    const matched = matchedBy(
      hit,
      query,
      row,
      others,
      codes.filter((code) => code.organisation_id === hit.organisationId),
    );
    return matched ? [{ ...summaryOf(catalogue, row), matched }] : [];
  });
};

const codeFaultOf = ({ codeFault }: SearchQuery): "checkDigit" | "character" | "department" | "other" | null =>
  codeFault === null || codeFault === "checkDigit" || codeFault === "character" || codeFault === "department"
    ? codeFault
    : "other";

/**
 * Finds organisations by part of a name, code, former name, legacy number or initials; when nothing matches as written,
 * by names that differ in one character. From the index in the process, or by SQL while that is being built.
 * @throws Problem request.query_too_short, request.query_too_long, request.cursor_invalid
 */
export const searchOrganisations = async (
  services: OrganisationServices,
  { q, cursor: text, limit }: RouteArgs<typeof route>,
): Promise<RouteAnswer<typeof route>> => {
  const query = readQuery(q);
  const cursor = text === undefined ? null : readCursor(scope, Cursor, text);
  const {
    database: { sql },
    clock,
    names: { layers },
  } = services;
  const day = clock.today();
  const today = Date.parse(day) / 86_400_000;

  const asWritten = async (): Promise<Hit[]> => {
    const page = { after: afterOf(cursor), limit: limit + 1 };
    return layers
      ? findOrganisations(layers, query, { ...page, today })
      : findOrganisationsBySql(sql, query, { ...page, today: day });
  };
  const similar = async (): Promise<Hit[]> =>
    layers ? findSimilarOrganisations(layers, query, today) : findSimilarOrganisationsBySql(sql, query, day);

  const answer = async (
    hits: readonly Hit[],
    count: number,
    approximate: boolean,
  ): Promise<RouteAnswer<typeof route>> => ({
    items: await readHits(services, query, hits.slice(0, limit)),
    next: hits.length > limit ? writeCursor(scope, cursorOf(hits[limit - 1]!)) : null,
    count: { value: count, atLeast: !approximate && count === mostCounted },
    approximate,
    understood: query.understood,
    codeFault: codeFaultOf(query),
  });

  if (cursor?.[0] !== "similar") {
    const hits = await asWritten();
    const count = layers
      ? countOrganisations(layers, query, today, mostCounted)
      : await countOrganisationsBySql(sql, query, day, mostCounted);
    if (count > 0 || cursor !== null) return answer(hits, count, false);
  }
  const hits = await similar();
  const rest = cursor === null ? hits : hits.filter((hit) => hit.by !== "code" && hit.rank > cursor[1]);
  return answer(rest, hits.length, hits.length > 0);
};
