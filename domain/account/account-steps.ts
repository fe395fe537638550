import { administrations, type Role } from "../access/actor.ts";
import { rightOf, type Action } from "../access/policy.ts";

/** What administrators do with an account, and by which right. */
export const accountSteps = {
  inviteAgain: "account.invite-again",
  extend: "account.propose-extension",
  demandNewPassword: "account.demand-new-password",
  resetFactor: "account.reset-factor",
  enable: "account.enable",
  disable: "account.disable",
  propose: "grant.propose",
} as const satisfies Readonly<Record<string, Action>>;
export type AccountStep = keyof typeof accountSteps;

/** Why a step can't be done now. */
export type StepRefusal =
  | "own"
  | "disabled"
  | "notDisabled"
  | "ended"
  | "notBegun"
  | "begun"
  | "administration"
  | "agent"
  | "excluded"
  | "waiting";

export interface AccountFacts {
  readonly own: boolean;
  readonly kind: "official" | "agent";
  readonly state: "invited" | "active" | "expired" | "disabled";
  /** Somebody signed in with it at some time. */
  readonly used: boolean;
  /** Held or proposed. */
  readonly roles: readonly Role[];
  /** An extension was proposed and waits for its second person. */
  readonly extending: boolean;
}

/** Is the step among what these roles may do at all? */
export const mayStep = (step: AccountStep, held: readonly Role[]): boolean =>
  rightOf(accountSteps[step]).who.some((who) => (held as readonly string[]).includes(who));

export const isAdministration = (role: Role): boolean => (administrations as readonly Role[]).includes(role);

/** The first reason that speaks against a step; null: none. The page shows it beside the button, and the server refuses by it on the locked account. */
export const stepRefusal = (
  step: AccountStep,
  { own, kind, state, used, roles, extending }: AccountFacts,
): StepRefusal | null => {
  if (own) return "own";
  if (step === "enable") return state === "disabled" ? null : "notDisabled";
  if (state === "disabled") return "disabled";
  if (step === "disable") return null;
  if (step === "extend") return extending ? "waiting" : null;
  if (state === "expired") return "ended";
  if (step === "inviteAgain") return state === "invited" && !used ? null : "begun";
  if (step === "demandNewPassword") return state === "active" ? null : "notBegun";
  if (step === "resetFactor") return roles.some(isAdministration) ? "administration" : null;
  if (kind === "agent") return "agent";
  return roles.some(isAdministration) ? "excluded" : null;
};

/** Roles that can still be proposed beside those an account has: an administration stands alone. */
export const roleRefusal = (role: Role, roles: readonly Role[]): StepRefusal | null =>
  roles.some(isAdministration) || (isAdministration(role) && roles.length > 0) ? "excluded" : null;
