import { holds } from "@chengxin/domain/access/actor.ts";
import type { AccountLine, listAccounts as route } from "@chengxin/domain/account/administration-api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { attentions, type Looking } from "./attentions.ts";
import { openName } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";

const scope = "listAccounts";
const Cursor = z.tuple([z.string()]);

export interface LineRow extends Omit<AccountLine, "displayName" | "validUntil" | "reviewedAt" | "lastSignInAt"> {
  readonly displayNameSealed: Buffer;
  readonly validUntil: Date;
  readonly reviewedAt: Date | null;
  readonly lastSignInAt: Date | null;
}

/** Accounts as administrators see them; no name can be looked for, since names are sealed. */
export const accountLines = (at: Date): RawBuilder<unknown> => sql`
  select a.account_id as "accountId", a.login, a.unit, a.kind, a.display_name_sealed as "displayNameSealed",
    case when a.state = 'disabled' then 'disabled' when a.valid_until <= ${at} then 'expired' else a.state end as state,
    (select coalesce(json_agg(json_build_object('role', g.role, 'source', g.source, 'region', g.region, 'proposed', g.approved_at is null)
              order by g.role, g.source, g.region), '[]')
     from account_grant g where g.account_id = a.account_id and g.ended_at is null and g.valid_until > ${at}) as roles,
    a.valid_until as "validUntil", a.reviewed_at as "reviewedAt", a.last_sign_in_at as "lastSignInAt", a.created_at as "createdAt",
    exists (select from totp t where t.account_id = a.account_id) as "secondFactor",
    (select count(*)::integer from passkey p where p.account_id = a.account_id) as passkeys
  from account a`;

export const lineOf = (keys: Keyring, row: LineRow): AccountLine => ({
  accountId: row.accountId,
  login: row.login,
  displayName: openName(keys, "displayName", row.accountId, row.displayNameSealed),
  unit: row.unit,
  kind: row.kind,
  state: row.state,
  roles: row.roles,
  validUntil: row.validUntil.toISOString(),
  reviewedAt: row.reviewedAt?.toISOString() ?? null,
  lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
  secondFactor: row.secondFactor,
  passkeys: row.passkeys,
});

type Filters = Omit<RouteArgs<typeof route>, "cursor" | "limit" | "format" | "language">;

const chosen = ({ kind, state, role, attention, q }: Filters, looking: Looking): RawBuilder<unknown> => {
  const text = q?.trim().toLowerCase() ?? "";
  const conditions = [
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(role === undefined
      ? []
      : [sql`exists (select from json_array_elements(roles) r where r ->> 'role' = ${role})`]),
    ...(attention === undefined ? [] : [attentions(looking)[attention]]),
    ...(text === "" ? [] : [sql`(position(${text} in login) > 0 or position(${text} in lower(unit)) > 0)`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
};

/** Accounts in order of their logins. */
export const listAccounts = async (
  { database, keys }: AccountServices,
  { cursor, limit, ...filters }: RouteArgs<typeof route>,
  ask: Ask,
): Promise<RouteAnswer<typeof route>> => {
  const after = cursor === undefined ? null : readCursor(scope, Cursor, cursor)[0];
  const { at } = ask;
  const which = chosen(filters, {
    accountId: ask.account().accountId,
    decides: holds(ask.actor, "securityAdministrator"),
    today: dayInShanghai(at),
  });
  const { rows } = await sql<LineRow>`
    select * from (${accountLines(at)}) l where ${which} and (${after}::text is null or login > ${after}::text collate "C")
    order by login limit ${limit + 1}`.execute(database.sql);
  const counted = await sql<{
    count: number;
  }>`select count(*)::integer as count from (${accountLines(at)}) l where ${which}`.execute(database.sql);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => lineOf(keys, row)),
    next: rows.length > limit && last ? writeCursor(scope, [last.login]) : null,
    count: { value: counted.rows[0]?.count ?? 0, atLeast: false },
  };
};
