import { Link } from "react-router";
import type { Alert } from "@chengxin/domain/audit/alerts-api.ts";
import type { searchEvents } from "@chengxin/domain/audit/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useLanguage } from "../../text/use-text.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { alertEvents } from "./alert-events.ts";
import { exactMoment } from "./exact-moment.ts";
import { useEventWords } from "./use-event-words.ts";

interface AlertEventsProps {
  readonly alert: Alert;
  readonly events: RouteAnswer<typeof searchEvents>;
}

/** The newest of the events that an alert is about, and the way to all of them. */
export const AlertEvents = ({ alert, events: { items, accounts } }: AlertEventsProps) => {
  const text = useWorkbenchText().audit.alerts;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const words = useEventWords(accounts);
  return (
    <section aria-labelledby="alert-events">
      <h2 id="alert-events">{text.events}</h2>
      {items.length === 0 ? (
        <p>{text.eventsNone}</p>
      ) : (
        <>
          <p className="wb-note">{text.eventsLead}</p>
          <ol className="wb-events">
            {items.map((event) => (
              <li key={`${event.organisationId}-${event.chainNo}`}>
                <Link to={paths.event(event.organisationId, event.chainNo)}>{exactMoment(event.at, language)}</Link>{" "}
                {words.action(event.action)} · {event.organisation ?? words.object(event.object)}
                {event.basis && <span className="wb-muted"> · {event.basis}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
      <p>
        <Link to={paths.events(alertEvents(alert))}>{text.allEvents}</Link>
      </p>
    </section>
  );
};
