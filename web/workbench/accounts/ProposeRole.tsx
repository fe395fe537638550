import { Button, Input, Select } from "antd";
import { useId, useState } from "react";
import { roles, scopeOfRole, type Role } from "@chengxin/domain/access/actor.ts";
import { roleRefusal } from "@chengxin/domain/account/account-steps.ts";
import type { FormFault } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import { StepForm } from "./StepForm.tsx";
import type { Places } from "./role-words.ts";

interface ProposeProps {
  readonly offBecause: string | null;
  readonly held: readonly Role[];
  readonly places: Places;
  readonly fault: FormFault | undefined;
  readonly busy: boolean;
}

/** A role, then the place it is for, then why: on these the second person decides. */
export const ProposeRole = ({ offBecause, held, places, fault, busy }: ProposeProps) => {
  const text = useWorkbenchText();
  const { accounts } = text;
  const language = useLanguage();
  const id = useId();
  const typed = fault?.typed["step"] === "propose" ? fault.typed : {};
  const [open, setOpen] = useState(typed["role"] !== undefined);
  const [role, setRole] = useState<Role | null>(roles.find((one) => one === typed["role"]) ?? null);
  const scope = role === null ? null : scopeOfRole[role];
  const [place, setPlace] = useState<string | null>(typed["source"] ?? typed["region"] ?? null);
  if (!open)
    return (
      <div className="wb-step">
        <OffButton type="primary" offBecause={offBecause} aria-expanded={false} onClick={() => setOpen(true)}>
          {accounts.steps.propose}
        </OffButton>
      </div>
    );
  const choices =
    scope === "source"
      ? places.sources.map(({ id: value, name }) => ({ value, label: inWords(name, language) }))
      : places.regions.map(({ code, name }) => ({ value: code, label: inWords(name, language) }));
  return (
    <section aria-label={accounts.proposeTitle} className="wb-proposal">
      <h3>{accounts.proposeTitle}</h3>
      <StepForm step="propose">
        <div className="wb-field">
          <label htmlFor={`${id}-role`}>{accounts.role}</label>
          <Select
            id={`${id}-role`}
            value={role}
            placeholder={accounts.choose}
            options={roles.map((value) => {
              const refusal = roleRefusal(value, held);
              return {
                value,
                disabled: refusal !== null,
                label: text.roles[value],
                ...(refusal ? { title: accounts.refusals[refusal] } : {}),
              };
            })}
            onChange={(chosen: Role) => {
              setRole(chosen);
              setPlace(null);
            }}
          />
          <p className="wb-note">{accounts.administrationsNote}</p>
        </div>
        <input type="hidden" name="role" value={role ?? ""} />
        {scope !== null && (
          <div className="wb-field">
            <label htmlFor={`${id}-place`}>{accounts[scope]}</label>
            <Select
              key={scope}
              id={`${id}-place`}
              value={place}
              placeholder={accounts.choose}
              showSearch={{ optionFilterProp: "label" }}
              options={choices}
              onChange={(chosen: string) => setPlace(chosen)}
            />
            <input type="hidden" name={scope} value={place ?? ""} />
          </div>
        )}
        <div className="wb-field">
          <label htmlFor={`${id}-reason`}>{accounts.reason}</label>
          <Input.TextArea
            id={`${id}-reason`}
            name="reason"
            required
            rows={3}
            maxLength={500}
            defaultValue={typed["reason"] ?? ""}
            aria-describedby={`${id}-reason-hint`}
          />
          <p id={`${id}-reason-hint`} className="wb-note">
            {accounts.reasonHint}
          </p>
        </div>
        <Consequence>{accounts.proposeEffect}</Consequence>
        <div className="wb-actions">
          <OffButton
            type="primary"
            htmlType="submit"
            loading={busy}
            offBecause={role === null || (scope !== null && place === null) ? accounts.chooseFirst : null}
          >
            {accounts.steps.propose}
          </OffButton>
          <Button onClick={() => setOpen(false)}>{text.ui.cancel}</Button>
        </div>
      </StepForm>
    </section>
  );
};
