import type { AccountKind } from "@chengxin/domain/account/password.ts";
import { passwordLength } from "@chengxin/domain/account/password.ts";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { FormField } from "./FormField.tsx";

interface NewPasswordProps {
  readonly kind: AccountKind;
  readonly fault: FormFault | undefined;
}

/** Part of a form: a new password, its rules said before, typed twice because it can't be read. */
export const NewPassword = ({ kind, fault }: NewPasswordProps) => {
  const text = useAccountText().password;
  return (
    <>
      <FormField
        name="password"
        label={text.new}
        hint={text.rules(passwordLength[kind])}
        fault={fault}
        type="password"
        autoComplete="new-password"
        minLength={passwordLength[kind]}
        maxLength={400}
      />
      <FormField
        name="passwordAgain"
        label={text.again}
        fault={fault}
        type="password"
        autoComplete="new-password"
        maxLength={400}
      />
    </>
  );
};
