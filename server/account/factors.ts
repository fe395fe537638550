import type { SecondFactor } from "@chengxin/domain/account/api.ts";
import type { Sql } from "../platform/db.ts";

/** By what the account can show that it is its owner's. */
export const factorsOf = async (sql: Sql, accountId: string): Promise<SecondFactor[]> => {
  const found = await sql
    .selectNoFrom((e) => [
      e.exists(e.selectFrom("totp").select("account_id").where("account_id", "=", accountId)).as("totp"),
      e
        .exists(
          e
            .selectFrom("recovery_code")
            .select("account_id")
            .where("account_id", "=", accountId)
            .where("used_at", "is", null),
        )
        .as("recoveryCode"),
      e.exists(e.selectFrom("passkey").select("account_id").where("account_id", "=", accountId)).as("passkey"),
    ])
    .executeTakeFirstOrThrow();
  return (["totp", "recoveryCode", "passkey"] as const).filter((factor) => found[factor]);
};
