import { Button, Input } from "antd";
import { useId } from "react";
import { Form, Link, useActionData, useNavigation } from "react-router";
import { listCanaries, makeCanary, retireCanary, type Canary } from "@chengxin/domain/audit/alerts-api.ts";
import type { Route } from "./+types/CanariesPage.ts";
import { act, load, type FormFault } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatMoment } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { DangerButton } from "../ui/DangerButton.tsx";
import { Nothing } from "../ui/Nothing.tsx";
import { Consequence, Facts, TaskPage } from "../ui/TaskPage.tsx";
import { FormProblem } from "../ui/FormProblem.tsx";
import { typed } from "./typed.ts";
import { useEventWords, type EventWords } from "./use-event-words.ts";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(listCanaries, {}));

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form) => {
    const retired = form.get("retire");
    if (retired === null) await api(makeCanary, { name: typed(form, "name") });
    else await api(retireCanary, { organisationId: Number(retired), reason: typed(form, "reason") });
    return null;
  });

const Card = ({ canary, who }: { canary: Canary; who: EventWords["who"] }) => {
  const text = useWorkbenchText().audit.canaries;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const { organisationId, name, uscc, madeAt, madeBy, retiredAt, retiredBy, retiredBecause, alerts, visible } = canary;
  const state =
    retiredAt !== null
      ? text.retired(formatMoment(retiredAt, language), who(retiredBy ?? ""))
      : visible
        ? text.visible
        : text.inUse;
  return (
    <li className="wb-receipt" data-canary={organisationId}>
      <h3>{name}</h3>
      <Facts
        facts={[
          [text.code, <Uscc key="code" code={uscc} />],
          [text.state, state],
          ...(retiredBecause === null ? [] : [[text.because, retiredBecause] as const]),
          [text.made, text.by(formatMoment(madeAt, language), who(madeBy))],
          [
            text.touched,
            alerts === 0 ? (
              text.touchedValue(0)
            ) : (
              <Link key="touched" to={paths.alerts({ rule: "canary" })}>
                {text.touchedValue(alerts)}
              </Link>
            ),
          ],
        ]}
      />
      {retiredAt === null && (
        <Form method="post">
          <input type="hidden" name="retire" value={organisationId} />
          <DangerButton label={text.retire} effect={text.retireEffect(name)} />
        </Form>
      )}
    </li>
  );
};

export default function CanariesPage({ loaderData: { items, accounts } }: Route.ComponentProps) {
  const { canaries: text, alerts } = useWorkbenchText().audit;
  const { who } = useEventWords(accounts);
  const fault = useActionData<FormFault | null>() ?? undefined;
  const busy = useNavigation().state !== "idle";
  const id = useId();
  return (
    <TaskPage
      title={text.title}
      lead={text.lead}
      factsTitle={text.list}
      facts={
        items.length === 0 ? (
          <Nothing title={text.emptyTitle} advice={text.emptyAdvice} />
        ) : (
          <ul className="wb-plain-list wb-cards">
            {items.map((canary) => (
              <Card key={`${canary.organisationId}-${canary.retiredAt}`} canary={canary} who={who} />
            ))}
          </ul>
        )
      }
      formTitle={text.make}
    >
      <FormProblem fault={fault} advice={alerts.kept} />
      {/* A name that was taken leaves the field empty. */}
      <Form method="post" className="wb-form" key={items.length}>
        <label htmlFor={id}>{text.name}</label>
        <p id={`${id}-hint`} className="wb-note">
          {text.nameHint}
        </p>
        <Input
          id={id}
          name="name"
          required
          minLength={4}
          maxLength={100}
          autoComplete="off"
          defaultValue={fault?.typed["name"] ?? ""}
          aria-describedby={`${id}-hint`}
        />
        <Consequence>{text.makeEffect}</Consequence>
        <Button type="primary" htmlType="submit" loading={busy}>
          {text.makeButton}
        </Button>
      </Form>
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
