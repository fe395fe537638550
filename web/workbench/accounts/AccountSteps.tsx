import { useNavigation } from "react-router";
import { rightOf } from "@chengxin/domain/access/policy.ts";
import { mayStep, stepRefusal, type AccountStep } from "@chengxin/domain/account/account-steps.ts";
import type { FormFault } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { DangerButton } from "../ui/DangerButton.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import type { ShownAccount } from "./AccountPage.tsx";
import { DecideExtension } from "./DecideExtension.tsx";
import { DecideGrant } from "./DecideGrant.tsx";
import { ProposeRole } from "./ProposeRole.tsx";
import { useRoleWords, type Places } from "./role-words.ts";
import { StepForm, type Me } from "./StepForm.tsx";

interface StepsProps {
  readonly account: ShownAccount;
  readonly places: Places;
  readonly me: Me;
  readonly fault: FormFault | undefined;
}

const order = ["extend", "inviteAgain", "enable", "demandNewPassword", "resetFactor", "disable"] as const;
/** Hard to take back: these ask for the reason. */
const dangerous: ReadonlySet<AccountStep> = new Set(["resetFactor", "disable"]);

/** What an administrator can do with an account: proposals that wait first, then roles, then the account itself. */
export const AccountSteps = ({ account, places, me, fault }: StepsProps) => {
  const text = useWorkbenchText().accounts;
  const busy = useNavigation().state !== "idle";
  const roleWords = useRoleWords(places);
  const open = account.grants.filter(({ state }) => state === "proposed" || state === "inForce");
  const facts = {
    own: account.accountId === me.accountId,
    kind: account.kind,
    state: account.state,
    used: account.lastSignInAt !== null,
    roles: open.map(({ role }) => role),
    extending: account.extension !== null,
  };
  const refusal = (step: AccountStep): string | null => {
    const why = stepRefusal(step, facts);
    return why && text.refusals[why];
  };
  const mayEnd = rightOf("grant.end").who.some((who) => (me.roles as readonly string[]).includes(who));
  // Enabling is spoken of where there is something to enable.
  const steps = order.filter((step) => mayStep(step, me.roles) && stepRefusal(step, facts) !== "notDisabled");
  if (!mayEnd && steps.length === 0) return <p>{text.nothingToDo}</p>;
  return (
    <>
      {open.map((grant) => (
        <DecideGrant key={grant.grantId} grant={grant} words={roleWords(grant)} account={account} me={me} busy={busy} />
      ))}
      {account.extension && mayEnd && (
        <DecideExtension extension={account.extension} own={facts.own} me={me} busy={busy} />
      )}
      {mayStep("propose", me.roles) && (
        <ProposeRole offBecause={refusal("propose")} held={facts.roles} places={places} fault={fault} busy={busy} />
      )}
      {steps.map((step) => (
        <StepForm key={step} step={step}>
          {dangerous.has(step) ? (
            <DangerButton label={text.steps[step]} effect={text.effects[step]} offBecause={refusal(step)} busy={busy} />
          ) : (
            <>
              {refusal(step) === null && <Consequence>{text.effects[step]}</Consequence>}
              <OffButton htmlType="submit" offBecause={refusal(step)} loading={busy}>
                {text.steps[step]}
              </OffButton>
            </>
          )}
        </StepForm>
      ))}
    </>
  );
};
