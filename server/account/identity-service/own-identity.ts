import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import type * as api from "@chengxin/domain/account/identity-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../../platform/ask.ts";
import type { Sql } from "../../platform/db.ts";
import type { AccountServices } from "../services.ts";
import { withPassword } from "../with-password.ts";
import { identityServiceOf } from "./begin-identity.ts";
import { beginRound } from "./round.ts";

export const showSignInMethods = ({ identityService }: AccountServices): RouteAnswer<typeof api.showSignInMethods> => ({
  identityService: identityService && { label: identityService.settings.label },
});

const linkOf = (sql: Sql, accountId: string, issuer: string) =>
  sql
    .selectFrom("account as a")
    .leftJoin("external_identity as i", (join) =>
      join.onRef("i.account_id", "=", "a.account_id").on("i.issuer", "=", issuer),
    )
    .select(["a.password_hash", "i.linked_at", "i.last_used_at"])
    .where("a.account_id", "=", accountId)
    .executeTakeFirstOrThrow();

export const showOwnIdentity = async (
  { identityService, database }: AccountServices,
  { accountId }: AccountActor,
): Promise<RouteAnswer<typeof api.showOwnIdentity>> => {
  if (identityService === null) return { label: null, linked: null, onlyWay: false };
  const { issuer, label } = identityService.settings;
  const { linked_at: at, last_used_at: used, password_hash } = await linkOf(database.sql, accountId, issuer);
  const linked = at && { linkedAt: at.toISOString(), lastUsedAt: used?.toISOString() ?? null };
  return { label, linked, onlyWay: password_hash === null };
};

/**
 * Leaves to be recognised anew, so that nobody links what somebody else left open in the browser.
 * @throws Problem password.wrong, sign_in.wait, identity.off, identity.unreachable
 */
export const linkIdentity = async (
  services: AccountServices,
  { presentPassword, language }: RouteArgs<typeof api.linkIdentity>,
  ask: Ask,
): Promise<{ url: string }> => {
  const provider = identityServiceOf(services);
  const { accountId, sessionId } = ask.account();
  await withPassword(services, presentPassword, ask, async (tx) =>
    tx.note({ action: "identity.link-begun", object: `account:${accountId}`, data: {} }),
  );
  const { issuer } = provider.settings;
  const round = beginRound(services.keys, ask, { issuer, to: "", language, link: { accountId, sessionId } });
  return { url: await provider.leave(round, true) };
};

/** @throws Problem password.wrong, sign_in.wait, object.not_found; account.state when nothing else leads into the account */
export const unlinkIdentity = async (
  services: AccountServices,
  presentPassword: string,
  ask: Ask,
): Promise<{ done: true }> => {
  const { issuer } = identityServiceOf(services).settings;
  const { accountId } = ask.account();
  const { password_hash: password } = await linkOf(services.database.sql, accountId, issuer);
  if (password === null) throw problem("account.state");
  await withPassword(services, presentPassword, ask, async (tx) => {
    const { numDeletedRows } = await tx.sql
      .deleteFrom("external_identity")
      .where("account_id", "=", accountId)
      .where("issuer", "=", issuer)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw problem("object.not_found");
    tx.note({ action: "identity.unlinked", object: `account:${accountId}`, data: { issuer } });
  });
  return { done: true };
};
