import type { answerIdentity as contract } from "@chengxin/domain/account/identity-api.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { problem, type ProblemCode } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Ask } from "../../platform/ask.ts";
import { transact, type Tx } from "../../platform/db.ts";
import type { AccountServices } from "../services.ts";
import { assertNoWait, countAddress } from "../sign-in-limits.ts";
import { takeChallenge } from "../challenges.ts";
import { identityServiceOf } from "./begin-identity.ts";
import { linkProven } from "./link-identity.ts";
import type { Proven } from "./provider.ts";
import { IdentityRefused } from "./refusal.ts";
import { readRound, type Round } from "./round.ts";
import { signInProven } from "./sign-in-proven.ts";

type Answer = RouteAnswer<typeof contract>;
export type Step = Omit<Answer, "to">;

/** Why nothing came of it: what the caller is told, and what the event says. */
export interface Refusal {
  readonly problem: ProblemCode;
  readonly why: string;
  /** The account it was about, where one was found. */
  readonly accountId?: string;
}

/** The way back from another site brings no session: whoever began the round in one is known by the round. */
const actorOf = (round: Round | null): Actor =>
  round?.link
    ? { kind: "account", ...round.link, unit: "", grants: [], mandates: [], secondFactor: true }
    : { kind: "public" };

/**
 * A browser is back from the identity service. It has to be the one that left, within ten minutes, once; what the service answers has to be about this very round.
 * @throws Problem identity.refused and its kin; session.required when who wanted to link has signed out meanwhile
 */
export const answerIdentity = async (services: AccountServices, query: string, ask: Ask): Promise<Answer> => {
  const provider = identityServiceOf(services);
  await assertNoWait(services, [{ kind: "address", text: ask.address }], ask.at);
  const round = readRound(services.keys, ask, provider.settings.issuer);
  if (!round) return refuse(services, ask, null, { problem: "identity.refused", why: "round" });
  let proven: Proven;
  try {
    proven = await provider.redeem(query, round);
  } catch (error) {
    if (!(error instanceof IdentityRefused)) throw error;
    const code = error.cancelled ? "identity.cancelled" : "identity.refused";
    return refuse(services, ask, round, { problem: code, why: error.why });
  }
  const done = await transact(services.database, { actor: actorOf(round), at: ask.at }, async (tx) => {
    if (!(await takeChallenge(tx, round.state, new Date(round.until))))
      return noteRefusal(services, tx, ask, { problem: "identity.refused", why: "replayed" });
    const step =
      round.link === null
        ? await signInProven(services, tx, ask, proven)
        : await linkProven(services, tx, round.link, proven);
    return "problem" in step ? noteRefusal(services, tx, ask, step) : step;
  });
  if ("problem" in done) throw problem(done.problem);
  // What the browser kept has served.
  ask.keep("", ask.at);
  return { ...done, to: round.to };
};

/** Notes a refusal and uses the round up. @throws Problem always */
const refuse = async (services: AccountServices, ask: Ask, round: Round | null, refusal: Refusal): Promise<never> => {
  await transact(services.database, { actor: actorOf(round), at: ask.at }, async (tx) => {
    if (round) await takeChallenge(tx, round.state, new Date(round.until));
    await noteRefusal(services, tx, ask, refusal, round !== null);
  });
  throw problem(refusal.problem);
};

/**
 * Somebody who turned back at the service has tried nothing; everything else counts against the address. Not so without a round: any page anywhere can send
 * a browser to the address of the answer, and would keep the whole office behind it from signing in.
 */
const noteRefusal = async (services: AccountServices, tx: Tx, { address, at }: Ask, refusal: Refusal, began = true) => {
  if (began && refusal.problem !== "identity.cancelled") await countAddress(services, tx, address, at);
  tx.note({
    action: "session.failed",
    object: `account:${refusal.accountId ?? "unknown"}`,
    data: { step: "identityService", why: refusal.why },
  });
  return refusal;
};
