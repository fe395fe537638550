import { holds } from "@chengxin/domain/access/actor.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";
import { endingDays } from "./list-accounts.ts";

/** Proposals that wait for their second person, and accounts that end unless somebody reviews them. */
export const accountWork =
  ({ pool }: Pick<Database, "pool">): WorkSource =>
  async (actor, today) => {
    const security = holds(actor, "securityAdministrator");
    if (!security && !holds(actor, "systemAdministrator")) return [];
    const { rows } = await pool.query<{ proposed: number; ending: number; first: string | null }>({
      name: "account.work",
      text: `
        with d as (select $2::timestamp at time zone 'Asia/Shanghai' as start)
        select (select count(*)::integer from account_grant g join account a on a.account_id = g.account_id cross join d
                where g.approved_at is null and g.ended_at is null and g.account_id <> $1 and g.proposed_by <> $1 and a.state = 'active'
                  and g.valid_until > d.start and a.valid_until > d.start) as proposed,
          count(*)::integer as ending, min((a.valid_until at time zone 'Asia/Shanghai')::date) as first
        from account a, d
        where a.state <> 'disabled' and a.account_id <> $1 and a.valid_until > d.start and a.valid_until < d.start + $3::integer * interval '24 hours'`,
      values: [actor.accountId, today, endingDays],
    });
    const { proposed, ending, first } = rows[0]!;
    return [
      ...(security && proposed > 0
        ? [
            {
              code: "grant.proposed" as const,
              data: {},
              count: proposed,
              dueOn: null,
              page: "/accounts?attention=proposals",
            },
          ]
        : []),
      ...(ending > 0
        ? [
            {
              code: "account.ending" as const,
              data: { days: endingDays },
              count: ending,
              dueOn: first,
              page: "/accounts?attention=ending",
            },
          ]
        : []),
    ];
  };
