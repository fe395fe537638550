import { holds } from "@chengxin/domain/access/actor.ts";
import { endingDays } from "@chengxin/domain/account/session-limits.ts";
import { sql } from "kysely";
import { dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";
import { attentions } from "./attentions.ts";
import { accountLines } from "./list-accounts.ts";

interface Waiting {
  readonly decide: number;
  readonly ending: number;
  readonly first: Date | null;
}

/** Proposals that wait for their second person, and accounts that end unless somebody reviews them: as many as the list of accounts then shows. */
export const accountWork =
  ({ sql: db }: Pick<Database, "sql">): WorkSource =>
  async ({ accountId, ...actor }, today) => {
    const decides = holds({ accountId, ...actor }, "securityAdministrator");
    const reviews = holds({ accountId, ...actor }, "systemAdministrator");
    if (!decides && !reviews) return [];
    const which = attentions({ accountId, decides, today });
    const { rows } = await sql<Waiting>`
      select count(*) filter (where ${which.decide})::integer as decide, count(*) filter (where ${which.ending})::integer as ending,
        min("validUntil") filter (where ${which.ending}) as first
      from (${accountLines(new Date(`${today}T00:00:00+08:00`))}) l`.execute(db);
    const { decide, ending, first } = rows[0]!;
    return [
      ...(decide > 0
        ? [
            {
              code: "account.proposed" as const,
              data: {},
              count: decide,
              dueOn: null,
              page: "/accounts?attention=decide",
            },
          ]
        : []),
      ...(reviews && ending > 0
        ? [
            {
              code: "account.ending" as const,
              data: { days: endingDays },
              count: ending,
              dueOn: first && dayInShanghai(first),
              page: "/accounts?attention=ending",
            },
          ]
        : []),
    ];
  };
