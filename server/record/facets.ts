import type { listFacets as route } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { sql, type RawBuilder } from "kysely";
import { itemsByNumber, regionOf } from "../organisation/summary.ts";
import { cached } from "./cached.ts";
import { readFilters, type Selection } from "./filters.ts";
import type { RecordServices } from "./services.ts";

interface FacetRow {
  authority_ids: number[] | null;
  regions: number[] | null;
  kinds: number[] | null;
  years: number[] | null;
}

/** What occurs: one pass over the list index, about a second at ten million records, hence remembered. An index for each filter would cost every import. */
const occurring = ({ today, items, organisationId }: Selection): RawBuilder<FacetRow> => sql<FacetRow>`
  select array_agg(distinct g.authority_id) as authority_ids, array_agg(distinct g.region_code) filter (where g.region_code is not null) as regions,
    array_agg(distinct g.kind::integer) filter (where g.kind is not null) as kinds, array_agg(distinct g.year) as years
  from (
    select r.authority_id, r.region_code, r.kind, extract(year from r.decided_on)::integer as year
    from public_record_on(${today}) r
    where r.item_id = any (${items}::smallint[]) and ${organisationId === null ? sql`true` : sql`r.organisation_id = ${organisationId}::integer`}
    group by 1, 2, 3, 4
  ) g`;

const minute = 60_000;

/** What lists can be filtered by. For all organisations remembered for minutes, renewed in the background. */
export const recordFacets = (
  services: RecordServices,
): ((args: RouteArgs<typeof route>) => Promise<RouteAnswer<typeof route>>) => {
  const { database, catalogue, clock } = services;
  const load = async (key: string): Promise<RouteAnswer<typeof route>> => {
    const selection = JSON.parse(key) as Selection;
    const {
      rows: [row],
    } = await occurring(selection).execute(database.sql);
    const authorities = row?.authority_ids
      ? await database.sql
          .selectFrom("authority")
          .select("name")
          .where("authority_id", "in", row.authority_ids)
          .orderBy("name")
          .execute()
      : [];
    // Kinds are numbers of one item's code table; over several items they mean nothing.
    const item = selection.items.length === 1 ? itemsByNumber(catalogue).get(selection.items[0]!) : undefined;
    const field = item?.fields.find(({ id }) => id === item.roles.kind);
    const codes =
      field?.type === "code" && field.disclosure === "public"
        ? (catalogue.codeTables.get(field.codeTable)?.codes ?? [])
        : [];
    return {
      years: (row?.years ?? []).toSorted((a, b) => b - a),
      authorities: authorities.map(({ name }) => name),
      regions: (row?.regions ?? []).toSorted((a, b) => a - b).flatMap((code) => regionOf(catalogue, code) ?? []),
      kinds: codes.filter(({ number }) => row?.kinds?.includes(number)).map(({ number, name }) => ({ number, name })),
    };
  };
  const ofAll = cached({ clock, freshMs: minute, usableMs: 30 * minute, most: 50 }, load);
  const ofOne = cached({ clock, freshMs: 5000, most: 500 }, load);
  return async (args) => {
    const selection = await readFilters(services, args);
    return (selection.organisationId === null ? ofAll : ofOne)(JSON.stringify(selection));
  };
};
