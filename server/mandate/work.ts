import { holds } from "@chengxin/domain/access/actor.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";

/** Requests of agents that wait for the window. */
export const mandateWork =
  ({ pool }: Pick<Database, "pool">): WorkSource =>
  async (actor) => {
    if (!holds(actor, "windowClerk") && !holds(actor, "creditCentre")) return [];
    const { rows } = await pool.query<{ count: number }>({
      name: "mandate.work",
      text: "select count(*)::integer as count from mandate where state = 'asked' and account_id <> $1",
      values: [actor.accountId],
    });
    const count = rows[0]?.count ?? 0;
    return count === 0 ? [] : [{ code: "mandate.waiting", data: {}, count, dueOn: null, page: "/mandates" }];
  };
