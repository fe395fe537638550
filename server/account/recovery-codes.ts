import { createHash, randomInt } from "node:crypto";
import type { Tx } from "../platform/db.ts";

const codes = 10;
// without letters and digits that look alike
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const length = 16;

/** As typed, with or without hyphens. */
const fold = (typed: string): string =>
  typed
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "");

/** 79 random bits need no work against guessing. */
const hashOf = (accountId: string, code: string): Buffer =>
  createHash("sha256").update(`${accountId}:${code}`).digest();

export const isRecoveryCode = (typed: string): boolean => fold(typed).length === length;

/** New codes instead of all others. @returns what is shown once: `ABCD-EFGH-JKMN-PQRS` */
export const renewCodes = async (tx: Tx, accountId: string): Promise<string[]> => {
  await tx.sql.deleteFrom("recovery_code").where("account_id", "=", accountId).execute();
  const fresh = Array.from({ length: codes }, () =>
    Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(""),
  );
  await tx.sql
    .insertInto("recovery_code")
    .values(fresh.map((code) => ({ account_id: accountId, code_hash: hashOf(accountId, code), created_at: tx.at })))
    .execute();
  return fresh.map((code) => code.replaceAll(/(.{4})(?=.)/g, "$1-"));
};

/** Takes a code, once. */
export const takeCode = async (tx: Tx, accountId: string, typed: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx.sql
    .updateTable("recovery_code")
    .set({ used_at: tx.at })
    .where("account_id", "=", accountId)
    .where("code_hash", "=", hashOf(accountId, fold(typed)))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
