import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { FormField } from "./FormField.tsx";
import { LoginField } from "./LoginField.tsx";

interface PresentPasswordProps {
  readonly login: string;
  readonly fault: FormFault | undefined;
}

/** Part of a form that changes how one signs in: whoever sits down at an open browser can't. The login stands beside it for password managers. */
export const PresentPassword = ({ login, fault }: PresentPasswordProps) => {
  const text = useAccountText().password;
  return (
    <>
      <LoginField login={login} />
      <FormField
        name="presentPassword"
        label={text.present}
        hint={text.presentHint}
        fault={fault}
        type="password"
        autoComplete="current-password"
        maxLength={400}
      />
    </>
  );
};
