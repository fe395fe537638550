import { Button, Input, Radio } from "antd";
import { Form, useNavigation } from "react-router";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { showMandate } from "@chengxin/domain/mandate/api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatDay } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { DangerButton } from "../ui/DangerButton.tsx";
import { FormChoice, FormField } from "../ui/FormField.tsx";
import { Consequence } from "../ui/TaskPage.tsx";

interface ConfirmFormProps {
  readonly mandate: RouteAnswer<typeof showMandate>;
  readonly kinds: readonly (readonly [kind: string, name: string])[];
  readonly typed: Readonly<Record<string, string>> | undefined;
}

/** What the official saw, and until when it holds. */
export const ConfirmForm = ({ mandate, kinds, typed }: ConfirmFormProps) => {
  const text = useWorkbenchText().mandates.one;
  const language = useLanguage();
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" autoComplete="off">
      <input type="hidden" name="step" value="confirm" />
      <FormChoice label={text.documentKind}>
        <Radio.Group
          name="documentKind"
          vertical
          {...(typed?.["documentKind"] ? { defaultValue: typed["documentKind"] } : {})}
          options={kinds.map(([value, label]) => ({ value, label }))}
        />
      </FormChoice>
      <FormField label={text.documentNumber} hint={text.documentNumberHint}>
        {(joined) => (
          <Input
            {...joined}
            name="documentNumber"
            required
            minLength={2}
            maxLength={60}
            defaultValue={typed?.["documentNumber"]}
          />
        )}
      </FormField>
      <FormField label={text.lastDay} hint={text.lastDayHint(formatDay(mandate.latest, language))}>
        {(joined) => (
          <Input
            {...joined}
            type="date"
            name="lastDay"
            required
            max={mandate.latest}
            defaultValue={typed?.["lastDay"]}
          />
        )}
      </FormField>
      <Consequence>{text.consequence(mandate.organisation)}</Consequence>
      <Button type="primary" htmlType="submit" loading={busy}>
        {text.confirm}
      </Button>
    </Form>
  );
};

interface ReasonFormProps {
  readonly step: "refuse" | "end";
  readonly title: string;
  readonly label: string;
  readonly effect: string;
}

/** A step that needs nothing but its reason. */
export const ReasonForm = ({ step, title, label, effect }: ReasonFormProps) => {
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" autoComplete="off" className="wb-other-step">
      <h3>{title}</h3>
      <input type="hidden" name="step" value={step} />
      <DangerButton label={label} effect={effect} busy={busy} />
    </Form>
  );
};
