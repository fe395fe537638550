import { loginLength, longestContact, longestName, longestUnit } from "@chengxin/domain/account/text-limits.ts";
import { Button, Input } from "antd";
import { useId } from "react";
import { Form, Link, useActionData, useNavigation } from "react-router";
import { inviteOfficial, type Invited } from "@chengxin/domain/account/administration-api.ts";
import type { Route } from "./+types/InvitePage.ts";
import { act, type FormFault } from "../../api.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { FormProblem } from "../ui/FormProblem.tsx";
import { Consequence, TaskPage } from "../ui/TaskPage.tsx";
import { NewLink } from "./NewLink.tsx";
import { textOf } from "./take-step.ts";

interface Done {
  readonly invited: Invited;
  readonly login: string;
  readonly displayName: string;
}

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form): Promise<Done> => {
    const typed = (name: string): string => textOf(form, name);
    const [login, displayName] = [typed("login"), typed("displayName")];
    const invited = await api(inviteOfficial, { login, displayName, unit: typed("unit"), contact: typed("contact") });
    return { invited, login, displayName };
  });

/** Fields in the order in which they are asked. */
const fields = [
  { name: "login", hint: "loginHint", most: loginLength.most, required: true },
  { name: "displayName", hint: "displayNameHint", most: longestName, required: true },
  { name: "unit", hint: "unitHint", most: longestUnit, required: true },
  { name: "contact", hint: "contactHint", most: longestContact, required: false },
] as const;

const InviteForm = ({ fault }: { fault: FormFault | undefined }) => {
  const text = useWorkbenchText().accounts;
  const busy = useNavigation().state !== "idle";
  const id = useId();
  return (
    <Form method="post" className="wb-form">
      <FormProblem
        fault={fault}
        labels={{ login: text.login, displayName: text.displayName, unit: text.unit, contact: text.contact }}
      />
      {fields.map(({ name, hint, most, required }) => (
        <div key={name} className="wb-field">
          <label htmlFor={`${id}-${name}`}>{text[name]}</label>
          <Input
            id={`${id}-${name}`}
            name={name}
            required={required}
            maxLength={most}
            autoComplete="off"
            defaultValue={fault?.typed[name] ?? ""}
            aria-describedby={`${id}-${name}-hint`}
          />
          <p id={`${id}-${name}-hint`} className="wb-note">
            {text[hint]}
          </p>
        </div>
      ))}
      <Consequence>{text.inviteEffect}</Consequence>
      <Button type="primary" htmlType="submit" loading={busy}>
        {text.inviteButton}
      </Button>
    </Form>
  );
};

export default function InvitePage() {
  const text = useWorkbenchText().accounts;
  const paths = useWorkbenchPaths();
  const answer = useActionData<Done | FormFault>();
  const done = answer && "invited" in answer ? answer : undefined;
  return (
    <TaskPage
      title={text.inviteTitle}
      lead={text.inviteLead}
      factsTitle={text.inviteFacts}
      facts={
        <ol className="wb-next">
          {text.inviteSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      }
      formTitle={text.form}
    >
      {done ? (
        <>
          <NewLink {...done} />
          <p>
            <Link to={paths.account(done.invited.accountId)}>{text.toAccount}</Link>
          </p>
        </>
      ) : (
        <InviteForm fault={answer && "problem" in answer ? answer : undefined} />
      )}
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
