import { redirect } from "react-router";
import { showSignInMethods } from "@chengxin/domain/account/identity-api.ts";
import { endSession, listSessions } from "@chengxin/domain/account/own-api.ts";
import type { Route } from "./+types/AccountPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import type { AccountText } from "../../text/account.zh-CN.ts";
import { useIdentityText } from "../../text/identity-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { sent } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { HowISignIn } from "./HowISignIn.tsx";
import { noStore } from "./no-store.ts";
import { ownAccount } from "./own-account.ts";
import { Sessions } from "./Sessions.tsx";
import { WhoIAm } from "./WhoIAm.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

/** What another page did, told here. */
const isSaid = (said: string | null): said is keyof AccountText["said"] =>
  said === "password" || said === "authenticator";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const account = await ownAccount(api, language, url);
    const [{ items }, { identityService }] = await Promise.all([api(listSessions, {}), api(showSignInMethods, {})]);
    const said = url.searchParams.get("said");
    return {
      account,
      sessions: items,
      identityService,
      said: isSaid(said) ? said : null,
    };
  });

/** Ends one of the account's sessions. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    await api(endSession, { sessionId: sent(form, "sessionId") });
    return redirect(`${pathsIn(language).account()}#sessions`, { status: 303 });
  });

export default function AccountPage({
  loaderData: { account, sessions, identityService, said },
  actionData: fault,
}: Route.ComponentProps) {
  const { own, said: words } = useAccountText();
  const identity = useIdentityText();
  const paths = usePaths();
  return (
    <FormPage title={own.title} fault={fault}>
      {said && !fault && (
        <p className="notice" role="status">
          {words[said]}
        </p>
      )}
      <WhoIAm account={account} />
      <HowISignIn account={account} />
      {identityService && (
        <p>
          <a href={paths.identityOwn()}>{`${identityService.label}：${identity.manage}`}</a>
        </p>
      )}
      <Sessions sessions={sessions} />
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
