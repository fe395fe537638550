import { identityRoundMinutes } from "@chengxin/domain/account/session-limits.ts";
import { randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { z } from "zod";
import type { Ask } from "../../platform/ask.ts";
import type { Keyring } from "../../platform/keys/keyring.ts";

/** One way to the identity service and back: what the browser keeps of it, sealed, so that the server keeps nothing. */
const Round = z.object({
  /** Random, with the language at its end: the way back has one address for all. */
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** A round that began under another setting ends there. */
  issuer: z.string(),
  to: z.string(),
  until: z.number(),
  /** Somebody signed in wants to link their account; null: sign-in. */
  link: z.object({ accountId: z.string(), sessionId: z.string() }).nullable(),
});
export type Round = Readonly<z.infer<typeof Round>>;

const roundMs = identityRoundMinutes * 60_000;
const context = "cookie:identity-round";

/** Begins a round and leaves it with the browser. */
export const beginRound = (
  keys: Keyring,
  ask: Pick<Ask, "at" | "keep">,
  { language, ...wanted }: Pick<Round, "issuer" | "to" | "link"> & { readonly language: "zh" | "en" },
): Round => {
  const until = new Date(ask.at.getTime() + roundMs);
  const round: Round = {
    ...wanted,
    state: `${randomState()}.${language}`,
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    until: until.getTime(),
  };
  ask.keep(keys.seal("session", context, JSON.stringify(round)).toString("base64url"), until);
  return round;
};

/** The round that this browser began with this issuer; null: none, one that is too old, or one that was tampered with. */
export const readRound = (keys: Keyring, { kept, at }: Pick<Ask, "kept" | "at">, issuer: string): Round | null => {
  if (kept === null) return null;
  let opened: string;
  try {
    opened = keys.open("session", context, Buffer.from(kept, "base64url"));
  } catch {
    return null;
  }
  const round = Round.parse(JSON.parse(opened));
  return round.issuer === issuer && round.until > at.getTime() ? round : null;
};
