import { randomUUID } from "node:crypto";
import { invitationPath } from "@chengxin/domain/account/invitation-path.ts";
import { invitationHours } from "@chengxin/domain/account/session-limits.ts";
import type { showInvitation as route } from "@chengxin/domain/account/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Sql, Tx } from "../platform/db.ts";
import { openName } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";
import { newToken, tokenHash } from "./token.ts";

/** Takes back the links of an account that could still be used. */
export const withdrawInvitations = (tx: Tx, accountId: string): Promise<unknown> =>
  tx.sql
    .updateTable("invitation")
    .set({ withdrawn_at: tx.at })
    .where("account_id", "=", accountId)
    .where("used_at", "is", null)
    .where("withdrawn_at", "is", null)
    .execute();

/** A new link instead of those before. @returns what is shown once; the database keeps its hash */
export const newInvitation = async (
  tx: Tx,
  accountId: string,
  origin: string | null,
): Promise<{ accountId: string; link: string; expiresAt: string }> => {
  await withdrawInvitations(tx, accountId);
  const token = newToken();
  const expiresAt = new Date(tx.at.getTime() + invitationHours * 3_600_000);
  await tx.sql
    .insertInto("invitation")
    .values({
      invitation_id: randomUUID(),
      account_id: accountId,
      token_hash: tokenHash(token),
      created_at: tx.at,
      expires_at: expiresAt,
    })
    .execute();
  return { accountId, link: `${origin ?? ""}${invitationPath(token)}`, expiresAt: expiresAt.toISOString() };
};

/** The invitation of a token that can be used now. */
export const invitationOf = (sql: Sql, token: string, at: Date) =>
  sql
    .selectFrom("invitation as i")
    .innerJoin("account as a", "a.account_id", "i.account_id")
    .select(["i.invitation_id", "i.expires_at", "a.account_id", "a.login", "a.kind", "a.unit", "a.last_sign_in_at"])
    .select(["a.display_name_sealed", "a.must_change_password"])
    .where("i.token_hash", "=", tokenHash(token))
    .where("i.used_at", "is", null)
    .where("i.withdrawn_at", "is", null)
    .where("i.expires_at", ">", at)
    .where("a.state", "=", "invited")
    .where("a.valid_until", ">", at);

/** @throws Problem invitation.invalid: unknown, used, withdrawn, expired, or of an account that may not sign in; which of these isn't told */
export const showInvitation = async (
  { database, keys }: AccountServices,
  token: string,
  at: Date,
): Promise<RouteAnswer<typeof route>> => {
  const found = await invitationOf(database.sql, token, at).executeTakeFirst();
  if (!found) throw problem("invitation.invalid");
  return {
    login: found.login,
    displayName: openName(keys, "displayName", found.account_id, found.display_name_sealed),
    unit: found.unit,
    kind: found.kind,
    expiresAt: found.expires_at.toISOString(),
    again: found.last_sign_in_at !== null,
  };
};
