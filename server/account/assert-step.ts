import { stepRefusal, type AccountFacts, type AccountStep } from "@chengxin/domain/account/account-steps.ts";
import { problem, type ProblemCode } from "@chengxin/domain/problem.ts";
import type { Selectable } from "kysely";
import type { Tx } from "../platform/db.ts";
import type { Account } from "../platform/tables.gen.ts";

const factsOf = async (tx: Tx, account: Selectable<Account>): Promise<AccountFacts> => {
  const grants = await tx.sql
    .selectFrom("account_grant")
    .select("role")
    .where("account_id", "=", account.account_id)
    .where("ended_at", "is", null)
    .where("valid_until", ">", tx.at)
    .execute();
  const extension = await tx.sql
    .selectFrom("account_extension")
    .select("extension_id")
    .where("account_id", "=", account.account_id)
    .where("approved_at", "is", null)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  const ended = account.state !== "disabled" && account.valid_until <= tx.at;
  return {
    // The policy has turned away whoever changes their own.
    own: false,
    kind: account.kind,
    state: ended ? "expired" : account.state,
    used: account.last_sign_in_at !== null,
    roles: grants.map(({ role }) => role),
    extending: extension !== undefined,
  };
};

/**
 * Refuses a step by the reasons that the page shows beside its button, on the locked account.
 * @throws Problem account.state; account.administration, grant.excluded where an administration's separation speaks against it
 */
export const assertStep = async (tx: Tx, account: Selectable<Account>, step: AccountStep): Promise<void> => {
  const refusal = stepRefusal(step, await factsOf(tx, account));
  if (refusal === null) return;
  const codes: Partial<Record<typeof refusal, ProblemCode>> = {
    administration: "account.administration",
    excluded: "grant.excluded",
  };
  throw problem(codes[refusal] ?? "account.state");
};
