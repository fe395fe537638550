import { Link, redirect } from "react-router";
import { confirmMandate, documentKinds, endMandate, refuseMandate, showMandate } from "@chengxin/domain/mandate/api.ts";
import { mayStep } from "@chengxin/domain/mandate/mandate-flow.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/MandatePage.ts";
import { act, load } from "../../api.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day, Moment } from "../../ui/Day.tsx";
import { workbenchPathsIn } from "../paths.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { FormProblem } from "../ui/FormProblem.tsx";
import { Facts, TaskPage } from "../ui/TaskPage.tsx";
import { ConfirmForm, ReasonForm } from "./MandateForms.tsx";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(showMandate, args.params));

const said = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { params } = args;
    const step = said(form, "step");
    if (step === "refuse") await api(refuseMandate, { ...params, reason: said(form, "reason") });
    else if (step === "end") await api(endMandate, { ...params, reason: said(form, "reason") });
    else
      await api(confirmMandate, {
        ...params,
        // The API decides whether it is one of them.
        documentKind: said(form, "documentKind") as (typeof documentKinds)[number],
        documentNumber: said(form, "documentNumber"),
        lastDay: said(form, "lastDay"),
      });
    return redirect(workbenchPathsIn(language).mandates(), { status: 303 });
  });

const MandateFacts = ({ mandate }: { mandate: RouteAnswer<typeof showMandate> }) => {
  const { one: text, states } = useWorkbenchText().mandates;
  return (
    <>
      <Facts
        facts={[
          [text.organisation, mandate.organisation],
          [text.uscc, <Uscc key="uscc" code={mandate.uscc} />],
          [text.letterNumber, mandate.letterNumber],
          [text.letterDate, <Day key="day" day={mandate.letterDate} />],
          [text.account, <code key="account">{mandate.account}</code>],
          [text.asked, <Moment key="asked" at={mandate.askedAt} />],
          [text.state, states[mandate.state]],
          ...(mandate.decidedAt ? ([[text.decided, <Moment key="decided" at={mandate.decidedAt} />]] as const) : []),
          ...(mandate.until ? ([[text.until, <Day key="until" day={mandate.until} />]] as const) : []),
          ...(mandate.refusal ? ([[text.refusal, mandate.refusal]] as const) : []),
          ...(mandate.endedAt ? ([[text.ended, <Moment key="ended" at={mandate.endedAt} />]] as const) : []),
          ...(mandate.endReason ? ([[text.endReason, mandate.endReason]] as const) : []),
        ]}
      />
      <p className="wb-note">{text.seen}</p>
    </>
  );
};

export default function MandatePage({ loaderData: mandate, actionData: fault }: Route.ComponentProps) {
  const { one: text, documentKinds: kinds } = useWorkbenchText().mandates;
  const paths = useWorkbenchPaths();
  const { state } = mandate;
  const open = state === "expired" ? null : state;
  return (
    <TaskPage
      title={text.title(mandate.number)}
      lead={text.lead(mandate.organisation)}
      factsTitle={text.facts}
      facts={<MandateFacts mandate={mandate} />}
      formTitle={text.form}
    >
      <FormProblem
        fault={fault}
        labels={{
          documentKind: text.documentKind,
          documentNumber: text.documentNumber,
          lastDay: text.lastDay,
        }}
      />
      {open && mayStep(open, "confirm") && (
        <ConfirmForm mandate={mandate} kinds={documentKinds.map((kind) => [kind, kinds[kind]])} typed={fault?.typed} />
      )}
      {open && mayStep(open, "refuse") && (
        <ReasonForm step="refuse" title={text.refuseTitle} label={text.refuse} effect={text.refuseEffect} />
      )}
      {open && mayStep(open, "end") && !mayStep(open, "refuse") && (
        <ReasonForm step="end" title={text.endTitle} label={text.end} effect={text.endEffect} />
      )}
      {!(open && mayStep(open, "end")) && <p>{text.closed}</p>}
      <p>
        <Link to={paths.mandates()}>{text.back}</Link>
      </p>
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
