import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { ReadingRole } from "@chengxin/domain/access/files.ts";
import type * as api from "@chengxin/domain/ground/api.ts";
import type { Ground } from "@chengxin/domain/ground/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";

/** A ground as it is stored, with what rights are decided on. */
export interface GroundRow {
  readonly organisation_id: number;
  readonly ground_id: string;
  readonly account_id: string;
  readonly role: ReadingRole;
  readonly source_id: number | null;
  readonly purpose: string;
  readonly ground: string;
  readonly relation: Ground["relation"];
  readonly opened_at: Date;
  readonly closes_at: Date;
  readonly closed_at: Date | null;
  readonly visible_from: string | null;
  readonly uscc: string;
  readonly name: string;
  readonly region_code: number | null;
  /** Its name stands in public. */
  readonly shown: boolean;
}

/** Columns by name: the number of the letter stays sealed. @param today parameter with the day on which a name is public or not */
const grounds = (today: string): string => `
  select g.organisation_id, g.ground_id, g.account_id, g.role, g.source_id, g.purpose, g.ground, g.relation, g.opened_at, g.closes_at, g.closed_at, g.visible_from,
    o.uscc, o.name, o.region_code,
    o.registered or exists (select from public_record_on(${today}) r where r.organisation_id = o.organisation_id) as shown
  from query_ground g join organisation o on o.organisation_id = g.organisation_id`;

const one = `${grounds("$3")} where g.organisation_id = $1 and g.ground_id = $2`;
const ofAccount = `${grounds("$3")} where g.account_id = $1 and (g.opened_at >= $2 or (g.closed_at is null and g.closes_at > $4)) order by g.opened_at desc, g.ground_id limit 500`;

/** Six digits; null: not known. */
export const regionOf = (code: number | null): string | null => (code === null ? null : String(code).padStart(6, "0"));

export const sourceByNumber = ({ sources }: Pick<Catalogue, "sources">, number: number | null) =>
  number === null ? null : ([...sources.values()].find((source) => source.number === number) ?? null);

export const groundNumber = (groundId: string): string => groundId.slice(0, 8).toUpperCase();

/** Closed by hand, or by itself when its time is over. */
export const isOpen = ({ closed_at, closes_at }: Pick<GroundRow, "closed_at" | "closes_at">, at: Date): boolean =>
  closed_at === null && at < closes_at;

export const groundView = (catalogue: Catalogue, row: GroundRow, at: Date): Ground => {
  const source = sourceByNumber(catalogue, row.source_id);
  const unnamed = { zh: row.purpose, en: row.purpose };
  return {
    groundId: row.ground_id,
    number: groundNumber(row.ground_id),
    uscc: row.uscc,
    organisation: row.shown ? row.name : null,
    role: row.role,
    source: source && { id: source.id, name: source.name },
    purpose: { id: row.purpose, name: catalogue.purposes.get(row.purpose)?.name ?? unnamed },
    ground: row.ground,
    relation: row.relation,
    openedAt: row.opened_at.toISOString(),
    closesAt: (row.closed_at ?? row.closes_at).toISOString(),
    open: isOpen(row, at),
    visibleFrom: row.visible_from,
  };
};

/** One ground of one organisation. @throws Problem organisation.code_invalid, organisation.not_found, object.not_found */
export const getGround = async (
  database: Database,
  { uscc, groundId }: { readonly uscc: string; readonly groundId: string },
  at: Date,
): Promise<GroundRow> => {
  const organisationId = await getOrganisationId(database, uscc, null);
  const { rows } = await database.pool.query<GroundRow>({
    name: "ground.one",
    text: one,
    values: [organisationId, groundId, dayInShanghai(at)],
  });
  if (!rows[0]) throw problem("object.not_found");
  return rows[0];
};

/** On what the right to a ground is decided. */
export const givenBy = (catalogue: Catalogue, row: GroundRow) => ({
  accountId: row.account_id,
  role: row.role,
  region: regionOf(row.region_code),
  source: sourceByNumber(catalogue, row.source_id)?.id ?? null,
});

/** What the account has asked for since midnight, and what of the day before is still open; the latest first. */
export const findOwnGrounds = async (
  { database, catalogue }: FileServices,
  ask: Ask<"ground.list-own">,
): Promise<RouteAnswer<typeof api.listOwnGrounds>> => {
  const today = dayInShanghai(ask.at);
  const { rows } = await database.pool.query<GroundRow>({
    name: "ground.own",
    text: ofAccount,
    values: [ask.account().accountId, new Date(`${today}T00:00:00+08:00`), today, ask.at],
  });
  return { items: rows.map((row) => groundView(catalogue, row, ask.at)) };
};
