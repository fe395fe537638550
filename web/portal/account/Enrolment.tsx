import type { TotpProposal } from "@chengxin/domain/account/api.ts";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { FormField } from "./FormField.tsx";
import { QrCode } from "./QrCode.tsx";

/** Part of a form: a new key for an authenticator, to scan or to type, and the code that proves that it arrived. */
export const Enrolment = ({ proposal, fault }: { proposal: TotpProposal; fault: FormFault | undefined }) => {
  const text = useAccountText().enrolment;
  return (
    <fieldset className="enrolment">
      <legend>{text.title}</legend>
      <ol>
        <li>{text.install}</li>
        <li>
          {text.scan}
          <QrCode modules={proposal.modules} title={text.qr} />
          <p>
            {text.sameDevice} <a href={proposal.uri}>{text.open}</a>
          </p>
          <p>
            {text.byHand} <code className="block break">{proposal.key}</code>
          </p>
        </li>
        <li>{text.confirm}</li>
      </ol>
      <input type="hidden" name="enrolment" value={proposal.enrolment} />
      <FormField
        name="code"
        label={text.code}
        hint={text.codeHint}
        fault={fault}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={60}
      />
    </fieldset>
  );
};
