import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Tx } from "../platform/db.ts";
import type { AccountServices } from "./services.ts";
import { beginSession, endSessions } from "./sessions.ts";
import { countFailure, countOf, lockCount } from "./sign-in-limits.ts";

/** The account and the session of who asks, as they stand in the transaction. @throws Problem session.required, session.second_factor_required */
const ownOf = async (tx: Tx, sessionId: string) => {
  const own = await tx.sql
    .selectFrom("session as s")
    .innerJoin("account as a", "a.account_id", "s.account_id")
    .select(["a.account_id", "a.kind", "a.login", "a.password_hash", "a.must_change_password"])
    .select(["s.session_id", "s.second_factor_at", "s.method", "s.ends_at", "s.asserted_uscc", "s.failures_before"])
    .where("s.session_id", "=", sessionId)
    .where("s.ended_at", "is", null)
    .where("a.state", "=", "active")
    .forUpdate("a")
    .executeTakeFirst();
  if (!own) throw problem("session.required");
  if (own.second_factor_at === null) throw problem("session.second_factor_required");
  return own;
};
export type Own = Awaited<ReturnType<typeof ownOf>>;

/**
 * Does something to the own account once the present password was shown again: an unattended browser isn't enough. A wrong one counts like a failed sign-in.
 * @throws Problem password.wrong, sign_in.wait, service.busy, session.second_factor_required
 */
export const withPassword = async <T>(
  services: AccountServices,
  presentPassword: string,
  ask: Ask,
  work: (tx: Tx, own: Own) => Promise<T>,
): Promise<T> => {
  const { database, passwords } = services;
  const { sessionId } = ask.account();
  const { at, address } = ask;
  const done = await passwords.turn(() =>
    transact(database, { actor: ask.actor, at }, async (tx) => {
      const own = await ownOf(tx, sessionId);
      const counted = await countOf(tx.client, own.login, address, at);
      const known = await lockCount(services, tx, counted, at);
      const { right } = await passwords.verify(own.password_hash, presentPassword);
      if (right) return { answer: await work(tx, own) };
      await countFailure(services, tx, { counted, address, known, at });
      tx.note({ action: "account.password-refused", object: `account:${own.account_id}`, data: {} });
      return null;
    }),
  );
  if (done === null) throw problem("password.wrong");
  return done.answer;
};

/** The standing changed: the other sessions end, and this one goes on under a new token until it would have ended. @returns how many others there were */
export const renewSession = async (
  tx: Tx,
  ask: Ask,
  own: Own,
  why: "passwordChanged" | "factorReset",
): Promise<number> => {
  const ended = await endSessions(tx, { accountId: own.account_id, except: own.session_id }, why, tx.at);
  await beginSession(tx, ask, {
    account: own,
    method: own.method,
    full: true,
    endsAt: own.ends_at,
    failuresBefore: own.failures_before,
    ...(own.asserted_uscc === null ? {} : { assertedUscc: own.asserted_uscc }),
  });
  return ended;
};
