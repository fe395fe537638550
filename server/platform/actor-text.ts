import type { Actor } from "@chengxin/domain/access/actor.ts";

/** `public`, `operator:NAME`, `system:NAME`, `account:ID`: the actor as events keep it. */
export const actorText = (actor: Actor): string => {
  if (actor.kind === "public") return "public";
  return actor.kind === "account" ? `account:${actor.accountId}` : `${actor.kind}:${actor.name}`;
};
