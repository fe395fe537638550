import type { PlainDate } from "@chengxin/domain/words.ts";

/** The only source of time: everything else is handed a `Date` or a `PlainDate`. */
export interface Clock {
  now(): Date;
  /** The day in Asia/Shanghai, where every date of the registers is meant. */
  today(): PlainDate;
}

// Asia/Shanghai is UTC+8 without summer time since 1991, and "now" is never before that.
const shanghaiOffset = 8 * 3_600_000;

/** The calendar day on which a moment falls in Asia/Shanghai. */
export const dayInShanghai = (moment: Date): PlainDate =>
  new Date(moment.getTime() + shanghaiOffset).toISOString().slice(0, 10);

/** The time of day of a moment in Asia/Shanghai as `HHMMSS`, for names of files. */
export const timeInShanghai = (moment: Date): string =>
  new Date(moment.getTime() + shanghaiOffset).toISOString().slice(11, 19).replaceAll(":", "");

/** Seconds left of the day in Asia/Shanghai: what is public today may be kept no longer. */
export const secondsToMidnight = (moment: Date): number =>
  86_400 - Math.floor(((moment.getTime() + shanghaiOffset) % 86_400_000) / 1000);

const clockFrom = (now: () => Date): Clock => ({ now, today: () => dayInShanghai(now()) });

export const systemClock: Clock = clockFrom(() => new Date());

/** A clock that stands still, for tests: `fixedClock("2026-06-01T08:00:00Z")`. */
export const fixedClock = (instant: string): Clock => {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) throw new RangeError(`not an instant: ${instant}`);
  return clockFrom(() => new Date(moment));
};
