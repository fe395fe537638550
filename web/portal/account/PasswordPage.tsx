import { redirect } from "react-router";
import { showSession } from "@chengxin/domain/account/api.ts";
import { changePassword } from "@chengxin/domain/account/own-api.ts";
import type { Route } from "./+types/PasswordPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { assertTypedTwice, sent } from "./fault.ts";
import { FormField } from "./FormField.tsx";
import { FormPage } from "./FormPage.tsx";
import { LoginField } from "./LoginField.tsx";
import { NewPassword } from "./NewPassword.tsx";
import { noStore } from "./no-store.ts";
import { wantedPath } from "./onward.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

/** For everybody who showed both factors, those too who have to change the password before anything else. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { account } = await api(showSession, {});
    if (account === null || account.next === "secondFactor")
      throw redirect(pathsIn(language).signIn({ to: url.pathname + url.search }));
    const { login, kind, next } = account;
    return { login, kind, demanded: next === "changePassword", to: wantedPath(url.searchParams.get("to")) };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language, url) => {
    assertTypedTwice(form);
    await api(changePassword, { presentPassword: sent(form, "presentPassword"), password: sent(form, "password") });
    const paths = pathsIn(language);
    const to = wantedPath(url.searchParams.get("to"));
    return redirect(to === null ? paths.account({ said: "password" }) : paths.signedIn({ to }), { status: 303 });
  });

export default function PasswordPage({ loaderData, actionData: fault }: Route.ComponentProps) {
  const { login, kind, demanded, to } = loaderData;
  const text = useAccountText().password;
  const paths = usePaths();
  return (
    <FormPage title={text.title} lead={demanded ? text.demanded : text.lead} fault={fault}>
      <form method="post" action={paths.password({ to })} className="ask">
        <LoginField login={login} />
        <FormField
          name="presentPassword"
          label={text.present}
          fault={fault}
          type="password"
          autoComplete="current-password"
          maxLength={400}
        />
        <NewPassword kind={kind} fault={fault} />
        <button type="submit">{text.button}</button>
      </form>
      {!demanded && (
        <p>
          <a href={paths.account()}>{text.back}</a>
        </p>
      )}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
