import { addMonths, isRealDate } from "../calendar/plain-date.ts";
import type { Limit } from "../catalogue/rules.ts";
import type { PlainDate } from "../words.ts";

export const mandateStates = ["asked", "confirmed", "refused", "ended"] as const;
export type MandateState = (typeof mandateStates)[number];

/** Every step there is: from which states, to which. */
export const mandateFlow = {
  confirm: { from: ["asked"], to: "confirmed" },
  refuse: { from: ["asked"], to: "refused" },
  end: { from: ["asked", "confirmed"], to: "ended" },
} as const satisfies Readonly<Record<string, { from: readonly MandateState[]; to: MandateState }>>;
export type MandateStep = keyof typeof mandateFlow;

export const mayStep = (state: MandateState, step: MandateStep): boolean =>
  (mandateFlow[step].from as readonly MandateState[]).includes(state);

/** A mandate as it stands on a day: a confirmed one is over on the day after its last, whoever did what. */
export const standsOn = (
  { state, until }: { readonly state: MandateState; readonly until: PlainDate | null },
  today: PlainDate,
): MandateState | "expired" => (state === "confirmed" && until !== null && until < today ? "expired" : state);

/** How many requests one account may send in a day of the city, as the catalogue says; none, where it says nothing. */
export const requestsADay = (limit: Limit | undefined): number => Number(limit?.value ?? limit?.productDefault ?? 0);

/** Longest that anything here may be given for, whatever the catalogue says: no lifetime consent (plan 6.4, charter 5). */
const yearInMonths = 12;

/** Months for which a right may be given: the limit's, never more than a year. */
export const longestMonths = (limit: Limit | undefined): number => {
  const months = Number(limit?.value ?? limit?.productDefault ?? Number.NaN);
  return Number.isInteger(months) ? Math.min(months, yearInMonths) : yearInMonths;
};

/** The last day that a right given on `from` may have. */
export const latestEnd = (limit: Limit | undefined, from: PlainDate): PlainDate =>
  addMonths(from, longestMonths(limit));

/** Is `until` a day from `from` on, and none too late? */
export const isEnd = (until: PlainDate, from: PlainDate, latest: PlainDate): boolean =>
  isRealDate(until) && until >= from && until <= latest;
