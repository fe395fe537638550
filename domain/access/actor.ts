/**
 * What an official may be. The three administrations exclude each other and every other role (三权分立, GB/T 22239-2019 8.1.5: system, audit and security
 * administrators); the database refuses a second role beside one of them.
 */
export const administrations = ["systemAdministrator", "securityAdministrator", "auditor"] as const;
export const roles = [
  "creditOffice",
  "creditCentre",
  "countyOffice",
  "departmentClerk",
  "windowClerk",
  ...administrations,
] as const;
export type Role = (typeof roles)[number];

/** Roles that are nothing without the place they are for: a department (catalogue source) or a county (division code). */
export const scopeOfRole: Readonly<Record<Role, "source" | "region" | null>> = {
  creditOffice: null,
  creditCentre: null,
  countyOffice: "region",
  departmentClerk: "source",
  windowClerk: null,
  systemAdministrator: null,
  securityAdministrator: null,
  auditor: null,
};

/** One role of an account, with the place it is for. */
export interface Grant {
  readonly role: Role;
  /** Id of a source in the catalogue; null: not bound to one. */
  readonly source: string | null;
  /** Six digits (GB/T 2260); null: not bound to one. */
  readonly region: string | null;
}

/** A confirmed right to act for an organisation. */
export interface ConfirmedMandate {
  readonly mandateId: string;
  readonly organisationId: number;
  readonly uscc: string;
}

/** Somebody who signed in. What is here was true when the request arrived; nothing of it is kept in the session. */
export interface AccountActor {
  readonly kind: "account";
  readonly accountId: string;
  readonly sessionId: string;
  /** Where the official works, as shown to organisations; empty for agents. */
  readonly unit: string;
  readonly grants: readonly Grant[];
  readonly mandates: readonly ConfirmedMandate[];
  /** The second factor was shown in this session. Without it only signing in goes on. */
  readonly secondFactor: boolean;
}

/** Who asks. */
export type Actor =
  | { readonly kind: "public" }
  | { readonly kind: "operator"; readonly name: string }
  | { readonly kind: "system"; readonly name: string }
  | AccountActor;

/** The grants of an actor for one role; none for anybody who is not an account. */
export const grantsOf = (actor: Actor, role: Role): readonly Grant[] =>
  actor.kind === "account" ? actor.grants.filter((grant) => grant.role === role) : [];

/** Does the actor hold the role, for this source or region where one is given? A grant without a place covers none. */
export const holds = (actor: Actor, role: Role, place: { source?: string; region?: string } = {}): boolean =>
  grantsOf(actor, role).some(
    (grant) =>
      (place.source === undefined || grant.source === place.source) &&
      (place.region === undefined || grant.region === place.region),
  );

/** May the actor speak for this organisation? */
export const actsFor = (actor: Actor, uscc: string): boolean =>
  actor.kind === "account" && actor.mandates.some((mandate) => mandate.uscc === uscc);
