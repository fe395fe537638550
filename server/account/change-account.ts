import type { AccountStep } from "@chengxin/domain/account/account-steps.ts";
import type * as api from "@chengxin/domain/account/administration-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Selectable } from "kysely";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import type { Account } from "../platform/tables.gen.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { assertStep } from "./assert-step.ts";
import { newInvitation, withdrawInvitations } from "./invitations.ts";
import { keepReason } from "./reasons.ts";
import type { AccountServices } from "./services.ts";
import { endSessions } from "./sessions.ts";
import { suspendRights } from "./suspend-rights.ts";

/** Who changes the standing of another's account; the policy refuses the own. */
type AskOnAccount = Omit<Ask, "permit"> & { permit(object: { readonly accountId: string }): void };

/** What adversely changes somebody's standing says why. */
interface Reasoned {
  readonly accountId: string;
  readonly reason: string;
}

/** The account, which nobody else changes until the transaction ends. @throws Problem object.not_found */
export const lockAccount = async (tx: Tx, accountId: string): Promise<Selectable<Account>> => {
  const account = await tx.sql
    .selectFrom("account")
    .selectAll()
    .where("account_id", "=", accountId)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw problem("object.not_found");
  return account;
};

/**
 * One step: the right decided, the account locked, the step allowed, the event noted. `data` says in the event what was done.
 * @throws Problem text.identity_number in the reason
 */
export const change = <T>(
  { database, keys }: Pick<AccountServices, "database" | "keys">,
  { accountId, reason }: Partial<Reasoned> & Pick<Reasoned, "accountId">,
  ask: AskOnAccount,
  [step, action]: readonly [AccountStep, string],
  work: (tx: Tx, account: Selectable<Account>) => Promise<{ answer: T; data?: object }>,
): Promise<T> => {
  ask.permit({ accountId });
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  return transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const account = await lockAccount(tx, accountId);
    await assertStep(tx, account, step);
    const { answer, data = {} } = await work(tx, account);
    const by = ask.account().accountId;
    const why = reason === undefined ? {} : await keepReason(tx, keys, { accountId, action, by, reason });
    tx.note({ action, object: `account:${accountId}`, role: ask.standing, data: { ...data, ...why } });
    return answer;
  });
};

const update = (tx: Tx, accountId: string, columns: Partial<Selectable<Account>>) =>
  tx.sql.updateTable("account").set(columns).where("account_id", "=", accountId).execute();

const done = { answer: { done: true as const } };

/** A new link for somebody who never used the account; of one that was in use the security administrator resets the factors. @throws Problem account.state */
export const inviteAgain = (
  services: AccountServices,
  accountId: string,
  ask: AskOnAccount,
): Promise<RouteAnswer<typeof api.inviteAgain>> =>
  change(services, { accountId }, ask, ["inviteAgain", "account.invited-again"], async (tx) => {
    const invited = await newInvitation(tx, accountId, ask.origin);
    return { answer: invited, data: { expiresAt: invited.expiresAt } };
  });

/** Nothing by which the account was entered so far works any more; the link begins anew. */
export const resetAccount = async (tx: Tx, account: Selectable<Account>, origin: string | null) => {
  const accountId = account.account_id;
  if (account.state === "disabled" || account.valid_until <= tx.at) throw problem("account.state");
  await update(tx, accountId, { state: "invited", password_hash: null, must_change_password: false });
  for (const table of ["totp", "recovery_code", "passkey", "external_identity"] as const)
    await tx.sql.deleteFrom(table).where("account_id", "=", accountId).execute();
  const sessions = await endSessions(tx, { accountId }, "factorReset", tx.at);
  const invited = await newInvitation(tx, accountId, origin);
  return { answer: invited, data: { sessions, expiresAt: invited.expiresAt } };
};

/**
 * Whoever holds the link holds the account. So an administrator gets none of another administration's, which would be two in one hand: the operator resets those
 * (`npm run accounts`).
 * @throws Problem account.state, account.administration, text.identity_number
 */
export const resetFactor = (
  services: AccountServices,
  reasoned: Reasoned,
  ask: AskOnAccount,
): Promise<RouteAnswer<typeof api.resetFactor>> =>
  change(services, reasoned, ask, ["resetFactor", "account.factors-reset"], async (tx, account) => {
    const { answer, data } = await resetAccount(tx, account, ask.origin);
    const ended = await suspendRights(tx, account.account_id, { by: ask.account().accountId, role: ask.standing });
    return { answer, data: { ...data, ...ended } };
  });

/** @throws Problem account.state, text.identity_number */
export const disableAccount = (
  services: AccountServices,
  { accountId, reason }: Reasoned,
  ask: AskOnAccount,
): Promise<{ done: true }> =>
  change(services, { accountId, reason }, ask, ["disable", "account.disabled"], async (tx) => {
    await update(tx, accountId, { state: "disabled" });
    await withdrawInvitations(tx, accountId);
    const sessions = await endSessions(tx, { accountId }, "disabled", tx.at);
    return { ...done, data: { sessions } };
  });

/** Has it an entrance through the identity service? A reset takes that away too. */
const isLinked = async (tx: Tx, accountId: string): Promise<boolean> =>
  (await tx.sql
    .selectFrom("external_identity")
    .select("issuer")
    .where("account_id", "=", accountId)
    .executeTakeFirst()) !== undefined;

/** @throws Problem account.state */
export const enableAccount = (
  services: AccountServices,
  accountId: string,
  ask: AskOnAccount,
): Promise<{ done: true }> =>
  change(services, { accountId }, ask, ["enable", "account.enabled"], async (tx, account) => {
    await update(tx, accountId, {
      state: account.password_hash !== null || (await isLinked(tx, accountId)) ? "active" : "invited",
    });
    return done;
  });

/** From the next request on the account can do nothing but change its password. @throws Problem account.state */
export const demandNewPassword = (
  services: AccountServices,
  accountId: string,
  ask: AskOnAccount,
): Promise<{ done: true }> =>
  change(services, { accountId }, ask, ["demandNewPassword", "account.new-password-demanded"], async (tx) => {
    await update(tx, accountId, { must_change_password: true });
    return done;
  });
