import type { PlainDate } from "@chengxin/domain/words.ts";
import { useLanguage } from "../text/use-text.ts";
import { formatDay, formatMoment } from "./format.ts";

/** A calendar day in words, readable by programs. */
export const Day = ({ day }: { day: PlainDate }) => <time dateTime={day}>{formatDay(day, useLanguage())}</time>;

/** A moment in the city's own time. */
export const Moment = ({ at }: { at: string }) => <time dateTime={at}>{formatMoment(at, useLanguage())}</time>;
