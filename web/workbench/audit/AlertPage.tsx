import type { ReactNode } from "react";
import { useActionData } from "react-router";
import { closeAlert, lookAtAlert, showAlert, type Alert } from "@chengxin/domain/audit/alerts-api.ts";
import { searchEvents, type NamedAccount } from "@chengxin/domain/audit/api.ts";
import type { Route } from "./+types/AlertPage.ts";
import { act, load, type FormFault } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatMoment, formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts, TaskPage } from "../ui/TaskPage.tsx";
import { typed } from "./typed.ts";
import { alertEvents } from "./alert-events.ts";
import { AlertEvents } from "./AlertEvents.tsx";
import { HandleAlert } from "./HandleAlert.tsx";
import { useEventWords } from "./use-event-words.ts";

const most = 20;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const shown = await api(showAlert, { alertId: args.params.alertId });
    const events = await api(searchEvents, { ...alertEvents(shown.alert), limit: most });
    return { ...shown, events };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form) => {
    const { alertId } = args.params;
    if (form.get("step") === "close") await api(closeAlert, { alertId, reason: typed(form, "reason") });
    else await api(lookAtAlert, { alertId });
    return null;
  });

const useFacts = (alert: Alert, accounts: readonly NamedAccount[]) => {
  const text = useWorkbenchText().audit.alerts;
  const language = useLanguage();
  const { who } = useEventWords(accounts);
  const at = (moment: string): string => formatMoment(moment, language);
  const [measured, threshold] = [formatNumber(alert.measured), formatNumber(alert.threshold)];
  const step = (moment: string | null, by: string | null): string =>
    moment === null ? "" : text.by(at(moment), by === null ? "" : who(by));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [text.meaning, inWords(alert.meaning, language)],
    [text.ruleVersion, text.version(alert.rule, alert.ruleVersion)],
    [text.who, who(alert.actor)],
    [
      text.found,
      alert.kind === "breadth" ? text.foundOrganisations(measured, threshold) : text.foundValue(measured, threshold),
    ],
    [text.window, `${at(alert.from)} – ${at(alert.to)}`],
    [
      text.organisation,
      alert.organisation && (
        <>
          {alert.organisation.name} <Uscc code={alert.organisation.uscc} /> · {text.canary}
        </>
      ),
    ],
    [text.raised, at(alert.raisedAt)],
    [text.lookedAt, step(alert.lookedAtAt, alert.lookedAtBy)],
    [text.closed, step(alert.closedAt, alert.closedBy)],
    [text.conclusion, alert.reason],
  ];
  return facts.filter(([, value]) => value !== null && value !== "");
};

export default function AlertPage({ loaderData: { alert, accounts, events } }: Route.ComponentProps) {
  const text = useWorkbenchText().audit.alerts;
  const language = useLanguage();
  const { who } = useEventWords(accounts);
  const fault = useActionData<FormFault | null>() ?? undefined;
  return (
    <TaskPage
      title={text.task(inWords(alert.name, language), who(alert.actor))}
      factsTitle={text.facts}
      facts={
        <>
          <Facts facts={useFacts(alert, accounts)} />
          <AlertEvents alert={alert} events={events} />
        </>
      }
      formTitle={text.form}
    >
      <p>{text.noEffect}</p>
      <HandleAlert key={alert.state} state={alert.state} fault={fault} />
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
