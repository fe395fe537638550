import { workingDaysAfter, workingDaysBetween, type Calendar } from "../calendar/working-days.ts";
import { Problem } from "../problem.ts";
import type { PlainDate } from "../words.ts";

export interface Timeliness {
  /** Last day on which the report would have been in time. */
  readonly dueOn: PlainDate | null;
  /** Working days after the decision up to and including the day of receipt. */
  readonly workingDaysUsed: number | null;
  readonly late: boolean | null;
}

const unlessUnknown = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem && error.code === "calendar.year_unknown") return null;
    throw error;
  }
};

/**
 * Whether a decision was reported in time (双公示: 7 working days from the decision, 发改办财金〔2018〕424号). Late is who reports after the due day, on a Saturday too.
 * What depends on a year whose holidays are not known is null; never a guess.
 * @param allowedWorkingDays the limit, e.g. `SGS_PUBLISH`
 */
export const timeliness = (
  decidedOn: PlainDate,
  receivedOn: PlainDate,
  allowedWorkingDays: number,
  calendar: Calendar,
): Timeliness => {
  const dueOn = unlessUnknown(() => workingDaysAfter(decidedOn, allowedWorkingDays, calendar).day);
  const workingDaysUsed = unlessUnknown(() => workingDaysBetween(decidedOn, receivedOn, calendar));
  return { dueOn, workingDaysUsed, late: dueOn === null ? null : receivedOn > dueOn };
};
