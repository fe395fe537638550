import type * as api from "@chengxin/domain/account/own-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { challengeUntil, newChallenge, takeChallenge } from "./challenges.ts";
import { relyingPartyOf, type RelyingParty } from "./relying-party.ts";
import type { AccountServices } from "./services.ts";
import { withPassword } from "./with-password.ts";

/** Passkeys of the own account (WebAuthn level 3). One counts as both steps, so the authenticator has to verify its user. */

/** COSE numbers of EdDSA, ES256 and RS256, which every authenticator has one of. */
const supportedAlgorithmIDs = [-8, -7, -257];

/** As a passkey keeps its account: no name, no login. */
export const userHandleOf = (accountId: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(accountId);

/** @throws Problem password.wrong, sign_in.wait, service.busy, passkey.unavailable */
export const newPasskeyQuestion = async (
  services: AccountServices,
  presentPassword: string,
  ask: Ask,
): Promise<RouteAnswer<typeof api.newPasskeyQuestion>> => {
  const { keys, catalogue } = services;
  const { id } = relyingPartyOf(services, ask.origin);
  return withPassword(services, presentPassword, ask, async (tx, own) => {
    const present = await tx.sql
      .selectFrom("passkey")
      .select("credential_id")
      .where("account_id", "=", own.account_id)
      .execute();
    tx.note({ action: "account.passkey-asked", object: `account:${own.account_id}`, data: {} });
    const options = await generateRegistrationOptions({
      rpName: catalogue.city.siteName.zh,
      rpID: id,
      userID: userHandleOf(own.account_id),
      userName: own.login,
      userDisplayName: own.login,
      challenge: newChallenge(keys, "add", own.account_id, tx.at),
      attestationType: "none",
      supportedAlgorithmIDs,
      excludeCredentials: present.map(({ credential_id }) => ({ id: credential_id })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    return { options: { ...options } };
  });
};

/** What a browser sent, or null: whatever doesn't fit is no passkey, and why isn't told. */
const readNew = async (
  response: Record<string, unknown>,
  { origin, id }: RelyingParty,
  isOurs: (challenge: string) => boolean,
) => {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      // the library checks what it is given
      response: response as never,
      expectedChallenge: (challenge) => isOurs(Buffer.from(challenge, "base64url").toString()),
      expectedOrigin: origin,
      expectedRPID: id,
      supportedAlgorithmIDs,
      requireUserVerification: true,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    return null;
  }
};

/** @throws Problem passkey.refused, passkey.unavailable */
export const addPasskey = async (
  { database, keys, origin }: AccountServices,
  { name, response }: RouteArgs<typeof api.addPasskey>,
  ask: Ask,
): Promise<{ done: true }> => {
  const { accountId } = ask.account();
  const { at } = ask;
  const site = relyingPartyOf({ origin }, ask.origin);
  let asked: { challenge: string; until: Date } | null = null;
  const credential = await readNew(response, site, (challenge) => {
    const until = challengeUntil(keys, challenge, { use: "add", accountId, at });
    asked = until === null ? null : { challenge, until };
    return asked !== null;
  });
  // TypeScript doesn't see what the callback did
  const answered = asked as { challenge: string; until: Date } | null;
  if (credential === null || answered === null) throw problem("passkey.refused");
  await transact(database, { actor: ask.actor, at }, async (tx) => {
    if (!(await takeChallenge(tx, answered.challenge, answered.until))) throw problem("passkey.refused");
    const { numInsertedOrUpdatedRows } = await tx.sql
      .insertInto("passkey")
      .values({
        credential_id: credential.id,
        account_id: accountId,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: (credential.transports ?? []).join(" "),
        name,
        created_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw problem("passkey.refused");
    tx.note({ action: "account.passkey-added", object: `account:${accountId}`, data: {} });
  });
  return { done: true };
};

/** @throws Problem object.not_found (another's too) */
export const removePasskey = (
  { database }: AccountServices,
  credentialId: string,
  ask: Ask<"passkey.remove">,
): Promise<{ done: true }> =>
  transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const passkey = await tx.sql
      .selectFrom("passkey")
      .select("account_id")
      .where("credential_id", "=", credentialId)
      .forUpdate()
      .executeTakeFirst();
    if (!passkey) throw problem("object.not_found");
    ask.permit({ accountId: passkey.account_id });
    await tx.sql.deleteFrom("passkey").where("credential_id", "=", credentialId).execute();
    tx.note({ action: "account.passkey-removed", object: `account:${passkey.account_id}`, data: {} });
    return { done: true as const };
  });
