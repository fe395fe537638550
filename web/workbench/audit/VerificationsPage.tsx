import { useEffect } from "react";
import { Form, useActionData, useNavigation, useRevalidator } from "react-router";
import { listVerifications, startVerification } from "@chengxin/domain/audit/api.ts";
import type { Route } from "./+types/VerificationsPage.ts";
import { act, load, type FormFault } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Nothing } from "../ui/Nothing.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { FormProblem } from "../ui/FormProblem.tsx";
import { VerifierRun } from "./VerifierRun.tsx";
import { useEventWords } from "./use-event-words.ts";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(listVerifications, {}));

export const action = (args: Route.ActionArgs) =>
  act(args, async (api) => {
    await api(startVerification, {});
    return null;
  });

const everyMs = 1000;

export default function VerificationsPage({ loaderData: { items, accounts } }: Route.ComponentProps) {
  const { verifications: text, alerts } = useWorkbenchText().audit;
  const words = useEventWords(accounts);
  const fault = useActionData<FormFault | null>();
  const busy = useNavigation().state !== "idle";
  const { revalidate } = useRevalidator();
  const [latest, ...earlier] = items;
  const running = latest?.state === "running";
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void revalidate(), everyMs);
    return () => clearInterval(timer);
  }, [running, revalidate]);
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <FormProblem fault={fault ?? undefined} advice={alerts.noAct} />
      <Form method="post">
        <OffButton
          type="primary"
          htmlType="submit"
          loading={busy && !running}
          offBecause={running ? text.alreadyRunning : null}
        >
          {text.start}
        </OffButton>
      </Form>
      {latest ? (
        <VerifierRun run={latest} who={words.who(latest.startedBy)} />
      ) : (
        <Nothing title={text.emptyTitle} advice={text.emptyAdvice} />
      )}
      {earlier.length > 0 && (
        <section aria-labelledby="earlier">
          <h2 id="earlier">{text.earlier}</h2>
          {earlier.map((run) => (
            <VerifierRun key={run.verificationId} run={run} who={words.who(run.startedBy)} folded />
          ))}
        </section>
      )}
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
