import { totpSeconds } from "@chengxin/domain/account/session-limits.ts";
import type { TotpProposal } from "@chengxin/domain/account/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";
import type { Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import type { AccountServices } from "./services.ts";
import { newToken } from "./token.ts";

/** RFC 6238 with the values that every authenticator takes: SHA-1, six digits, half a minute. A code counts one step early or late, no more. */
const periodMs = totpSeconds * 1000;
const place = (accountId: string): string => placeOf({ table: "totp", column: "secret_sealed" }, [accountId]);
const totpOf = (secret: Secret): TOTP => new TOTP({ secret, algorithm: "SHA1", digits: 6, period: periodMs / 1000 });

/** The time step that a code belongs to; null: no step near enough. */
const stepOf = (secret: Secret, code: string, at: Date): number | null => {
  const token = code.normalize("NFKC").replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: at.getTime(), window: 1 });
  return delta === null ? null : Math.floor(at.getTime() / periodMs) + delta;
};

/** 160 bits that follow from a random enrolment and a key that is not in the database: nothing is stored before it is confirmed. */
const secretFrom = (mac: Buffer): Secret => new Secret({ buffer: new Uint8Array(mac.subarray(0, 20)).buffer });

/** A new key to show, or one shown before. */
export const proposeTotp = (
  { keys, catalogue }: Pick<AccountServices, "keys" | "catalogue">,
  login: string,
  enrolment = newToken(),
): TotpProposal => {
  const secret = secretFrom(keys.mac("account", `totp-enrolment:${enrolment}`).mac);
  const issuer = catalogue.city.siteName.zh;
  const uri = new TOTP({
    issuer,
    label: login,
    secret,
    algorithm: "SHA1",
    digits: 6,
    period: periodMs / 1000,
  }).toString();
  return {
    enrolment,
    key: secret.base32.replaceAll(/(.{4})(?=.)/g, "$1 "),
    uri,
    modules: encode(uri, { border: 2 }).data,
  };
};

/** The proposed key that a code is of. @throws Problem totp.code_refused */
export const readEnrolment = (
  keys: Keyring,
  { enrolment, code }: { enrolment: string; code: string },
  at: Date,
): { secret: Secret; step: number } => {
  for (const { mac } of keys.macs("account", `totp-enrolment:${enrolment}`)) {
    const secret = secretFrom(mac);
    const step = stepOf(secret, code, at);
    if (step !== null) return { secret, step };
  }
  throw problem("totp.code_refused");
};

/** Confirms a proposed key by a code of it and makes it the account's. @throws Problem totp.code_refused */
export const confirmTotp = async (
  keys: Keyring,
  tx: Tx,
  accountId: string,
  enrolled: { enrolment: string; code: string },
): Promise<void> => {
  const { secret, step } = readEnrolment(keys, enrolled, tx.at);
  const values = {
    secret_sealed: keys.seal("account", place(accountId), secret.base32),
    confirmed_at: tx.at,
    last_step: step,
  };
  await tx.sql
    .insertInto("totp")
    .values({ account_id: accountId, ...values })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet(values))
    .execute();
};

/** Takes a code, once: no step is taken twice, nor one before it. */
export const takeTotp = async (keys: Keyring, tx: Tx, accountId: string, code: string): Promise<boolean> => {
  const known = await tx.sql
    .selectFrom("totp")
    .select(["secret_sealed", "last_step"])
    .where("account_id", "=", accountId)
    .forUpdate()
    .executeTakeFirst();
  if (!known) return false;
  const secret = Secret.fromBase32(keys.open("account", place(accountId), known.secret_sealed));
  const step = stepOf(secret, code, tx.at);
  if (step === null || step <= known.last_step) return false;
  await tx.sql.updateTable("totp").set({ last_step: step }).where("account_id", "=", accountId).execute();
  return true;
};
