import type { TotpProposal } from "@chengxin/domain/account/api.ts";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Enrolment } from "./Enrolment.tsx";
import { NewPassword } from "./NewPassword.tsx";
import { whoFields } from "./RegisterWho.tsx";

interface RegisterSecretsProps {
  /** On the first page. */
  readonly typed: Readonly<Record<string, string>>;
  readonly proposal: TotpProposal;
  readonly fault: FormFault | undefined;
}

/** Second page of registering: password and authenticator. */
export const RegisterSecrets = ({ typed, proposal, fault }: RegisterSecretsProps) => {
  const { register: text, signIn } = useAccountText();
  const paths = usePaths();
  return (
    <form method="post" action={paths.register()} className="ask">
      <p>
        {signIn.login} <code>{typed["login"]}</code>
      </p>
      {whoFields.map((name) => (
        <input
          key={name}
          type="hidden"
          name={name}
          value={typed[name] ?? ""}
          {...(name === "login" && { autoComplete: "username" })}
        />
      ))}
      <input type="hidden" name="step" value="secrets" />
      <NewPassword kind="agent" fault={fault} />
      <Enrolment proposal={proposal} fault={fault} />
      <button type="submit">{text.button}</button>
    </form>
  );
};
