import type { ConfirmedMandate } from "@chengxin/domain/access/actor.ts";
import type { Mandate } from "@chengxin/domain/mandate/api.ts";
import { standsOn } from "@chengxin/domain/mandate/mandate-flow.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type * as api from "@chengxin/domain/mandate/api.ts";
import type { Selectable } from "kysely";
import { z } from "zod";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import type { Database, Sql } from "../platform/db.ts";
import type { Mandate as MandateTable } from "../platform/tables.gen.ts";
import { accountNumber } from "./account-number.ts";
import { findAsserted } from "./asserted-agents.ts";

export type MandateRow = Selectable<MandateTable> & {
  readonly uscc: string;
  readonly organisation: string;
  readonly registered: boolean;
};

/** Anybody can ask by a code: until the window has confirmed it once, that doesn't tell the name of an organisation about which nothing may be public. */
const nameFor = (row: MandateRow, accountId: string): string =>
  row.account_id === accountId && row.document_kind === null && !row.registered ? row.uscc : row.organisation;

export const mandateView = (row: MandateRow, accountId: string, today: PlainDate): Mandate => ({
  mandateId: row.mandate_id,
  number: row.mandate_id.slice(0, 8).toUpperCase(),
  account: accountNumber(row.account_id),
  mine: row.account_id === accountId,
  uscc: row.uscc,
  organisation: nameFor(row, accountId),
  state: standsOn(row, today),
  askedAt: row.asked_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  until: row.until,
  refusal: row.refusal,
  endedAt: row.ended_at?.toISOString() ?? null,
  endReason: row.end_reason,
});

/** Mandates with the names of their organisations. */
export const mandates = (sql: Sql) =>
  sql
    .selectFrom("mandate as m")
    .innerJoin("organisation as o", "o.organisation_id", "m.organisation_id")
    .selectAll("m")
    .select(["o.uscc", "o.name as organisation", "o.registered"]);

/** For which organisations an account may act on a day; sessions ask the same function at every request. */
export const mandatesInForce = (
  { pool }: Pick<Database, "pool">,
  accountId: string,
  today: PlainDate,
): Promise<ConfirmedMandate[]> =>
  pool
    .query<ConfirmedMandate>({
      name: "mandate.in_force",
      text: `select mandate_id as "mandateId", organisation_id as "organisationId", uscc from mandates_in_force($1, $2)`,
      values: [accountId, today],
    })
    .then(({ rows }) => rows);

/** One mandate by its organisation's code. @throws Problem organisation.code_invalid, organisation.not_found, object.not_found */
export const getMandate = async (database: Database, uscc: string, mandateId: string): Promise<MandateRow> => {
  const organisationId = await getOrganisationId(database, uscc, null);
  const row = await mandates(database.sql)
    .where("m.organisation_id", "=", organisationId)
    .where("m.mandate_id", "=", mandateId)
    .executeTakeFirst();
  if (!row) throw problem("object.not_found");
  return row;
};

const mostShown = 200;

/** Those in force before all others, so that no number of requests, refused or taken back, pushes one off the list. */
const inForceFirst = (sql: Sql, today: PlainDate) =>
  mandates(sql)
    .orderBy((eb) => eb.and([eb("m.state", "=", "confirmed"), eb("m.until", ">=", today)]), "desc")
    .orderBy((eb) => eb("m.state", "=", "asked"), "desc")
    .orderBy("m.asked_at", "desc")
    .orderBy("m.mandate_id")
    .limit(mostShown);

export const findOwnMandates = async (
  { sql }: Database,
  ask: Ask,
): Promise<RouteAnswer<typeof api.listOwnMandates>> => {
  const { accountId } = ask.account();
  const today = dayInShanghai(ask.at);
  const rows = await inForceFirst(sql, today).where("m.account_id", "=", accountId).execute();
  return { items: rows.map((row) => mandateView(row, accountId, today)) };
};

export const findAgents = async (
  database: Database,
  { uscc }: RouteArgs<typeof api.listAgents>,
  ask: Ask<"mandate.list-of-organisation">,
): Promise<RouteAnswer<typeof api.listAgents>> => {
  ask.permit({ uscc });
  const organisationId = await getOrganisationId(database, uscc, null);
  const today = dayInShanghai(ask.at);
  const rows = await inForceFirst(database.sql, today).where("m.organisation_id", "=", organisationId).execute();
  return {
    items: rows.map((row) => mandateView(row, ask.account().accountId, today)),
    asserted: await findAsserted(database, uscc, ask),
  };
};

const cursorOfWaiting = z.tuple([z.iso.datetime(), z.uuid()]);

/** What waits for the window, the longest first. @param q part of a name, beginning of a code or of a mandate's number */
export const findWaiting = async (
  { sql }: Database,
  { cursor, limit, q = "" }: RouteArgs<typeof api.listWaitingMandates>,
  ask: Ask,
): Promise<RouteAnswer<typeof api.listWaitingMandates>> => {
  const after = cursor === undefined ? null : readCursor("listWaitingMandates", cursorOfWaiting, cursor);
  const literal = q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  const waiting = mandates(sql)
    .where("m.state", "=", "asked")
    .$if(q !== "", (query) =>
      query.where((eb) =>
        eb.or([
          eb("o.name", "ilike", `%${literal}%`),
          eb("o.uscc", "like", `${literal.toUpperCase()}%`),
          eb(eb.cast("m.mandate_id", "text"), "like", `${literal.toLowerCase()}%`),
        ]),
      ),
    );
  const rows = await waiting
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("m.asked_at", "m.mandate_id"), ">", eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? "")),
      ),
    )
    .orderBy("m.asked_at")
    .orderBy("m.mandate_id")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const { count } = await waiting
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return {
    items: page.map((row) => mandateView(row, ask.account().accountId, dayInShanghai(ask.at))),
    next:
      rows.length > limit && last
        ? writeCursor("listWaitingMandates", [last.asked_at.toISOString(), last.mandate_id])
        : null,
    count: { value: count, atLeast: false },
  };
};

/** A mandate by the number that its agent says at the window. @throws Problem organisation.code_invalid, organisation.not_found, object.not_found */
export const findByNumber = async (
  database: Database,
  { uscc, number }: RouteArgs<typeof api.findMandate>,
): Promise<RouteAnswer<typeof api.findMandate>> => {
  const organisationId = await getOrganisationId(database, uscc, null);
  const row = await mandates(database.sql)
    .where("m.organisation_id", "=", organisationId)
    .where((eb) => eb(eb.fn("left", [eb.cast("m.mandate_id", "text"), eb.lit(8)]), "=", number.trim().toLowerCase()))
    .orderBy("m.asked_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) throw problem("object.not_found");
  return { uscc: row.uscc, mandateId: row.mandate_id };
};
