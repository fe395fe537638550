import type { Alert } from "@chengxin/domain/audit/alerts-api.ts";

/** The search for what an alert is about: refusals, readings of one organisation, or readings. */
export const alertEvents = ({ kind, actor, from, to, organisation }: Alert) => ({
  actor,
  from,
  to,
  ...(kind === "refusals" ? { action: "access.refused" } : { only: "readings" as const }),
  ...(organisation ? { organisation: organisation.uscc } : {}),
});
