import * as api from "@chengxin/domain/calendar/api.ts";
import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { workingDaysAfter } from "@chengxin/domain/calendar/working-days.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { bind, type BoundRoute } from "../platform/http.ts";

export const calendarRoutes = ({ catalogue: { calendar } }: { readonly catalogue: Catalogue }): BoundRoute[] => [
  bind(api.countWorkingDays, async ({ after, days }) => {
    if (!isRealDate(after)) throw problem("request.invalid", { field: "after", value: after });
    const { day, counted, skipped } = workingDaysAfter(after, days, calendar);
    return { after, days, day, counted: [...counted], skipped: [...skipped] };
  }),
  bind(api.showCalendar, async ({ year }) => {
    const notice = calendar.get(year);
    if (notice === undefined) throw problem("calendar.year_unknown", { year });
    return notice;
  }),
];
