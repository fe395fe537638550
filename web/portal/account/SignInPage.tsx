import { redirect } from "react-router";
import { showSession, signIn } from "@chengxin/domain/account/api.ts";
import { showSignInMethods } from "@chengxin/domain/account/identity-api.ts";
import type { Route } from "./+types/SignInPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { useIdentityText } from "../../text/identity-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { sent } from "./fault.ts";
import { FormField } from "./FormField.tsx";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { onward, wantedPath } from "./onward.ts";
import { PasskeySignIn } from "./PasskeySignIn.tsx";

export const headers = noStore;

/** Who is signed in already goes on; who is so by half begins again. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const [{ account, registration }, { identityService }] = await Promise.all([
      api(showSession, {}),
      api(showSignInMethods, {}),
    ]);
    const to = url.searchParams.get("to");
    if (account?.next === "done") throw redirect(onward(to, account, pathsIn(language)));
    if (account?.next === "changePassword") throw redirect(pathsIn(language).password({ to: wantedPath(to) }));
    const said = url.searchParams.get("said");
    return {
      to: wantedPath(to),
      said: said === "out" || said === "expired" ? said : null,
      registration,
      identityService,
    };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language, url) => {
    await api(signIn, { login: sent(form, "login"), password: sent(form, "password") });
    const to = wantedPath(url.searchParams.get("to"));
    return redirect(pathsIn(language).secondStep({ to }), { status: 303 });
  });

export default function SignInPage({
  loaderData: { to, said, registration, identityService },
  actionData: fault,
}: Route.ComponentProps) {
  const { signIn: text, register } = useAccountText();
  const identity = useIdentityText();
  const paths = usePaths();
  return (
    <FormPage title={text.title} lead={text.lead} fault={fault}>
      {said && !fault && (
        <p className="notice" role="status">
          {said === "out" ? text.signedOut : text.expired}
        </p>
      )}
      <form method="post" action={paths.signIn({ to })} className="ask">
        <FormField
          name="login"
          label={text.login}
          fault={fault}
          autoComplete="username"
          autoCapitalize="none"
          maxLength={200}
        />
        <FormField
          name="password"
          label={text.password}
          hint={text.nextHint}
          fault={fault}
          type="password"
          autoComplete="current-password"
          maxLength={400}
        />
        <button type="submit">{text.next}</button>
      </form>
      {identityService && (
        <p>
          {identity.or}{" "}
          <a href={paths.identityLeave({ to })} className="button">
            {identity.use(identityService.label)}
          </a>
        </p>
      )}
      <PasskeySignIn to={to} />
      {registration && (
        <p>
          <a href={paths.register()}>{register.fromSignIn}</a>
        </p>
      )}
      <section className="prose" aria-labelledby="sign-in-help">
        <h2 id="sign-in-help">{text.helpTitle}</h2>
        <ul>
          {text.help.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
