import type { SignInStep } from "@chengxin/domain/account/api.ts";
import type * as api from "@chengxin/domain/account/own-api.ts";
import { foldPassword } from "@chengxin/domain/account/password.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { renewCodes } from "./recovery-codes.ts";
import type { AccountServices } from "./services.ts";
import { confirmTotp } from "./totp.ts";
import { renewSession, withPassword } from "./with-password.ts";

/** What people change about how they enter their own account. */

/** @throws Problem password.wrong, password.unchanged, password.*, sign_in.wait, session.second_factor_required, service.busy */
export const changePassword = (
  services: AccountServices,
  { presentPassword, password }: RouteArgs<typeof api.changePassword>,
  ask: Ask,
): Promise<SignInStep> =>
  withPassword(services, presentPassword, ask, async (tx, own) => {
    if (foldPassword(password) === foldPassword(presentPassword)) throw problem("password.unchanged");
    services.passwords.assertGood(password, own.kind, own.login);
    await tx.sql
      .updateTable("account")
      .set({ password_hash: await services.passwords.hash(password), must_change_password: false })
      .where("account_id", "=", own.account_id)
      .execute();
    const sessions = await renewSession(tx, ask, own, "passwordChanged");
    tx.note({ action: "account.password-changed", object: `account:${own.account_id}`, data: { sessions } });
    return { next: "done", factors: [] };
  });

/** @throws Problem password.wrong, totp.code_refused, sign_in.wait, service.busy */
export const replaceTotp = (
  services: AccountServices,
  { presentPassword, enrolment, code }: RouteArgs<typeof api.replaceTotp>,
  ask: Ask,
): Promise<RouteAnswer<typeof api.replaceTotp>> =>
  withPassword(services, presentPassword, ask, async (tx, own) => {
    await confirmTotp(services.keys, tx, own.account_id, { enrolment, code });
    const sessions = await renewSession(tx, ask, own, "factorReset");
    tx.note({ action: "account.totp-replaced", object: `account:${own.account_id}`, data: { sessions } });
    return { done: true };
  });

/** @throws Problem password.wrong, sign_in.wait, service.busy */
export const renewRecoveryCodes = (
  services: AccountServices,
  presentPassword: string,
  ask: Ask,
): Promise<RouteAnswer<typeof api.renewRecoveryCodes>> =>
  withPassword(services, presentPassword, ask, async (tx, own) => {
    const recoveryCodes = await renewCodes(tx, own.account_id);
    tx.note({ action: "account.recovery-codes-renewed", object: `account:${own.account_id}`, data: {} });
    return { recoveryCodes };
  });
