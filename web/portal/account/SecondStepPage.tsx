import { Link, redirect } from "react-router";
import { secondStep, showSession } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/SecondStepPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { fieldOf, sent, wrongField } from "./fault.ts";
import { FormField } from "./FormField.tsx";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { wantedPath } from "./onward.ts";
import { PasskeySignIn } from "./PasskeySignIn.tsx";

export const headers = noStore;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { account } = await api(showSession, {});
    const to = wantedPath(url.searchParams.get("to"));
    const paths = pathsIn(language);
    if (account === null) throw redirect(paths.signIn({ to, said: "expired" }));
    if (account.next !== "secondFactor") throw redirect(paths.signIn({ to }));
    return { to, login: account.login, factors: account.factors };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language, url) => {
    const to = wantedPath(url.searchParams.get("to"));
    const paths = pathsIn(language);
    const recovery = sent(form, "recoveryCode");
    try {
      const { next } = await api(secondStep, { code: recovery || sent(form, "code") });
      const demanded = next === "changePassword";
      return redirect(demanded ? paths.password({ to }) : paths.signedIn({ to }), { status: 303 });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.code === "session.required") return redirect(paths.signIn({ to, said: "expired" }), { status: 303 });
      if (error.code === "sign_in.code_refused" && recovery) throw wrongField("recoveryCode");
      throw error;
    }
  });

export default function SecondStepPage({
  loaderData: { to, login, factors },
  actionData: fault,
}: Route.ComponentProps) {
  const text = useAccountText().second;
  const paths = usePaths();
  const totp = factors.includes("totp");
  const byRecovery = fault !== undefined && fieldOf(fault) === "recoveryCode";
  return (
    <FormPage title={text.title} lead={text.lead(login)} fault={fault}>
      {totp ? (
        <form method="post" action={paths.secondStep({ to })} className="ask">
          <FormField
            name="code"
            label={text.code}
            hint={text.codeHint}
            fault={fault}
            inputMode="numeric"
            autoComplete="one-time-code"
            focus={!byRecovery}
            maxLength={60}
          />
          <button type="submit">{text.button}</button>
        </form>
      ) : (
        <p className="notice">{text.noTotp}</p>
      )}
      {factors.includes("recoveryCode") && (
        <details open={byRecovery || !totp}>
          <summary>{text.recovery}</summary>
          <form method="post" action={paths.secondStep({ to })} className="ask">
            <FormField
              name="recoveryCode"
              label={text.recoveryCode}
              hint={text.recoveryHint}
              fault={fault}
              autoComplete="off"
              autoCapitalize="characters"
              maxLength={60}
            />
            <button type="submit">{text.recoveryButton}</button>
          </form>
        </details>
      )}
      <p>
        <Link to={paths.signIn({ to })}>{text.another}</Link>
      </p>
      {factors.includes("passkey") && <PasskeySignIn to={to} />}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
