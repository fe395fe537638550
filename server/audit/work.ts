import { holds } from "@chengxin/domain/access/actor.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";

/** Alerts that nobody has closed, and a verification that found faults. */
export const auditWork =
  ({ pool }: Pick<Database, "pool">): WorkSource =>
  async (actor) => {
    if (!holds(actor, "auditor")) return [];
    const { rows } = await pool.query<{ alerts: number; faults: number }>({
      name: "audit.work",
      text: `select (select count(*)::integer from alert where state <> 'closed') as alerts,
               coalesce((select faults from event_verification where finished_at is not null order by started_at desc limit 1), 0) as faults`,
    });
    const { alerts, faults } = rows[0]!;
    return [
      ...(faults > 0
        ? [{ code: "events.faulty" as const, data: {}, count: faults, dueOn: null, page: "/audit/verifications" }]
        : []),
      ...(alerts > 0
        ? [{ code: "alert.open" as const, data: {}, count: alerts, dueOn: null, page: "/audit/alerts" }]
        : []),
    ];
  };
