import { randomUUID } from "node:crypto";
import type * as api from "@chengxin/domain/account/administration-api.ts";
import { accountDays } from "@chengxin/domain/account/session-limits.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { change, lockAccount } from "./change-account.ts";
import { keepReason } from "./reasons.ts";
import type { AccountServices } from "./services.ts";

/** A review: the account should last on. It does so once another person has approved it. @throws Problem account.state */
export const proposeExtension = (
  services: AccountServices,
  accountId: string,
  ask: Ask<"account.propose-extension">,
): Promise<{ extensionId: string }> =>
  change(services, { accountId }, ask, ["extend", "account.extension-proposed"], async (tx) => {
    const extensionId = randomUUID();
    await tx.sql
      .insertInto("account_extension")
      .values({
        extension_id: extensionId,
        account_id: accountId,
        proposed_by: ask.account().accountId,
        proposed_at: tx.at,
      })
      .execute();
    return { answer: { extensionId }, data: { extension: extensionId } };
  });

/**
 * Account and roles in force last on, by an extension that is approved until then. A role that has run out is proposed anew.
 * @returns how many roles
 */
const prolong = async (tx: Tx, accountId: string, until: Date): Promise<{ roles: number }> => {
  await tx.sql
    .updateTable("account")
    .set({ valid_until: until, reviewed_at: tx.at })
    .where("account_id", "=", accountId)
    .execute();
  const { numUpdatedRows } = await tx.sql
    .updateTable("account_grant")
    .set({ valid_until: until })
    .where("account_id", "=", accountId)
    .where("ended_at", "is", null)
    .where("valid_until", ">", tx.at)
    .executeTakeFirstOrThrow();
  return { roles: Number(numUpdatedRows) };
};

const extendedUntil = (at: Date): Date => new Date(at.getTime() + accountDays * 86_400_000);

/** What the operator does alone at the command line. @returns until when, and what the event says */
export const extendByOperator = async (tx: Tx, accountId: string): Promise<{ until: Date; data: object }> => {
  const [extensionId, until] = [randomUUID(), extendedUntil(tx.at)];
  await tx.sql
    .insertInto("account_extension")
    .values({
      extension_id: extensionId,
      account_id: accountId,
      by_operator: true,
      proposed_at: tx.at,
      approved_at: tx.at,
      until,
    })
    .execute();
  const { roles } = await prolong(tx, accountId, until);
  return { until, data: { extension: extensionId, validUntil: until.toISOString(), roles } };
};

const open = (tx: Tx, extensionId: string) =>
  tx.sql.selectFrom("account_extension").selectAll().where("extension_id", "=", extensionId);
type Extension = NonNullable<Awaited<ReturnType<ReturnType<typeof open>["executeTakeFirst"]>>>;

type Deciding = Omit<Ask, "permit"> & {
  permit(object: { readonly accountId: string; readonly proposedBy: string | null }): void;
};

/** One step of a stored proposal, the account locked before it, as everywhere. @throws Problem object.not_found, extension.state */
const decide = <T>(
  { database }: Pick<AccountServices, "database">,
  extensionId: string,
  ask: Deciding,
  work: (tx: Tx, extension: Extension, account: Awaited<ReturnType<typeof lockAccount>>) => Promise<T>,
): Promise<T> =>
  transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const found = await open(tx, extensionId).executeTakeFirst();
    if (!found) throw problem("object.not_found");
    ask.permit({ accountId: found.account_id, proposedBy: found.proposed_by });
    const account = await lockAccount(tx, found.account_id);
    const extension = await open(tx, extensionId).forUpdate().executeTakeFirstOrThrow();
    if (extension.approved_at !== null || extension.ended_at !== null) throw problem("extension.state");
    return work(tx, extension, account);
  });

/** The second person's yes. @throws Problem object.not_found (own proposal, own account too), extension.state, account.state */
export const approveExtension = (
  services: AccountServices,
  extensionId: string,
  ask: Ask<"account.approve-extension">,
): Promise<{ validUntil: string }> =>
  decide(services, extensionId, ask, async (tx, { account_id: accountId }, account) => {
    if (account.state === "disabled") throw problem("account.state");
    const until = extendedUntil(tx.at);
    await tx.sql
      .updateTable("account_extension")
      .set({ approved_by: ask.account().accountId, approved_at: tx.at, until })
      .where("extension_id", "=", extensionId)
      .execute();
    const { roles } = await prolong(tx, accountId, until);
    const validUntil = until.toISOString();
    const data = { extension: extensionId, validUntil, roles };
    tx.note({ action: "account.extended", object: `account:${accountId}`, role: ask.standing, data });
    return { validUntil };
  });

/** The second person's no, or the proposer takes it back; the account ends on its day. @throws Problem object.not_found, extension.state, text.identity_number */
export const endExtension = (
  services: AccountServices,
  { extensionId, reason }: RouteArgs<typeof api.endExtension>,
  ask: Ask<"account.end-extension">,
): Promise<{ done: true }> => {
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  return decide(services, extensionId, ask, async (tx, { account_id: accountId }) => {
    const by = ask.account().accountId;
    const why = ask.standing === "securityAdministrator" ? "refused" : "withdrawn";
    await tx.sql
      .updateTable("account_extension")
      .set({ ended_at: tx.at, ended_by: by, ended_why: why })
      .where("extension_id", "=", extensionId)
      .execute();
    const action = `account.extension-${why}`;
    const data = {
      extension: extensionId,
      ...(await keepReason(tx, services.keys, { accountId, action, by, reason })),
    };
    tx.note({ action, object: `account:${accountId}`, role: ask.standing, data });
    return { done: true as const };
  });
};
