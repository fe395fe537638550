import { randomUUID } from "node:crypto";
import type { registerAgent as route } from "@chengxin/domain/account/api.ts";
import { readLogin } from "@chengxin/domain/account/login.ts";
import { accountDays } from "@chengxin/domain/account/session-limits.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { renewCodes } from "./recovery-codes.ts";
import { sealName } from "./sealed-names.ts";
import { completeSignIn } from "./second-step.ts";
import type { AccountServices } from "./services.ts";
import { countRegistration } from "./sign-in-limits.ts";
import { confirmTotp, readEnrolment } from "./totp.ts";

/**
 * An agent makes an account of the own, which opens nothing before an official confirmed a mandate. That a login is taken is told only to whoever sent all the
 * rest right, and counts like a registration: some ten logins a day can be asked about from one address.
 * @throws Problem registration.off, registration.wait, login.invalid, login.taken, password.*, totp.code_refused, text.identity_number, service.busy
 */
export const registerAgent = async (
  services: AccountServices,
  { login: typed, displayName, contact, password, enrolment, code }: RouteArgs<typeof route>,
  ask: Ask,
): Promise<RouteAnswer<typeof route>> => {
  const { database, keys, passwords, selfRegistration } = services;
  const { at } = ask;
  if (!selfRegistration) throw problem("registration.off");
  const login = readLogin(typed);
  if (login === null) throw problem("login.invalid");
  refuseIdentityNumbers(dayInShanghai(at), { displayName, contact });
  passwords.assertGood(password, "agent", login);
  // A taken login is told after the code was right, so that asking about logins takes as much work as registering.
  readEnrolment(keys, { enrolment, code }, at);
  const by = { actor: ask.actor, at };
  await countRegistration(services, ask.address, by);
  const hash = await passwords.turn(() => passwords.hash(password));
  return transact(database, by, async (tx) => {
    const account = { account_id: randomUUID(), kind: "agent", login, must_change_password: false } as const;
    const accountId = account.account_id;
    const { numInsertedOrUpdatedRows } = await tx.sql
      .insertInto("account")
      .values({
        ...account,
        display_name_sealed: sealName(keys, "displayName", accountId, displayName),
        contact_sealed: sealName(keys, "contact", accountId, contact),
        unit: "",
        state: "active",
        password_hash: hash,
        created_at: at,
        valid_until: new Date(at.getTime() + accountDays * 86_400_000),
      })
      .onConflict((conflict) => conflict.column("login").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw problem("login.taken");
    await confirmTotp(keys, tx, accountId, { enrolment, code });
    const recoveryCodes = await renewCodes(tx, accountId);
    tx.note({ action: "account.registered", object: `account:${accountId}`, data: {} });
    const step = await completeSignIn(services, tx, ask, { ...account, last_sign_in_at: null }, "totp");
    return { ...step, recoveryCodes };
  });
};
