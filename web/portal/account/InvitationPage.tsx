import { data } from "react-router";
import { acceptInvitation, proposeTotp, showInvitation } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/InvitationPage.ts";
import { act, load } from "../../api.ts";
import { ApiProblem } from "../../api-problem.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { Page } from "../../ui/Page.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { Enrolment } from "./Enrolment.tsx";
import { enrolled, enrolling } from "./enrolling.ts";
import { assertTypedTwice, sent } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { LoginField } from "./LoginField.tsx";
import { NewPassword } from "./NewPassword.tsx";
import { noStore } from "./no-store.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

export const headers = noStore;
export const handle = { plain: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    try {
      // The link that was opened is worth nothing; what an earlier one left with the browser is not what was asked for.
      if (url.searchParams.has("invalid")) return { invitation: null, proposal: null };
      const invitation = await api(showInvitation, {});
      return { invitation, proposal: await api(proposeTotp, { login: invitation.login }) };
    } catch (error) {
      // Used a moment ago by this very form, as a rule: the answer to it is shown, not an error.
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      return { invitation: null, proposal: null };
    }
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { login } = await api(showInvitation, {});
    return enrolling({ api, form, language, login }, async () => {
      assertTypedTwice(form);
      const { recoveryCodes } = await api(acceptInvitation, {
        password: sent(form, "password"),
        ...enrolled(form),
      });
      return data({ login, recoveryCodes }, { status: 200 });
    });
  });

export default function InvitationPage({ loaderData, actionData }: Route.ComponentProps) {
  const all = useAccountText();
  const text = all.invitation;
  const paths = usePaths();
  if (actionData && "recoveryCodes" in actionData)
    return (
      <Page title={text.doneTitle} robots="noindex" lead={text.done}>
        <RecoveryCodes codes={actionData.recoveryCodes} login={actionData.login} onward={paths.signedIn()} />
      </Page>
    );
  const { invitation } = loaderData;
  if (invitation === null)
    return (
      <Page title={text.invalidTitle} robots="noindex" lead={text.invalid}>
        <p>
          <a href={paths.signIn()}>{text.toSignIn}</a>
        </p>
      </Page>
    );
  const fault = actionData;
  const proposal = (fault && "proposal" in fault ? fault.proposal : null) ?? loaderData.proposal;
  return (
    <FormPage title={text.title} lead={invitation.again ? text.leadAgain : text.lead} fault={fault}>
      <Terms
        pairs={[
          [all.own.name, invitation.displayName],
          [all.own.login, <code key="login">{invitation.login}</code>],
          [all.own.unit, invitation.unit],
          [text.expires, <Moment key="expires" at={invitation.expiresAt} />],
        ]}
      />
      <p className="muted">{text.notYou}</p>
      <form method="post" action={paths.invitation()} className="ask">
        <LoginField login={invitation.login} />
        <NewPassword kind={invitation.kind} fault={fault} />
        {proposal && <Enrolment proposal={proposal} fault={fault} />}
        <button type="submit">{text.button}</button>
      </form>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
