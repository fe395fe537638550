import { longestContact, longestName } from "@chengxin/domain/account/text-limits.ts";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { FormField } from "./FormField.tsx";

/** Fields that stand on the first page of registering. */
export const whoFields: readonly string[] = ["login", "displayName", "contact"];

/** First page of registering: what it gives and what it doesn't, and who it is. */
export const RegisterWho = ({ fault }: { fault: FormFault | undefined }) => {
  const { register: text, signIn } = useAccountText();
  const paths = usePaths();
  return (
    <>
      <div className="notice prose">
        <ul>
          {text.explained.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <form method="post" action={paths.register()} className="ask">
        <FormField
          name="login"
          label={signIn.login}
          hint={text.loginHint}
          fault={fault}
          autoComplete="username"
          autoCapitalize="none"
          maxLength={200}
        />
        <FormField
          name="displayName"
          label={text.name}
          hint={text.nameHint}
          fault={fault}
          autoComplete="name"
          maxLength={longestName}
        />
        <FormField
          name="contact"
          label={text.contact}
          hint={text.contactHint}
          fault={fault}
          autoComplete="tel"
          required={false}
          maxLength={longestContact}
        />
        <button type="submit">{signIn.next}</button>
      </form>
      <p>
        <a href={paths.signIn()}>{text.toSignIn}</a>
      </p>
    </>
  );
};
