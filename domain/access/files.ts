import { actsFor, holds, type Actor } from "./actor.ts";

/** On what the rights to organisations' files are decided. */

/** Roles that may read what is not public for some purpose; the three administrations never do. */
export const readingRoles = ["creditOffice", "creditCentre", "countyOffice", "departmentClerk", "windowClerk"] as const;
export type ReadingRole = (typeof readingRoles)[number];

/** An official's reading: as what, for which place, on a ground that this account gave. */
export interface ReadingAs {
  readonly role: ReadingRole;
  /** Division of the organisation, six digits; null: not known, so no county's. */
  readonly region: string | null;
  /** Of a department's clerk: whose reports. */
  readonly source: string | null;
}
export interface GroundGiven extends ReadingAs {
  readonly accountId: string;
}

/** Someone with a role in the administration can't be an organisation's agent under the same account. */
export const hasNoRole = (actor: Actor): boolean => actor.kind === "account" && actor.grants.length === 0;

export const actsForIt = (actor: Actor, { uscc }: { readonly uscc: string }): boolean => actsFor(actor, uscc);

export const actsForRecipient = (actor: Actor, { recipient }: { readonly recipient: string }): boolean =>
  actsFor(actor, recipient);

/** Nobody decides on what they asked for themselves. */
export const anotherAccount = (actor: Actor, { accountId }: { readonly accountId: string }): boolean =>
  actor.kind === "account" && actor.accountId !== accountId;

/** A mandate is ended by its agent, by another agent of the organisation, or at the window. */
export const mayEndMandate = (
  actor: Actor,
  { accountId, uscc }: { readonly accountId: string; readonly uscc: string },
): boolean =>
  (actor.kind === "account" && actor.accountId === accountId) ||
  actsFor(actor, uscc) ||
  holds(actor, "windowClerk") ||
  holds(actor, "creditCentre");

/** Does the actor have the role for the place? A county's office reads its own county's, a department's clerk what the department reported. */
export const readsAs = (actor: Actor, { role, region, source }: ReadingAs): boolean => {
  if (role === "countyOffice") return region !== null && holds(actor, role, { region });
  if (role === "departmentClerk") return source !== null && holds(actor, role, { source });
  return holds(actor, role);
};

export const readsOnGround = (actor: Actor, ground: GroundGiven): boolean =>
  actor.kind === "account" && actor.accountId === ground.accountId && readsAs(actor, ground);
