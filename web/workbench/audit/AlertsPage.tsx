import { alertStates, listAlerts, type Alert } from "@chengxin/domain/audit/alerts-api.ts";
import type { Route } from "./+types/AlertsPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatMoment, formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { useEventWords } from "./use-event-words.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { state, ...asked } = filled(url, ["state", "rule", "actor", "cursor"]);
    const known = alertStates.find((one) => one === state);
    try {
      const page = await api(listAlerts, { ...asked, ...(known ? { state: known } : {}), limit: 50 });
      return { page, rules: page.rules, problem: null };
    } catch (error) {
      if (!(error instanceof ApiProblem) || ![400, 503].includes(error.status)) throw error;
      return { page: null, rules: [], problem: problemInWords(error, language) };
    }
  });

const useColumns = (who: (actor: string) => string): readonly Column<Alert>[] => {
  const { columns, states, measured } = useWorkbenchText().audit.alerts;
  const language = useLanguage();
  return [
    { id: "rule", title: columns.rule, width: 11, value: ({ name }) => inWords(name, language) },
    { id: "who", title: columns.who, width: 10, value: ({ actor }) => who(actor) },
    {
      id: "measured",
      title: columns.measured,
      width: 7,
      value: (alert) => measured(formatNumber(alert.measured), formatNumber(alert.threshold)),
    },
    { id: "state", title: columns.state, width: 5, value: ({ state }) => states[state] },
    { id: "raised", title: columns.raised, width: 10, value: ({ raisedAt }) => <Moment at={raisedAt} /> },
    {
      id: "window",
      title: columns.window,
      width: 12,
      value: ({ from, to }) => `${formatMoment(from, language)} – ${formatMoment(to, language)}`,
    },
    { id: "organisation", title: columns.organisation, hidden: true, value: ({ organisation }) => organisation?.name },
    {
      id: "closed",
      title: columns.closed,
      hidden: true,
      value: ({ closedAt }) => closedAt && <Moment at={closedAt} />,
    },
  ];
};

export default function AlertsPage({ loaderData: { page, rules, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().audit.alerts;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const words = useEventWords(page?.accounts ?? []);
  const columns = useColumns(words.who);
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters
        fields={[
          {
            name: "state",
            label: text.filters.state,
            kind: "choice",
            width: 9,
            options: alertStates.map((state) => ({ value: state, label: text.states[state] })),
          },
          {
            name: "rule",
            label: text.filters.rule,
            kind: "choice",
            width: 16,
            options: rules.map(({ id, name }) => ({ value: id, label: inWords(name, language) })),
          },
          { name: "actor", label: text.filters.actor, kind: "text", width: 12 },
        ]}
      />
      <QueryTable<Alert>
        list="alerts"
        caption={text.title}
        page={page}
        columns={columns}
        rowKey={({ alertId }) => alertId}
        rowName={({ name, actor }) => text.task(inWords(name, language), words.who(actor))}
        open={({ alertId }) => paths.alert(alertId)}
        why={({ meaning }) => inWords(meaning, language)}
        problem={problem}
        labels={text.filters}
        empty={{
          title: text.emptyTitle,
          advice: (
            <>
              {text.emptyAdvice}
              {rules.map(({ id, name, meaning }) => (
                <span key={id} className="wb-line">
                  <strong>{inWords(name, language)}</strong> {inWords(meaning, language)}
                </span>
              ))}
            </>
          ),
        }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
