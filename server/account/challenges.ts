import type { Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { newToken } from "./token.ts";

/** What a passkey signs: made by us a moment ago, for one use and one account, answered once. It carries its own proof, so nothing is stored before it is answered. */
type Use = "add" | "sign-in";

const lastMs = 5 * 60_000;

/** @param accountId whose passkey is added; null: nobody signed in yet */
export const newChallenge = (keys: Keyring, use: Use, accountId: string | null, at: Date): string => {
  const facts = [use, accountId ?? "", at.getTime() + lastMs, newToken()].join(".");
  const { keyVersion, mac } = keys.mac("session", `passkey-challenge:${facts}`);
  return `${facts}.${keyVersion}.${mac.toString("base64url")}`;
};

/** @returns until when the challenge can be answered; null: it isn't ours, is for something else, or too old */
export const challengeUntil = (
  keys: Keyring,
  challenge: string,
  { use, accountId, at }: { use: Use; accountId: string | null; at: Date },
): Date | null => {
  const parts = challenge.split(".");
  const [its, account, until, , keyVersion, mac] = parts;
  if (parts.length !== 6 || its !== use || account !== (accountId ?? "")) return null;
  const facts = parts.slice(0, 4).join(".");
  const genuine = keys.verifyMac(
    "session",
    Number(keyVersion),
    `passkey-challenge:${facts}`,
    Buffer.from(mac ?? "", "base64url"),
  );
  return genuine && Number(until) > at.getTime() ? new Date(Number(until)) : null;
};

/** Takes the answer of a challenge, once. @returns false: it was answered before */
export const takeChallenge = async (tx: Tx, challenge: string, until: Date): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("used_challenge")
    .values({ challenge, expires_at: until })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  await tx.sql.deleteFrom("used_challenge").where("expires_at", "<", tx.at).execute();
  return numInsertedOrUpdatedRows === 1n;
};
