import { z } from "zod";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";

export const countWorkingDays = defineRoute({
  name: "countWorkingDays",
  method: "GET",
  path: "/working-days",
  action: "calendar.read",
  tag: "calendar",
  summary: {
    zh: "从某日起第 N 个工作日是哪天，数了哪些日、跳过哪些日、为什么",
    en: "The N-th working day after a day: days counted, days skipped and why",
  },
  params: z.object({}),
  query: z.object({ after: PlainDate, days: z.coerce.number().int().min(0).max(400) }),
  answer: z.object({
    after: PlainDate,
    days: z.number().int(),
    day: PlainDate,
    counted: z.array(
      z.object({ date: PlainDate, reason: z.enum(["weekday", "exchangedWorkday"]), name: Words.nullable() }),
    ),
    skipped: z.array(
      z.object({ date: PlainDate, reason: z.enum(["startDay", "weekend", "holiday"]), name: Words.nullable() }),
    ),
  }),
  maxAge: 3600,
  problems: ["request.invalid", "calendar.year_unknown"],
});

/** The holiday table in use, year by year, with its source. */
export const showCalendar = defineRoute({
  name: "showCalendar",
  method: "GET",
  path: "/calendar/:year",
  action: "calendar.read",
  tag: "calendar",
  summary: { zh: "某年的节假日与调休安排", en: "Holidays and exchanged working days of a year" },
  params: z.object({ year: z.coerce.number().int().min(1900).max(2200) }),
  query: z.object({}),
  answer: z.object({
    year: z.number().int(),
    source: z.string(),
    confidence: z.string(),
    holidays: z.array(z.object({ date: PlainDate, name: Words })),
    workdays: z.array(z.object({ date: PlainDate, name: Words })),
  }),
  maxAge: 3600,
  problems: ["calendar.year_unknown"],
});
