import { Button } from "antd";
import { rightOf } from "@chengxin/domain/access/policy.ts";
import type { Grant } from "@chengxin/domain/account/administration-api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { DangerButton } from "../ui/DangerButton.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import type { ShownAccount } from "./AccountPage.tsx";
import { StepForm, type Me } from "./StepForm.tsx";

interface DecideProps {
  readonly grant: Grant;
  /** The role with its place. */
  readonly words: string;
  readonly account: ShownAccount;
  readonly me: Me;
  readonly busy: boolean;
}

/** A proposal that waits for its second person, or a role that can be ended. */
export const DecideGrant = ({ grant, words, account, me, busy }: DecideProps) => {
  const text = useWorkbenchText().accounts;
  const language = useLanguage();
  const decides = rightOf("grant.approve").who.some((who) => (me.roles as readonly string[]).includes(who));
  const own = account.accountId === me.accountId;
  if (grant.state === "inForce" || !decides) {
    const withdraws = grant.state === "proposed";
    return (
      <StepForm step="end" grantId={grant.grantId}>
        <DangerButton
          label={withdraws ? text.withdraw(words) : text.end(words)}
          effect={withdraws ? text.withdrawEffect : text.endEffect}
          offBecause={own ? text.refusals.own : null}
          busy={busy}
        />
      </StepForm>
    );
  }
  const off = own ? "own" : grant.proposedBy?.accountId === me.accountId ? "proposer" : null;
  const waits = off ?? (account.state === "active" ? null : "notBegun");
  return (
    <section className="wb-proposal" aria-label={text.approveTitle(words)}>
      <h3>{text.approveTitle(words)}</h3>
      <p>{text.proposedBy(grant.proposedBy?.displayName ?? text.operator, formatMoment(grant.proposedAt, language))}</p>
      <blockquote>{grant.reason}</blockquote>
      <StepForm step="approve" grantId={grant.grantId}>
        <Consequence>{text.approveEffect}</Consequence>
        {waits === null ? (
          <Button type="primary" htmlType="submit" loading={busy}>
            {text.approve}
          </Button>
        ) : (
          <OffButton offBecause={text.approveOff[waits]}>{text.approve}</OffButton>
        )}
      </StepForm>
      <StepForm step="refuse" grantId={grant.grantId}>
        <DangerButton
          label={text.refuse}
          effect={text.refuseEffect}
          offBecause={off && text.approveOff[off]}
          busy={busy}
        />
      </StepForm>
    </section>
  );
};
