import type { Tx } from "../platform/db.ts";

/** Takes a challenge, once: false when it was answered before. It is remembered until it would be too old anyway. */
export const takeChallenge = async (tx: Tx, challenge: string, until: Date): Promise<boolean> => {
  await tx.sql.deleteFrom("used_challenge").where("expires_at", "<", tx.at).execute();
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("used_challenge")
    .values({ challenge, expires_at: until })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};
