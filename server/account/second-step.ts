import type { SignInStep } from "@chengxin/domain/account/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Tx } from "../platform/db.ts";
import { isRecoveryCode, takeCode } from "./recovery-codes.ts";
import type { AccountServices } from "./services.ts";
import { beginSession, type NewSession } from "./sessions.ts";
import { clearCount, countFailure, countOf, lockCount } from "./sign-in-limits.ts";
import { takeTotp } from "./totp.ts";

/**
 * Second step of a session whose first step was done. A wrong code counts like a wrong password, and a right password alone ends no counting.
 * @throws Problem sign_in.code_refused, sign_in.wait; session.required when the second step was done already
 */
export const secondStep = async (services: AccountServices, code: string, ask: Ask): Promise<SignInStep> => {
  const { accountId, sessionId } = ask.account();
  const { at, address } = ask;
  const step = await transact(services.database, { actor: ask.actor, at }, async (tx) => {
    const account = await halfSignedIn(tx, sessionId);
    const counted = await countOf(tx.client, account.login, address, at);
    const known = await lockCount(services, tx, counted, at);
    const recovery = isRecoveryCode(code);
    const right = recovery ? await takeCode(tx, accountId, code) : await takeTotp(services.keys, tx, accountId, code);
    if (!right) {
      await countFailure(services, tx, { counted, address, known, at });
      tx.note({ action: "session.failed", object: `account:${accountId}`, data: { step: "secondFactor" } });
      return null;
    }
    const method = recovery ? "recoveryCode" : "totp";
    return completeSignIn(services, tx, ask, account, method, account.asserted_uscc ?? undefined);
  });
  if (step === null) throw problem("sign_in.code_refused");
  return step;
};

const halfSignedIn = async (tx: Tx, sessionId: string) => {
  const account = await tx.sql
    .selectFrom("session as s")
    .innerJoin("account as a", "a.account_id", "s.account_id")
    .select(["a.account_id", "a.kind", "a.login", "a.must_change_password", "a.last_sign_in_at", "s.asserted_uscc"])
    .where("s.session_id", "=", sessionId)
    .where("s.second_factor_at", "is", null)
    .where("s.ended_at", "is", null)
    .where("a.state", "=", "active")
    .forUpdate("s")
    .executeTakeFirst();
  if (!account) throw problem("session.required");
  return account;
};

export interface SigningIn {
  readonly account_id: string;
  readonly kind: "official" | "agent";
  readonly login: string;
  readonly must_change_password: boolean;
  readonly last_sign_in_at: Date | null;
}

/** Both factors were shown: a full session, the counting ended, the owner told what was tried meanwhile. */
export const completeSignIn = async (
  services: AccountServices,
  tx: Tx,
  ask: Ask,
  account: SigningIn,
  method: NewSession["method"],
  assertedUscc?: string,
): Promise<SignInStep> => {
  const { rows } = await tx.client.query<{ failures: number }>(
    "select count(*)::int as failures from event where action = 'session.failed' and object = $1 and at > coalesce($2, '-infinity'::timestamptz)",
    [`account:${account.account_id}`, account.last_sign_in_at],
  );
  // A passkey is under no count, so it ends none.
  if (method !== "passkey") await clearCount(services, tx, await countOf(tx.client, account.login, ask.address, tx.at));
  await tx.sql
    .updateTable("account")
    .set({ last_sign_in_at: tx.at })
    .where("account_id", "=", account.account_id)
    .execute();
  const sessionId = await beginSession(tx, ask, {
    account,
    method,
    full: true,
    failuresBefore: rows[0]?.failures ?? 0,
    ...(assertedUscc === undefined ? {} : { assertedUscc }),
  });
  tx.note({ action: "session.started", object: `account:${account.account_id}`, data: { session: sessionId, method } });
  return { next: account.must_change_password ? "changePassword" : "done", factors: [] };
};
