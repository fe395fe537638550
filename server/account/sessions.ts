import { randomUUID } from "node:crypto";
import type { AccountActor, ConfirmedMandate, Grant } from "@chengxin/domain/access/actor.ts";
import type { AccountKind } from "@chengxin/domain/account/password.ts";
import { halfSignedInSeconds, idleSeconds, longestSeconds } from "@chengxin/domain/account/session-limits.ts";
import type { Ask } from "../platform/ask.ts";
import type { Database, Tx } from "../platform/db.ts";
import type { Sessions } from "../platform/http-route.ts";
import type { Session } from "../platform/tables.gen.ts";
import { newToken, tokenHash } from "./token.ts";

interface Found {
  session_id: string;
  account_id: string;
  last_seen_at: Date;
  unit: string;
  second_factor: boolean;
  grants: Grant[] | null;
  mandates: ConfirmedMandate[] | null;
}

const seenEveryMs = 60_000;

/**
 * Everything that decides who somebody is, read at every request: what was revoked a moment ago is gone now. Somebody with a role acts for no
 * organisation; a mandate that was confirmed here goes before one that the identity service asserts.
 * $1 hash of the token, $2 the moment
 */
const findQuery = `
  select s.session_id, s.account_id, s.last_seen_at, a.unit,
    s.second_factor_at is not null and a.state = 'active' and not a.must_change_password as second_factor,
    g.grants,
    case when g.grants is null then (
      select json_agg(json_build_object('mandateId', m.mandate_id, 'organisationId', m.organisation_id, 'uscc', m.uscc))
      from (select distinct on (all_of.uscc) all_of.* from (
              select 0 as rank, * from mandates_in_force(a.account_id, ($2::timestamptz at time zone 'Asia/Shanghai')::date)
              union all select 1, s.session_id, d.organisation_id, d.uscc from organisation_directory d where d.uscc = s.asserted_uscc) all_of
            order by all_of.uscc, all_of.rank) m) end as mandates
  from session s join account a on a.account_id = s.account_id
  cross join lateral (
    select json_agg(json_build_object('role', g.role, 'source', g.source, 'region', g.region)) as grants from account_grant g
    where g.account_id = a.account_id and g.approved_at <= $2 and g.ended_at is null and g.valid_until > $2) g
  where s.token_hash = $1 and s.ended_at is null and s.ends_at > $2 and s.last_seen_at + s.idle_seconds * interval '1 second' > $2
    and a.state <> 'disabled' and a.valid_until > $2`;

/** Sessions of a database: the cookie's token is looked up by its hash alone. */
export const sessionsOf = (database: Pick<Database, "pool">): Sessions => ({
  find: async (token, at): Promise<AccountActor | null> => {
    const { rows } = await database.pool.query<Found>({
      name: "find-session",
      text: findQuery,
      values: [tokenHash(token), at],
    });
    const [found] = rows;
    if (!found) return null;
    if (at.getTime() - found.last_seen_at.getTime() >= seenEveryMs)
      // When somebody was last seen is bookkeeping, not a change that an event would tell.
      await database.pool.query("update session set last_seen_at = $2 where session_id = $1 and last_seen_at < $2", [
        found.session_id,
        at,
      ]);
    return {
      kind: "account",
      accountId: found.account_id,
      sessionId: found.session_id,
      unit: found.unit,
      grants: found.grants ?? [],
      mandates: found.mandates ?? [],
      secondFactor: found.second_factor,
    };
  },
});

export interface NewSession {
  readonly account: { readonly account_id: string; readonly kind: AccountKind };
  readonly method: Session["method"];
  /** Half signed in: ten minutes for the second step. */
  readonly full: boolean;
  readonly assertedUscc?: string;
  readonly failuresBefore?: number;
  /** A new token for what goes on: it ends when the session would have ended that it comes from. */
  readonly endsAt?: Date;
}

/**
 * Begins a session and ends the one that the browser had: every change of standing comes with a new token.
 * @returns the session's id
 */
export const beginSession = async (
  tx: Tx,
  ask: Pick<Ask, "actor" | "at" | "address" | "userAgent" | "startSession">,
  begun: NewSession,
): Promise<string> => {
  const { at } = ask;
  if (ask.actor.kind === "account") await endSessions(tx, { sessionId: ask.actor.sessionId }, "rotated", at);
  const token = newToken();
  const sessionId = randomUUID();
  const seconds = begun.full ? longestSeconds : halfSignedInSeconds;
  const endsAt = begun.endsAt ?? new Date(at.getTime() + seconds * 1000);
  await tx.sql
    .insertInto("session")
    .values({
      session_id: sessionId,
      token_hash: tokenHash(token),
      account_id: begun.account.account_id,
      created_at: at,
      last_seen_at: at,
      idle_seconds: begun.full ? idleSeconds[begun.account.kind] : halfSignedInSeconds,
      ends_at: endsAt,
      second_factor_at: begun.full ? at : null,
      method: begun.method,
      asserted_uscc: begun.assertedUscc ?? null,
      address: ask.address,
      user_agent: ask.userAgent,
      failures_before: begun.failuresBefore ?? 0,
    })
    .execute();
  ask.startSession(token, endsAt);
  return sessionId;
};

type Which = { readonly sessionId: string } | { readonly accountId: string; readonly except?: string };

/** Ends sessions that have not ended. @returns how many */
export const endSessions = async (
  tx: Tx,
  which: Which,
  why: NonNullable<Session["ended_why"]>,
  at: Date,
): Promise<number> => {
  let update = tx.sql.updateTable("session").set({ ended_at: at, ended_why: why }).where("ended_at", "is", null);
  if ("sessionId" in which) update = update.where("session_id", "=", which.sessionId);
  else {
    update = update.where("account_id", "=", which.accountId);
    if (which.except !== undefined) update = update.where("session_id", "<>", which.except);
  }
  const { numUpdatedRows } = await update.executeTakeFirst();
  return Number(numUpdatedRows);
};
