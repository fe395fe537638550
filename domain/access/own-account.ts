import type { Actor } from "./actor.ts";

interface OfAccount {
  readonly accountId: string;
}

/** What belongs to one account is that account's alone. */
export const ownAccount = (actor: Actor, { accountId }: OfAccount): boolean =>
  actor.kind === "account" && actor.accountId === accountId;

/** Nobody changes the standing of their own account. */
export const anothersAccount = (actor: Actor, { accountId }: OfAccount): boolean =>
  actor.kind === "account" && actor.accountId !== accountId;

/** Four eyes: neither whom it is for, nor who proposed it. */
export const secondPerson = (
  actor: Actor,
  { accountId, proposedBy }: OfAccount & { readonly proposedBy: string | null },
): boolean => actor.kind === "account" && actor.accountId !== accountId && actor.accountId !== proposedBy;
