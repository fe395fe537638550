import { data } from "react-router";
import { proposeTotp, registerAgent, showSession } from "@chengxin/domain/account/api.ts";
import { readLogin } from "@chengxin/domain/account/login.ts";
import type { Route } from "./+types/RegisterPage.ts";
import { act, load } from "../../api.ts";
import { ApiProblem } from "../../api-problem.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { enrolled, enrolling } from "./enrolling.ts";
import { assertTypedTwice, fieldOf, sent, wrongField } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { RegisterSecrets } from "./RegisterSecrets.tsx";
import { RegisterWho, whoFields } from "./RegisterWho.tsx";

export const headers = noStore;
export const handle = { plain: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => ({ open: (await api(showSession, {})).registration }));

/** One form on two pages: who it is, then the secrets. What the first asked travels on with the second; secrets never come back. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const login = sent(form, "login");
    const typed = { login, displayName: sent(form, "displayName").trim(), contact: sent(form, "contact") };
    if (readLogin(login) === null) throw new ApiProblem("login.invalid", 422, {});
    if (typed.displayName === "") throw wrongField("displayName");
    if (form.get("step") !== "secrets") return { typed, proposal: await api(proposeTotp, { login }) };
    return enrolling({ api, form, language, login }, async () => {
      assertTypedTwice(form);
      const secrets = { password: sent(form, "password"), ...enrolled(form) };
      const { recoveryCodes } = await api(registerAgent, { ...typed, ...secrets });
      return data({ login, recoveryCodes }, { status: 200 });
    });
  });

export default function RegisterPage({ loaderData: { open }, actionData }: Route.ComponentProps) {
  const text = useAccountText().register;
  const paths = usePaths();
  if (actionData && "recoveryCodes" in actionData)
    return (
      <Page title={text.doneTitle} robots="noindex" lead={text.done}>
        <RecoveryCodes codes={actionData.recoveryCodes} login={actionData.login} onward={paths.signedIn()} />
      </Page>
    );
  if (!open)
    return (
      <Page title={text.title} robots="noindex" lead={text.off}>
        <p>
          <a href={paths.signIn()}>{text.toSignIn}</a>
        </p>
      </Page>
    );
  const fault = actionData && "problem" in actionData ? actionData : undefined;
  const proposal = actionData && "proposal" in actionData ? actionData.proposal : null;
  const field = fault && fieldOf(fault);
  const secrets = proposal !== null && !(field && whoFields.includes(field));
  return (
    <FormPage title={text.title} lead={secrets ? undefined : text.lead} fault={fault}>
      {secrets ? (
        <RegisterSecrets typed={actionData?.typed ?? {}} proposal={proposal} fault={fault} />
      ) : (
        <RegisterWho fault={fault} />
      )}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
