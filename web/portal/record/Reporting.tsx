import { Link } from "react-router";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { showRecord } from "@chengxin/domain/record/api.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { Terms } from "../../ui/Terms.tsx";

type Clock = NonNullable<RouteAnswer<typeof showRecord>["reporting"]>;

/** Was the decision reported in time: the limit, the day it was due, the days used, and a way to count them oneself. */
export const Reporting = ({ decidedOn, reporting }: { decidedOn: string; reporting: Clock }) => {
  const text = useText();
  const own = text.record;
  const paths = usePaths();
  return (
    <section aria-labelledby="reporting">
      <h2 id="reporting">{own.reporting}</h2>
      <p>
        {own.reportingLead(reporting.allowedWorkingDays)}{" "}
        <Link to={`${paths.limits()}#${reporting.limit}`}>{own.reportingLimit}</Link>
      </p>
      <Terms
        pairs={[
          [own.due, reporting.dueOn ? <Day day={reporting.dueOn} /> : own.lateUnknown],
          [own.received, <Day key="received" day={reporting.receivedOn} />],
          [
            own.used,
            reporting.workingDaysUsed !== null && (
              <>
                {own.workingDays(reporting.workingDaysUsed)}{" "}
                {reporting.late !== null && (
                  <strong className={reporting.late ? "alert" : "confirm"}>
                    {reporting.late ? own.late : own.onTime}
                  </strong>
                )}
              </>
            ),
          ],
        ]}
      />
      {reporting.dueOn && (
        <p className="screen-only">
          <Link to={paths.workingDays({ after: decidedOn, days: reporting.allowedWorkingDays })}>
            {own.daysCounted}
          </Link>
        </p>
      )}
    </section>
  );
};
