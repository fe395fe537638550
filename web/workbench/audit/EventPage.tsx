import { Link } from "react-router";
import { showEvent, type AuditEvent } from "@chengxin/domain/audit/api.ts";
import type { Route } from "./+types/EventPage.ts";
import { load } from "../../api.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { ExactMoment } from "./ExactMoment.tsx";
import { Proof } from "./Proof.tsx";
import { useEventWords, type EventWords } from "./use-event-words.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, (api) =>
    api(showEvent, { organisationId: Number(args.params.organisationId), chainNo: Number(args.params.chainNo) }),
  );

/** What the event says beside its fixed parts, one name a line; what isn't JSON of that kind is shown as it is. */
const Data = ({ json }: { json: string }) => {
  const none = useWorkbenchText().audit.none;
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(json) as object);
  } catch {
    return <code className="code">{json}</code>;
  }
  if (entries.length === 0) return none;
  return (
    <ul className="wb-plain-list">
      {entries.map(([name, value]) => (
        <li key={name}>
          <code className="code">
            {name}: {typeof value === "string" ? value : JSON.stringify(value)}
          </code>
        </li>
      ))}
    </ul>
  );
};

const hour = 3_600_000;
const shifted = (at: string, by: number): string => new Date(Date.parse(at) + by).toISOString();

/** From one event to those around it. */
const GoOn = ({ event }: { event: AuditEvent }) => {
  const text = useWorkbenchText().audit;
  const paths = useWorkbenchPaths();
  const { actor, object, uscc, organisationId, at } = event;
  const organisation = organisationId === 0 ? "platform" : uscc;
  return (
    <section aria-labelledby="go-on">
      <h2 id="go-on">{text.event.more}</h2>
      <ul>
        <li>
          <Link to={paths.events({ actor })}>{text.event.allOfActor}</Link>
        </li>
        <li>
          <Link to={paths.events({ actor, from: shifted(at, -hour), to: shifted(at, hour) })}>
            {text.event.aroundIt}
          </Link>
        </li>
        <li>
          <Link to={paths.events({ object })}>{text.event.allOfObject}</Link>
        </li>
        {organisation !== null && (
          <>
            {organisationId !== 0 && (
              <li>
                <Link to={paths.events({ organisation })}>{text.event.allOfOrganisation}</Link>
              </li>
            )}
            <li>
              <Link to={paths.evidence({ organisation })}>{text.events.takeEvidence}</Link>
            </li>
          </>
        )}
      </ul>
    </section>
  );
};

const useFacts = (event: AuditEvent, purpose: string | null, reason: string | null, words: EventWords) => {
  const text = useWorkbenchText().audit;
  const sites = usePaths();
  const { uscc, organisation } = event;
  const code = (written: string) => <code className="code wb-muted">{written}</code>;
  return [
    [text.columns.at, <ExactMoment key="at" at={event.at} />],
    [
      text.columns.who,
      <>
        {words.who(event.actor)} {code(event.actor)}
      </>,
    ],
    [text.columns.role, event.role === null ? text.none : words.role(event.role)],
    [
      text.event.what,
      <>
        {words.action(event.action)} {code(event.action)}
      </>,
    ],
    [
      text.columns.object,
      <>
        {words.object(event.object)} {code(event.object)}
      </>,
    ],
    [
      text.columns.organisation,
      uscc === null ? (
        text.platform
      ) : (
        <>
          <Link to={sites.organisation(uscc)}>{organisation}</Link> <Uscc code={uscc} />
        </>
      ),
    ],
    [text.columns.purpose, event.purpose === null ? text.none : (purpose ?? event.purpose)],
    [text.columns.basis, event.basis ?? text.none],
    ...(reason === null ? [] : [[text.event.reason, reason] as const]),
    [text.event.data, <Data key="data" json={event.data} />],
    [text.event.number, formatNumber(event.eventId)],
  ] as const;
};

export default function EventPage({ loaderData }: Route.ComponentProps) {
  const text = useWorkbenchText().audit.event;
  const language = useLanguage();
  const { event, purpose, reason, accounts } = loaderData;
  const words = useEventWords(accounts);
  const facts = useFacts(event, purpose && inWords(purpose, language), reason, words);
  return (
    <WorkbenchPage title={text.title(words.action(event.action))} lead={text.lead}>
      <div className="wb-task">
        <section aria-labelledby="facts">
          <h2 id="facts">{text.facts}</h2>
          <Facts facts={facts} />
          <GoOn event={event} />
        </section>
        <Proof shown={loaderData} words={words} />
      </div>
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
