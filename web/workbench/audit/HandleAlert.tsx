import { Button, Input } from "antd";
import { useId } from "react";
import { Form, useNavigation } from "react-router";
import type { Alert } from "@chengxin/domain/audit/alerts-api.ts";
import type { FormFault } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Consequence } from "../ui/TaskPage.tsx";
import { FormProblem } from "../ui/FormProblem.tsx";

/** The next step of an alert, with what it does in words above its button. */
export const HandleAlert = ({ state, fault }: Pick<Alert, "state"> & { fault: FormFault | undefined }) => {
  const text = useWorkbenchText().audit.alerts;
  const busy = useNavigation().state !== "idle";
  const id = useId();
  if (state === "closed") return <p>{text.done}</p>;
  const stale = fault?.problem.code === "alert.not_in_that_state";
  return (
    <Form method="post" className="wb-form">
      <FormProblem fault={fault} advice={stale ? text.noAct : text.kept} />
      {state === "lookedAt" && (
        <>
          <label htmlFor={id}>{text.reason}</label>
          <p id={`${id}-hint`} className="wb-note">
            {text.reasonHint}
          </p>
          <Input.TextArea
            id={id}
            name="reason"
            required
            minLength={2}
            maxLength={2000}
            rows={5}
            defaultValue={fault?.typed["reason"] ?? ""}
            aria-describedby={`${id}-hint`}
          />
        </>
      )}
      <Consequence>{state === "open" ? text.lookEffect : text.closeEffect}</Consequence>
      <input type="hidden" name="step" value={state === "open" ? "look" : "close"} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {state === "open" ? text.look : text.close}
      </Button>
    </Form>
  );
};
