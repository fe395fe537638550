import type {
  passkeyAnswer as answerRoute,
  passkeyQuestion as questionRoute,
  SignInStep,
} from "@chengxin/domain/account/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { Ask } from "../platform/ask.ts";
import { transact, type Tx } from "../platform/db.ts";
import { challengeUntil, newChallenge, takeChallenge } from "./challenges.ts";
import { userHandleOf } from "./passkeys.ts";
import { relyingPartyOf, type RelyingParty } from "./relying-party.ts";
import { completeSignIn } from "./second-step.ts";
import type { AccountServices } from "./services.ts";

/** The same question for everybody: it names no account and no passkey. @throws Problem passkey.unavailable */
export const passkeyQuestion = async (
  services: AccountServices,
  ask: Ask,
): Promise<RouteAnswer<typeof questionRoute>> => {
  const { id } = relyingPartyOf(services, ask.origin);
  const options = await generateAuthenticationOptions({
    rpID: id,
    challenge: newChallenge(services.keys, "sign-in", null, ask.at),
    userVerification: "required",
  });
  return { options: { ...options } };
};

const passkeyOf = (tx: Tx, credentialId: string) =>
  tx.sql
    .selectFrom("passkey as p")
    .innerJoin("account as a", "a.account_id", "p.account_id")
    .select(["a.account_id", "a.kind", "a.login", "a.must_change_password", "a.last_sign_in_at"])
    .select(["p.credential_id", "p.public_key", "p.counter"])
    .where("p.credential_id", "=", credentialId)
    .where("a.state", "=", "active")
    .where("a.valid_until", ">", tx.at)
    .forUpdate("p");
type Known = NonNullable<Awaited<ReturnType<ReturnType<typeof passkeyOf>["executeTakeFirst"]>>>;

/** What was answered, if it is right; a counter that goes back (a copied key) is not. */
const readAnswer = async (
  response: Record<string, unknown>,
  known: Known,
  { origin, id }: RelyingParty,
  until: (challenge: string) => Date | null,
): Promise<{ challenge: string; until: Date; counter: number } | null> => {
  let answered: { challenge: string; until: Date } | null = null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      // the library checks what it is given
      response: response as never,
      expectedChallenge: (encoded) => {
        const challenge = Buffer.from(encoded, "base64url").toString();
        const end = until(challenge);
        answered = end === null ? null : { challenge, until: end };
        return end !== null;
      },
      expectedOrigin: origin,
      expectedRPID: id,
      credential: {
        id: known.credential_id,
        publicKey: new Uint8Array(known.public_key),
        counter: known.counter,
      },
      requireUserVerification: true,
    });
    const its = answered as { challenge: string; until: Date } | null;
    return verified && its !== null && isOwnHandle(response, known.account_id)
      ? { ...its, counter: authenticationInfo.newCounter }
      : null;
  } catch {
    return null;
  }
};

/** The account that the authenticator itself keeps with the key. */
const isOwnHandle = ({ response }: Record<string, unknown>, accountId: string): boolean => {
  const { userHandle } = response as { userHandle?: unknown };
  if (userHandle === undefined || userHandle === null) return true;
  return userHandle === Buffer.from(userHandleOf(accountId)).toString("base64url");
};

/**
 * Signs in by passkey, which counts as both steps. Nobody can guess a signature, so it is under no limit of tries: whoever has a passkey can't be kept out by
 * others' failures.
 * @throws Problem passkey.refused, passkey.unavailable
 */
export const passkeyAnswer = async (
  services: AccountServices,
  { response }: RouteArgs<typeof answerRoute>,
  ask: Ask,
): Promise<SignInStep> => {
  const { database, keys } = services;
  const { at } = ask;
  const site = relyingPartyOf(services, ask.origin);
  const { id } = response;
  if (typeof id !== "string" || id.length > 1400) throw problem("passkey.refused");
  const step = await transact(database, { actor: ask.actor, at }, async (tx) => {
    const known = await passkeyOf(tx, id).executeTakeFirst();
    if (!known) throw problem("passkey.refused");
    const until = (challenge: string) => challengeUntil(keys, challenge, { use: "sign-in", accountId: null, at });
    const answer = await readAnswer(response, known, site, until);
    if (answer === null || !(await takeChallenge(tx, answer.challenge, answer.until))) {
      tx.note({ action: "session.failed", object: `account:${known.account_id}`, data: { step: "passkey" } });
      return null;
    }
    await tx.sql
      .updateTable("passkey")
      .set({ counter: answer.counter, last_used_at: at })
      .where("credential_id", "=", known.credential_id)
      .execute();
    return completeSignIn(services, tx, ask, known, "passkey");
  });
  if (step === null) throw problem("passkey.refused");
  return step;
};
