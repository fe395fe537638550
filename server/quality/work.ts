import { grantsOf } from "@chengxin/domain/access/actor.ts";
import { addToMonth } from "@chengxin/domain/quality/rates.ts";
import type { WorkSource } from "../workbench/work.ts";
import { reportingLimit } from "./decisions-sql.ts";
import type { QualityServices } from "./services.ts";

/** Of the last whole month: items that the clerk's department has ever sent and for which it has not said how many decisions it made. */
export const qualityWork =
  ({ database, catalogue }: Pick<QualityServices, "database" | "catalogue">): WorkSource =>
  async (actor, today) => {
    const sources = grantsOf(actor, "departmentClerk").flatMap(
      ({ source }) => (source === null ? undefined : catalogue.sources.get(source)?.number) ?? [],
    );
    if (sources.length === 0) return [];
    const month = addToMonth(today.slice(0, 7), -1);
    const asked = [...catalogue.items.values()].filter((item) => reportingLimit(catalogue, item) !== null);
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::integer as n
       from unnest($1::smallint[]) as s (source_id) cross join unnest($2::smallint[]) as i (item_id)
       where exists (select from batch b where b.source_id = s.source_id and b.item_id = i.item_id)
         and not exists (select from declaration d where d.source_id = s.source_id and d.item_id = i.item_id and d.month = $3::date)`,
      [sources, asked.map(({ number }) => number), `${month}-01`],
    );
    const count = rows[0]?.n ?? 0;
    if (count === 0) return [];
    return [
      {
        code: "declaration.missing",
        data: { month },
        count,
        dueOn: null,
        page: `/quality?from=${month}&to=${month}&show=all`,
      },
    ];
  };
