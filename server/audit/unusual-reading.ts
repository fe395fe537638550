import type { AlertRule } from "@chengxin/domain/catalogue/alert-rule.ts";
import { kindOfDay, type Calendar } from "@chengxin/domain/calendar/working-days.ts";
import { addDays, dayOfWeek } from "@chengxin/domain/calendar/plain-date.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";

/** Reading that a rule calls unusual. */
export interface Unusual {
  readonly actor: string;
  readonly from: Date;
  readonly to: Date;
  /** 0: not about one organisation. */
  readonly organisationId: number;
  readonly measured: number;
}

interface Span {
  /** From the beginning of this day (Asia/Shanghai) … */
  readonly first: PlainDate;
  /** … to the end of this one. */
  readonly last: PlainDate;
}

const startOf = (day: PlainDate): Date => new Date(`${day}T00:00:00+08:00`);
const span = ({ first, last }: Span): [Date, Date] => [startOf(first), startOf(addDays(last, 1))];

/** A day off or not; where the year's notice isn't in the calendar yet, weekends alone are. */
const isWorked = (day: PlainDate, calendar: Calendar): boolean => {
  try {
    return kindOfDay(day, calendar).working;
  } catch (error) {
    if (error instanceof Problem) return dayOfWeek(day) % 6 !== 0;
    throw error;
  }
};

const daysOf = ({ first, last }: Span): PlainDate[] => {
  const days: PlainDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};

/** SQL: readings of what is not public by accounts, not as one of the roles `$3`. */
const readings = `from event e where e.purpose is not null and e.at >= $1 and e.at < $2 and e.actor like 'account:%' and coalesce(e.role, '') <> all ($3::text[])`;
const refusals = `from event e where e.action = 'access.refused' and e.at >= $1 and e.at < $2 and e.actor like 'account:%' and coalesce(e.role, '') <> all ($3::text[])`;

/** Hours that begin with an event, whatever the clock shows: who stops at the full hour and goes on after it is seen whole. */
const perHour = (events: string): string => `
  with hours as (
    select e.actor, e.at as "from", count(*) over (partition by e.actor order by e.at range between current row and interval '59 minutes 59.999999 seconds' following) as n
    ${events}
  )
  select distinct actor, "from", "from" + interval '1 hour' as "to", 0 as "organisationId", n::integer as measured from hours where n > $4 order by actor, "from"`;

const outsideHours = `
  select e.actor, d.day::timestamp at time zone 'Asia/Shanghai' as "from", (d.day + 1)::timestamp at time zone 'Asia/Shanghai' as "to",
    0 as "organisationId", count(*)::integer as measured
  ${readings.replace("from event e where", "from event e join unnest($5::date[], $6::boolean[]) as d (day, worked) on (e.at at time zone 'Asia/Shanghai')::date = d.day where")}
    and (not d.worked or (e.at at time zone 'Asia/Shanghai')::time < $7::time or (e.at at time zone 'Asia/Shanghai')::time >= $8::time)
  group by e.actor, d.day having count(*) > $4 order by e.actor, d.day`;

const manyOrganisations = `
  with broad as (
    select e.actor, (e.at at time zone 'Asia/Shanghai')::date as day, count(distinct e.organisation_id) as n
    ${readings} and e.organisation_id > 0 group by 1, 2 having count(distinct e.organisation_id) > $4
  )
  select b.actor, b.day::timestamp at time zone 'Asia/Shanghai' as "from", (b.day + 1)::timestamp at time zone 'Asia/Shanghai' as "to",
    0 as "organisationId", b.n::integer as measured
  from broad b
  cross join lateral (
    select percentile_disc(0.5) within group (order by n) as usual from (
      select count(distinct e.organisation_id) as n from event e
      where e.actor = b.actor and e.purpose is not null and e.organisation_id > 0
        and e.at >= (b.day - $5::integer)::timestamp at time zone 'Asia/Shanghai' and e.at < b.day::timestamp at time zone 'Asia/Shanghai'
      group by (e.at at time zone 'Asia/Shanghai')::date
    ) days
  ) before
  where b.n > coalesce(before.usual, 0) * $6::numeric or b.n > $7::integer order by b.actor, b.day`;

const canaries = `
  select e.actor, (e.at at time zone 'Asia/Shanghai')::date::timestamp at time zone 'Asia/Shanghai' as "from",
    ((e.at at time zone 'Asia/Shanghai')::date + 1)::timestamp at time zone 'Asia/Shanghai' as "to", e.organisation_id as "organisationId", count(*)::integer as measured
  from canary c join event e on e.organisation_id = c.organisation_id and e.purpose is not null and e.at >= c.made_at and (c.retired_at is null or e.at < c.retired_at)
  where e.at >= $1 and e.at < $2
  group by 1, 2, 3, 4 having count(*) > $3 order by 1, 2`;

/** What a rule finds unusual among the events of some days; sets at a time, the same answer whenever it is asked. */
export const findUnusual = async (
  { pool }: { readonly pool: Pick<pg.Pool, "query"> },
  rule: AlertRule,
  days: Span,
  calendar: Calendar,
): Promise<readonly Unusual[]> => {
  const ask = async (text: string, values: readonly unknown[]): Promise<readonly Unusual[]> =>
    (await pool.query<Unusual & pg.QueryResultRow>(text, [...span(days), ...values])).rows;
  switch (rule.kind) {
    case "rate":
      return ask(perHour(readings), [rule.exceptRoles, rule.moreThan]);
    case "refusals":
      return ask(perHour(refusals), [rule.exceptRoles, rule.moreThan]);
    case "hours": {
      const all = daysOf(days);
      const worked = all.map((day) => isWorked(day, calendar));
      return ask(outsideHours, [rule.exceptRoles, rule.moreThan, all, worked, rule.opens, rule.closes]);
    }
    case "breadth":
      return ask(manyOrganisations, [
        rule.exceptRoles,
        rule.moreThan,
        rule.usualDays,
        rule.timesUsual,
        rule.alwaysAbove,
      ]);
    case "canary":
      return ask(canaries, [rule.moreThan]);
    case "log":
      return []; // raised by the monitor (watch-log.ts), not found among events
  }
};
