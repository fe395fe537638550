import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { sql, type RawBuilder } from "kysely";
import { getOrganisationId } from "../organisation/queries.ts";
import { registerItem } from "../organisation/summary.ts";
import type { RecordServices } from "./services.ts";

/** What a list is asked for, as the contract reads it. */
export interface RecordFilters {
  readonly organisation?: string | undefined;
  readonly item?: string | undefined;
  readonly authority?: string | undefined;
  readonly region?: string | undefined;
  readonly kind?: number | undefined;
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

/** A filter in the numbers of the database. */
export interface Selection {
  readonly today: PlainDate;
  readonly organisationId: number | null;
  /** Without a choice: all items but the register, which is shown as base data. */
  readonly items: readonly number[];
  /** null: any; -1: an authority that has decided nothing here. */
  readonly authorityId: number | null;
  readonly region: number | null;
  readonly kind: number | null;
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
}

const itemNumbers = (catalogue: Catalogue, id: string | undefined): number[] => {
  if (id === undefined)
    return [...catalogue.items.values()]
      .filter((item) => item.id !== registerItem && item.disclosure === "public")
      .map((item) => item.number);
  const item = catalogue.items.get(id);
  // An item that is not public is answered as one that does not exist in public.
  if (!item || item.disclosure !== "public") throw problem("catalogue.item_not_found", { item: id });
  return [item.number];
};

/**
 * Reads the filters of a list.
 * @throws Problem request.invalid, catalogue.item_not_found, organisation.code_invalid, organisation.not_found
 */
export const readFilters = async (
  { database, catalogue, clock }: RecordServices,
  filters: RecordFilters,
): Promise<Selection> => {
  for (const field of ["from", "to"] as const)
    if (filters[field] !== undefined && !isRealDate(filters[field]))
      throw problem("request.invalid", { field, fault: "date" });
  // numbers of one code table mean something else in another
  if (filters.kind !== undefined && filters.item === undefined)
    throw problem("request.invalid", { field: "kind", fault: "needs_item" });
  const items = itemNumbers(catalogue, filters.item);
  const organisationId =
    filters.organisation === undefined ? null : await getOrganisationId(database, filters.organisation, clock.today());
  const authority =
    filters.authority === undefined
      ? null
      : await database.sql
          .selectFrom("authority")
          .select("authority_id")
          .where("name", "=", filters.authority)
          .executeTakeFirst();
  return {
    today: clock.today(),
    organisationId,
    items,
    authorityId: authority === null ? null : (authority?.authority_id ?? -1),
    region: filters.region === undefined ? null : Number(filters.region),
    kind: filters.kind ?? null,
    from: filters.from ?? null,
    to: filters.to ?? null,
  };
};

/** The conditions of a selection on `r`, items aside. */
export const conditions = ({ organisationId, authorityId, region, kind, from, to }: Selection): RawBuilder<unknown> =>
  sql.join(
    [
      sql`true`,
      ...(organisationId === null ? [] : [sql`r.organisation_id = ${organisationId}::integer`]),
      ...(authorityId === null ? [] : [sql`r.authority_id = ${authorityId}::integer`]),
      ...(region === null ? [] : [sql`r.region_code = ${region}::integer`]),
      ...(kind === null ? [] : [sql`r.kind = ${kind}::bigint`]),
      ...(from === null ? [] : [sql`r.decided_on >= ${from}::date`]),
      ...(to === null ? [] : [sql`r.decided_on <= ${to}::date`]),
    ],
    sql` and `,
  );
