import type { PlainDate } from "../words.ts";

interface Due {
  readonly dueOn: PlainDate | null;
}

/** Earliest due first; what has no clock comes last, in the order given. */
export const byClock = <T extends Due>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => {
    if (a.dueOn === b.dueOn) return 0;
    if (a.dueOn === null) return 1;
    if (b.dueOn === null) return -1;
    return a.dueOn < b.dueOn ? -1 : 1;
  });

/** Where its clock stands on a day: over, today, within the week, later, or none. */
export type Clock = "overdue" | "today" | "week" | "later" | "none";

/** Days that count as soon. */
export const soonDays = 7;

export const clockOf = ({ dueOn }: Due, today: PlainDate): Clock => {
  if (dueOn === null) return "none";
  if (dueOn < today) return "overdue";
  if (dueOn === today) return "today";
  return Date.parse(dueOn) - Date.parse(today) <= soonDays * 86_400_000 ? "week" : "later";
};
