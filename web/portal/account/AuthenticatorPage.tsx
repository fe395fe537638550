import { redirect } from "react-router";
import { proposeTotp } from "@chengxin/domain/account/api.ts";
import { replaceTotp } from "@chengxin/domain/account/own-api.ts";
import type { Route } from "./+types/AuthenticatorPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Enrolment } from "./Enrolment.tsx";
import { enrolled, enrolling } from "./enrolling.ts";
import { sent } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { ownAccount } from "./own-account.ts";
import { PresentPassword } from "./PresentPassword.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { login } = await ownAccount(api, language, url);
    return { login, proposal: await api(proposeTotp, { login }) };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language, url) => {
    const { login } = await ownAccount(api, language, url);
    return enrolling({ api, form, language, login }, async () => {
      await api(replaceTotp, { presentPassword: sent(form, "presentPassword"), ...enrolled(form) });
      return redirect(pathsIn(language).account({ said: "authenticator" }), { status: 303 });
    });
  });

export default function AuthenticatorPage({ loaderData, actionData: fault }: Route.ComponentProps) {
  const text = useAccountText().authenticator;
  const paths = usePaths();
  const proposal = fault && "proposal" in fault ? fault.proposal : loaderData.proposal;
  return (
    <FormPage title={text.title} lead={text.lead} fault={fault}>
      <form method="post" action={paths.authenticator()} className="ask">
        <Enrolment proposal={proposal} fault={fault} />
        <PresentPassword login={loaderData.login} fault={fault} />
        <button type="submit">{text.button}</button>
      </form>
      <p>
        <a href={paths.account()}>{text.back}</a>
      </p>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
