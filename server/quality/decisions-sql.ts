import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import { addDays } from "@chengxin/domain/calendar/plain-date.ts";
import { addToMonth } from "@chengxin/domain/quality/rates.ts";
import { timeliness } from "@chengxin/domain/record/timeliness.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/** Working days within which a decision of the item must be reported; null: no such limit. */
export const reportingLimit = (catalogue: Catalogue, item: CatalogueItem): number | null => {
  const limit = item.reportWithin === null ? undefined : catalogue.limits.get(item.reportWithin);
  const days = limit?.value ?? limit?.productDefault;
  return limit?.unit === "wd" && days ? Number(days) : null;
};

/** The span of months as days, the last one inclusive. */
export const daysOf = (from: string, to: string): { first: PlainDate; last: PlainDate } => ({
  first: `${from}-01`,
  last: addDays(`${addToMonth(to, 1)}-01`, -1),
});

/** For each item and day of decision the last day on which a report is in time: lateness is a rule of the domain, the database only compares days. */
export const dueDays = (
  catalogue: Catalogue,
  items: readonly CatalogueItem[],
  from: string,
  to: string,
): { items: number[]; days: PlainDate[]; due: (PlainDate | null)[] } => {
  const { first, last } = daysOf(from, to);
  const table: ReturnType<typeof dueDays> = { items: [], days: [], due: [] };
  const known = new Map<string, PlainDate | null>();
  for (const item of items) {
    const limit = reportingLimit(catalogue, item);
    for (let day = first; day <= last; day = addDays(day, 1)) {
      const key = `${limit} ${day}`;
      const due = known.get(key) ?? (limit === null ? null : timeliness(day, day, limit, catalogue.calendar).dueOn);
      known.set(key, due);
      table.items.push(item.number);
      table.days.push(day);
      table.due.push(due);
    }
  }
  return table;
};

/**
 * Decisions in force (revoked ones too) with the day of their first receipt and the last day in time. Parameters: $1–$3 items, days, due days; $4 sources;
 * $5 and $6 the first and last day of decision; $7 the items once.
 */
export const decisions = `
  select r.organisation_id, r.record_id, r.source_id, r.item_id, r.decided_on, r.batch_id, r.row_no, r.public_until, d.due_on,
    ((case when r.version = 1 then r.known_from
      else (select f.known_from from record f where f.organisation_id = r.organisation_id and f.record_id = r.record_id and f.version = 1)
     end) at time zone 'Asia/Shanghai')::date as received_on
  from record r join unnest($1::smallint[], $2::date[], $3::date[]) as d (item_id, day, due_on) on d.item_id = r.item_id and d.day = r.decided_on
  where r.known_until = 'infinity' and r.item_id = any ($7::smallint[]) and r.decided_on between $5::date and $6::date and r.source_id = any ($4::smallint[])`;

/** Which decisions are in time, late or can't be told; of `decisions`. */
export const decisionSets = {
  received: "true",
  timely: "received_on <= due_on",
  late: "received_on > due_on",
  unassessed: "due_on is null",
} as const;

/** The month in which a batch was received. */
export const batchMonth = "date_trunc('month', b.started_at at time zone 'Asia/Shanghai')::date";
