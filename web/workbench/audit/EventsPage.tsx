import { Link } from "react-router";
import { roles as allRoles } from "@chengxin/domain/access/actor.ts";
import { searchEvents, type AuditEvent } from "@chengxin/domain/audit/api.ts";
import type { Route } from "./+types/EventsPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters, type FilterField } from "../ui/Filters.tsx";
import { QueryTable } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { useEventColumns } from "./event-columns.tsx";
import { useEventWords } from "./use-event-words.ts";

const names = ["from", "to", "actor", "action", "role", "organisation", "object", "purpose", "only"] as const;
type Asked = Partial<Record<(typeof names)[number], string>>;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const asked: Asked = filled(url, names);
    const input = {
      ...asked,
      ...filled(url, ["cursor"]),
      only: asked.only === "readings" ? ("readings" as const) : undefined,
      limit: 50,
    };
    try {
      const page = await api(searchEvents, input);
      const csv = apiUrl(searchEvents, { ...input, format: "csv", language });
      return { asked, page, purposes: page.purposes, csv, problem: null };
    } catch (error) {
      if (!(error instanceof ApiProblem) || ![400, 404, 503].includes(error.status)) throw error;
      return { asked, page: null, purposes: [], csv: null, problem: problemInWords(error, language) };
    }
  });

const isDay = (text = ""): boolean => /^(\d{4}-\d\d-\d\d)?$/.test(text);

const useFields = ({ asked, purposes }: Route.ComponentProps["loaderData"]): readonly FilterField[] => {
  const { filters, standings, onlyReadings } = useWorkbenchText().audit;
  const language = useLanguage();
  const words = useEventWords();
  const standing = [...allRoles, ...Object.keys(standings)];
  return [
    // An alert leads here with moments, which a field for days can't show.
    { name: "from", label: filters.from, kind: isDay(asked.from) ? "day" : "text", width: 10 },
    { name: "to", label: filters.to, kind: isDay(asked.to) ? "day" : "text", width: 10 },
    { name: "actor", label: filters.actor, kind: "text", width: 11 },
    {
      name: "action",
      label: filters.action,
      kind: "choice",
      width: 13,
      options: Object.entries(words.actions).map(([value, label]) => ({ value, label })),
    },
    { name: "organisation", label: filters.organisation, kind: "text", width: 13 },
    {
      name: "purpose",
      label: filters.purpose,
      kind: "choice",
      width: 12,
      options: purposes.map(({ id, name }) => ({ value: id, label: inWords(name, language) })),
    },
    {
      name: "role",
      label: filters.role,
      kind: "choice",
      width: 9,
      options: standing.map((role) => ({ value: role, label: words.role(role) })),
    },
    { name: "object", label: filters.object, kind: "text", width: 12 },
    {
      name: "only",
      label: filters.only,
      kind: "choice",
      width: 11,
      options: [{ value: "readings", label: onlyReadings }],
    },
  ];
};

/** What a bundle can be taken of, of what is searched for. */
const ofBundle = ({ organisation, actor, from, to }: Asked): Record<string, string> =>
  Object.fromEntries(
    Object.entries(organisation ? { organisation, from, to } : { actor, from, to }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    ),
  );

export default function EventsPage({ loaderData }: Route.ComponentProps) {
  const text = useWorkbenchText().audit;
  const paths = useWorkbenchPaths();
  const { asked, page, purposes, csv, problem } = loaderData;
  const accounts = page?.accounts ?? [];
  const words = useEventWords(accounts);
  const columns = useEventColumns({ accounts, purposes });
  return (
    <WorkbenchPage title={text.events.title} lead={text.events.lead}>
      <Filters fields={useFields(loaderData)} />
      <QueryTable<AuditEvent>
        list="events"
        caption={text.events.title}
        page={page}
        columns={columns}
        rowKey={({ organisationId, chainNo }) => `${organisationId}-${chainNo}`}
        rowName={({ action, actor }) => `${words.action(action)} ${words.who(actor)}`}
        open={({ organisationId, chainNo }) => paths.event(organisationId, chainNo)}
        why={(event) => text.events.why(words.chain(event), event.chainNo)}
        problem={problem}
        labels={text.filters}
        csv={csv}
        empty={{ title: text.events.emptyTitle, advice: text.events.emptyAdvice }}
        tools={
          (asked.organisation || asked.actor) && (
            <Link to={paths.evidence(ofBundle(asked))} className="ant-btn ant-btn-default wb-button">
              {text.events.takeEvidence}
            </Link>
          )
        }
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
