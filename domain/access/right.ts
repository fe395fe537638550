import type { Actor, Role } from "./actor.ts";

/**
 * Who has a right at all. `signedIn`: any account with its second factor shown; `halfSignedIn`: a session that has yet to show it, or has;
 * `agent`: an account that may act for at least one organisation.
 */
export type Who = "anyone" | "halfSignedIn" | "signedIn" | "agent" | "operator" | Role;

/** One line of the policy. What it doesn't allow is refused. */
export interface Right<O = never> {
  readonly who: readonly Who[];
  /** Decides on the stored object. A right that has it lets no answer out before it was asked. */
  readonly on?: (actor: Actor, object: O) => boolean;
  /** Reads data that are not public: lets no answer out before the reading is durably logged (charter 7). */
  readonly access?: true;
}

/** A right that holds whatever it is about. */
export const right = (...who: Who[]): Right => ({ who });

/** A right decided on the stored object. */
export const rightOn = <O>(who: readonly Who[], on: (actor: Actor, object: O) => boolean) => ({ who, on }) as const;

/** A right to read what is not public, decided on the stored object. */
export const accessOn = <O>(who: readonly Who[], on: (actor: Actor, object: O) => boolean) =>
  ({ who, on, access: true }) as const;

/** As what the actor has this right: the first of the line that fits. Null: not at all. */
export const standing = (actor: Actor, { who }: Pick<Right, "who">): Who | null =>
  who.find((one) => fits(actor, one)) ?? null;

const fits = (actor: Actor, who: Who): boolean => {
  if (who === "anyone") return true;
  if (who === "operator") return actor.kind === "operator";
  if (actor.kind !== "account") return false;
  if (who === "halfSignedIn") return true;
  if (!actor.secondFactor) return false;
  if (who === "signedIn") return true;
  if (who === "agent") return actor.mandates.length > 0;
  return actor.grants.some((grant) => grant.role === who);
};
