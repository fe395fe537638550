import type { acceptInvitation as route } from "@chengxin/domain/account/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { lockAccount } from "./change-account.ts";
import { invitationOf, withdrawInvitations } from "./invitations.ts";
import { renewCodes } from "./recovery-codes.ts";
import { completeSignIn } from "./second-step.ts";
import type { AccountServices } from "./services.ts";
import { endSessions } from "./sessions.ts";
import { confirmTotp } from "./totp.ts";

/**
 * Whoever was invited sets a password and an authenticator, gets recovery codes and is signed in. A link works once: of two who use it at the same moment one
 * is told that it is used. A wrong code or a bad password spends nothing.
 * @throws Problem invitation.invalid, password.*, totp.code_refused, service.busy
 */
export const acceptInvitation = async (
  services: AccountServices,
  { token, password, enrolment, code }: RouteArgs<typeof route> & { readonly token: string },
  ask: Ask,
): Promise<RouteAnswer<typeof route>> => {
  const { database, keys, passwords } = services;
  const { at } = ask;
  const asked = await invitationOf(database.sql, token, at).executeTakeFirst();
  if (!asked) throw problem("invitation.invalid");
  passwords.assertGood(password, asked.kind, asked.login);
  const hash = await passwords.turn(() => passwords.hash(password));
  return transact(database, { actor: ask.actor, at }, async (tx) => {
    // The account first, as everywhere: an administrator may be withdrawing the link at this moment.
    await lockAccount(tx, asked.account_id);
    const invitation = await invitationOf(tx.sql, token, at).forUpdate("i").executeTakeFirst();
    if (!invitation) throw problem("invitation.invalid");
    const accountId = invitation.account_id;
    await confirmTotp(keys, tx, accountId, { enrolment, code });
    await tx.sql
      .updateTable("invitation")
      .set({ used_at: at })
      .where("invitation_id", "=", invitation.invitation_id)
      .execute();
    await withdrawInvitations(tx, accountId);
    await tx.sql
      .updateTable("account")
      .set({ state: "active", password_hash: hash, must_change_password: false })
      .where("account_id", "=", accountId)
      .execute();
    await tx.sql.deleteFrom("passkey").where("account_id", "=", accountId).execute();
    const recoveryCodes = await renewCodes(tx, accountId);
    await endSessions(tx, { accountId }, "factorReset", at);
    tx.note({ action: "account.invitation-accepted", object: `account:${accountId}`, data: {} });
    const step = await completeSignIn(services, tx, ask, { ...invitation, must_change_password: false }, "invitation");
    return { ...step, recoveryCodes };
  });
};
