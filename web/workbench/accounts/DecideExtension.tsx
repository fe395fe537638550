import { Button } from "antd";
import { rightOf } from "@chengxin/domain/access/policy.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { DangerButton } from "../ui/DangerButton.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import type { ShownAccount } from "./AccountPage.tsx";
import { StepForm, type Me } from "./StepForm.tsx";

interface DecideProps {
  readonly extension: NonNullable<ShownAccount["extension"]>;
  readonly own: boolean;
  readonly me: Me;
  readonly busy: boolean;
}

/** An extension that waits for its second person, or that the proposer's side can take back. */
export const DecideExtension = ({ extension: { extensionId, proposedBy, proposedAt }, own, me, busy }: DecideProps) => {
  const { extension: text, approve } = useWorkbenchText().accounts;
  const language = useLanguage();
  const decides = rightOf("account.approve-extension").who.some((who) => (me.roles as readonly string[]).includes(who));
  const off = own ? "own" : proposedBy.accountId === me.accountId ? "proposer" : null;
  return (
    <section className="wb-proposal" aria-label={text.title}>
      <h3>{text.title}</h3>
      <p>{text.proposedBy(proposedBy.displayName, formatMoment(proposedAt, language))}</p>
      {decides && (
        <StepForm step="approveExtension" grantId={extensionId}>
          <Consequence>{text.approveEffect}</Consequence>
          {off === null ? (
            <Button type="primary" htmlType="submit" loading={busy}>
              {approve}
            </Button>
          ) : (
            <OffButton offBecause={text.off[off]}>{approve}</OffButton>
          )}
        </StepForm>
      )}
      <StepForm step="endExtension" grantId={extensionId}>
        <DangerButton
          label={decides ? text.refuse : text.withdraw}
          effect={decides ? text.refuseEffect : text.withdrawEffect}
          offBecause={own ? text.off.own : null}
          busy={busy}
        />
      </StepForm>
    </section>
  );
};
