import type { SignInStep } from "@chengxin/domain/account/api.ts";
import { foldLogin } from "@chengxin/domain/account/login.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Tx } from "../platform/db.ts";
import { factorsOf } from "./factors.ts";
import type { AccountServices } from "./services.ts";
import { beginSession } from "./sessions.ts";
import { assertNoWait, countFailure, countOf, lockCount } from "./sign-in-limits.ts";

/**
 * First step. An unknown login, a wrong password and an account that may not sign in cost the same work and get the same answer; how often it was tried counts by
 * what was typed, so that waiting tells nothing either.
 * @throws Problem sign_in.refused, sign_in.wait, service.busy
 */
export const signIn = async (
  services: AccountServices,
  { login: typed, password }: { login: string; password: string },
  ask: Ask,
): Promise<SignInStep> => {
  const { database, passwords } = services;
  const login = foldLogin(typed);
  const { at, address } = ask;
  const counted = await passwords.check(async () => {
    const its = await countOf(database.pool, login, address, at);
    await assertNoWait(services, [its, { kind: "address", text: address }], at);
    return its;
  });
  const step = await passwords.turn(async () => {
    // Whoever waited for the turn may have to wait for longer by now.
    await assertNoWait(services, [counted, { kind: "address", text: address }], at);
    return transact(database, { actor: { kind: "public" }, at }, async (tx) => {
      const known = await lockCount(services, tx, counted, at);
      const account = await findAccount(tx, login);
      const mayEnter = account !== undefined && account.state === "active" && account.valid_until > at;
      const { right, renewed } = await passwords.verify(mayEnter ? account.password_hash : null, password);
      if (!right || account === undefined) {
        await countFailure(services, tx, { counted, address, known, at });
        tx.note({
          action: "session.failed",
          object: `account:${account?.account_id ?? "unknown"}`,
          data: { step: "password" },
        });
        return null;
      }
      if (renewed !== null)
        await tx.sql
          .updateTable("account")
          .set({ password_hash: renewed })
          .where("account_id", "=", account.account_id)
          .execute();
      await beginSession(tx, ask, { account, method: "password", full: false });
      tx.note({
        action: "session.half-started",
        object: `account:${account.account_id}`,
        data: { rehashed: renewed !== null },
      });
      return { next: "secondFactor" as const, factors: await factorsOf(tx.sql, account.account_id) };
    });
  });
  if (step === null) throw problem("sign_in.refused");
  return step;
};

const findAccount = (tx: Tx, login: string) =>
  tx.sql
    .selectFrom("account")
    .select(["account_id", "kind", "state", "valid_until", "password_hash"])
    .where("login", "=", login)
    .executeTakeFirst();
