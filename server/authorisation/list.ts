import type * as api from "@chengxin/domain/authorisation/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { authorisations, authorisationView, type AuthorisationRow } from "./authorisations.ts";

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Authorisations under a condition on `z`, newest first. @param condition SQL with $1 as its value */
const pageOfAuthorisations = async (
  { database, catalogue }: FileServices,
  scope: string,
  condition: string,
  value: unknown,
  { cursor, limit }: Page,
  ask: Ask,
): Promise<RouteAnswer<typeof api.listGiven>> => {
  const after = cursor === undefined ? null : readCursor(scope, Cursor, cursor);
  const [{ rows }, counted] = await Promise.all([
    database.pool.query<AuthorisationRow>(
      `${authorisations} where ${condition} and ($2::timestamptz is null or (z.granted_at, z.authorisation_id) < ($2, $3::uuid))
       order by z.granted_at desc, z.authorisation_id desc limit $4`,
      [value, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    ),
    database.pool.query<{ count: number }>(`select count(*) from authorisation z where ${condition}`, [value]),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => authorisationView(catalogue, row, dayInShanghai(ask.at))),
    next:
      rows.length > limit && last ? writeCursor(scope, [last.granted_at.toISOString(), last.authorisation_id]) : null,
    count: { value: counted.rows[0]?.count ?? 0, atLeast: false },
  };
};

export const listGiven = async (
  services: FileServices,
  { uscc, ...page }: RouteArgs<typeof api.listGiven>,
  ask: Ask<"authorisation.list-given">,
): Promise<RouteAnswer<typeof api.listGiven>> => {
  ask.permit({ uscc });
  const organisationId = await getOrganisationId(services.database, uscc, null);
  return pageOfAuthorisations(services, "listGiven", "z.organisation_id = $1", organisationId, page, ask);
};

/** What the organisations received that this account acts for now. */
export const listReceived = (
  services: FileServices,
  page: RouteArgs<typeof api.listReceived>,
  ask: Ask<"authorisation.list-received">,
): Promise<RouteAnswer<typeof api.listReceived>> =>
  pageOfAuthorisations(
    services,
    "listReceived",
    "z.recipient_id = any ($1::integer[])",
    ask.account().mandates.map(({ organisationId }) => organisationId),
    page,
    ask,
  );
