import type { PlainDate } from "../words.ts";

const dayMs = 86_400_000;
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
const write = (year: number, month: number, day: number): PlainDate =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));
const monthOf = (date: PlainDate): number => Number(date.slice(5, 7));
const dayOf = (date: PlainDate): number => Number(date.slice(8, 10));

/** Days since 1970-01-01. Written without Date.UTC, which reads the years 0 to 99 as 1900 to 1999. */
const dayNumber = (date: PlainDate): number => new Date(`${date}T00:00:00Z`).getTime() / dayMs;

const fromDayNumber = (number: number): PlainDate => {
  const date = new Date(number * dayMs);
  return write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month (1–12) of a year. */
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Whether the text is `YYYY-MM-DD` and the calendar has that day. */
export const isRealDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const month = monthOf(text);
  return month >= 1 && month <= 12 && dayOf(text) >= 1 && dayOf(text) <= daysInMonth(yearOf(text), month);
};

/** The day `days` calendar days later (earlier when negative). */
export const addDays = (date: PlainDate, days: number): PlainDate => fromDayNumber(dayNumber(date) + days);

/**
 * The last day of a period of `months` calendar months that begins on `date`: the day itself is not counted (Civil Code art. 201),
 * the corresponding day of the last month is the last day, and where there is none the month's end (art. 202).
 * 2025-01-31 and one month: 2025-02-28.
 */
export const addMonths = (date: PlainDate, months: number): PlainDate => {
  const count = yearOf(date) * 12 + (monthOf(date) - 1) + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  return write(year, month, Math.min(dayOf(date), daysInMonth(year, month)));
};

/** 0 Sunday … 6 Saturday. */
export const dayOfWeek = (date: PlainDate): number => (((dayNumber(date) + 4) % 7) + 7) % 7;

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);
