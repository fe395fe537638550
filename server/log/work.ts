import { holds } from "@chengxin/domain/access/actor.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";

/** What a witness proves against the present log. It stays until that is continued by another one, or the right database is back. */
export const logWork =
  ({ pool }: Pick<Database, "pool">): WorkSource =>
  async (actor) => {
    if (!holds(actor, "auditor")) return [];
    const { rows } = await pool.query<{ count: number }>({
      name: "log.work",
      text: "select count(*)::integer as count from log_contradiction where log_no = (select max(log_no) from log)",
    });
    const count = rows[0]?.count ?? 0;
    return count === 0
      ? []
      : [{ code: "log.contradicted", data: {}, count, dueOn: null, page: "/audit/events?action=log.contradicted" }];
  };
