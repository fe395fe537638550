import type { CalendarYear } from "../catalogue/rules.ts";
import { problem } from "../problem.ts";
import type { PlainDate, Words } from "../words.ts";
import { addDays, dayOfWeek } from "./plain-date.ts";

export type Calendar = ReadonlyMap<number, CalendarYear>;

/** What one day is, and why: a plain working day, one worked in exchange (调休), a weekend, a holiday. */
export type DayKind =
  | { readonly working: true; readonly reason: "weekday" | "exchangedWorkday"; readonly name: Words | null }
  | { readonly working: false; readonly reason: "weekend" | "holiday"; readonly name: Words | null };

export interface CountedDay {
  readonly date: PlainDate;
  readonly reason: "weekday" | "exchangedWorkday";
  readonly name: Words | null;
}

export interface SkippedDay {
  readonly date: PlainDate;
  readonly reason: "startDay" | "weekend" | "holiday";
  readonly name: Words | null;
}

export interface WorkingDays {
  readonly day: PlainDate;
  readonly counted: readonly CountedDay[];
  readonly skipped: readonly SkippedDay[];
}

const named = new WeakMap<CalendarYear, Map<PlainDate, DayKind>>();

/** The days of a year that the notice names, by date; made once a year of data. */
const namedDays = (year: CalendarYear): Map<PlainDate, DayKind> => {
  const known = named.get(year);
  if (known !== undefined) return known;
  const days = new Map<PlainDate, DayKind>();
  for (const { date, name } of year.holidays) days.set(date, { working: false, reason: "holiday", name });
  for (const { date, name } of year.workdays) days.set(date, { working: true, reason: "exchangedWorkday", name });
  named.set(year, days);
  return days;
};

/**
 * Whether a day is worked, and why.
 * @throws problem `calendar.year_unknown` when the holiday notice of its year is not in the calendar: a guess would be a wrong deadline.
 */
export const kindOfDay = (date: PlainDate, calendar: Calendar): DayKind => {
  const year = calendar.get(Number(date.slice(0, 4)));
  if (year === undefined) throw problem("calendar.year_unknown", { year: Number(date.slice(0, 4)) });
  const byNotice = namedDays(year).get(date);
  if (byNotice !== undefined) return byNotice;
  const week = dayOfWeek(date);
  return week === 0 || week === 6
    ? { working: false, reason: "weekend", name: null }
    : { working: true, reason: "weekday", name: null };
};

/**
 * The `days`-th working day after a day. The day itself is not counted (Civil Code art. 201); holidays and exchanged days follow the State Council's notice.
 * `counted` and `skipped` together are every day from `after` to the answer, in order each. With 0 days the answer is the day itself.
 * @throws problem `calendar.year_unknown` with the first year that the calendar lacks
 */
export const workingDaysAfter = (after: PlainDate, days: number, calendar: Calendar): WorkingDays => {
  const counted: CountedDay[] = [];
  const skipped: SkippedDay[] = [{ date: after, reason: "startDay", name: null }];
  let day = after;
  while (counted.length < days) {
    day = addDays(day, 1);
    const kind = kindOfDay(day, calendar);
    if (kind.working) counted.push({ date: day, reason: kind.reason, name: kind.name });
    else skipped.push({ date: day, reason: kind.reason, name: kind.name });
  }
  return { day, counted, skipped };
};

/**
 * Working days after `after` up to and including `until`; 0 when `until` is not later.
 * @throws problem `calendar.year_unknown`
 */
export const workingDaysBetween = (after: PlainDate, until: PlainDate, calendar: Calendar): number => {
  let count = 0;
  for (let day = after; day < until;) {
    day = addDays(day, 1);
    if (kindOfDay(day, calendar).working) count++;
  }
  return count;
};
