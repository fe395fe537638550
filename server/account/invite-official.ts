import { randomUUID } from "node:crypto";
import type { inviteOfficial as route } from "@chengxin/domain/account/administration-api.ts";
import { readLogin } from "@chengxin/domain/account/login.ts";
import { accountDays } from "@chengxin/domain/account/session-limits.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { newInvitation } from "./invitations.ts";
import { sealName } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";

type Invited = RouteAnswer<typeof route>;

/**
 * An account without a role, which its owner begins by the link; what it may do is proposed and approved afterwards.
 * @throws Problem login.invalid, login.taken, text.identity_number
 */
export const addOfficial = async (
  { keys }: Pick<AccountServices, "keys">,
  tx: Tx,
  { login: typed, displayName, contact, unit }: RouteArgs<typeof route>,
  origin: string | null,
): Promise<Invited> => {
  const login = readLogin(typed);
  if (login === null) throw problem("login.invalid");
  refuseIdentityNumbers(dayInShanghai(tx.at), { displayName, contact, unit });
  const accountId = randomUUID();
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("account")
    .values({
      account_id: accountId,
      login,
      kind: "official",
      display_name_sealed: sealName(keys, "displayName", accountId, displayName),
      contact_sealed: sealName(keys, "contact", accountId, contact),
      unit,
      state: "invited",
      created_at: tx.at,
      valid_until: new Date(tx.at.getTime() + accountDays * 86_400_000),
    })
    .onConflict((conflict) => conflict.column("login").doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw problem("login.taken");
  return newInvitation(tx, accountId, origin);
};

/** @throws Problem login.invalid, login.taken, text.identity_number */
export const inviteOfficial = (services: AccountServices, typed: RouteArgs<typeof route>, ask: Ask): Promise<Invited> =>
  transact(services.database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const invited = await addOfficial(services, tx, typed, ask.origin);
    tx.note({
      action: "account.invited",
      object: `account:${invited.accountId}`,
      role: ask.standing,
      data: { expiresAt: invited.expiresAt },
    });
    return invited;
  });
