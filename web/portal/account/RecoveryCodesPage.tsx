import { data } from "react-router";
import { renewRecoveryCodes } from "@chengxin/domain/account/own-api.ts";
import type { Route } from "./+types/RecoveryCodesPage.ts";
import { act, load } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { sent } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { ownAccount } from "./own-account.ts";
import { PresentPassword } from "./PresentPassword.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { login, recoveryCodesLeft } = await ownAccount(api, language, url);
    return { login, left: recoveryCodesLeft };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form) => {
    const { recoveryCodes } = await api(renewRecoveryCodes, { presentPassword: sent(form, "presentPassword") });
    return data({ recoveryCodes });
  });

export default function RecoveryCodesPage({ loaderData: { login, left }, actionData }: Route.ComponentProps) {
  const text = useAccountText().recovery;
  const paths = usePaths();
  if (actionData && "recoveryCodes" in actionData)
    return (
      <FormPage title={text.title} lead={text.renewed} fault={undefined}>
        <RecoveryCodes codes={actionData.recoveryCodes} login={login} onward={paths.account()} />
      </FormPage>
    );
  return (
    <FormPage title={text.title} lead={`${text.left(left)} ${text.lead}`} fault={actionData}>
      <form method="post" action={paths.recoveryCodes()} className="ask">
        <PresentPassword login={login} fault={actionData} />
        <button type="submit">{text.button}</button>
      </form>
      <p>
        <a href={paths.account()}>{text.back}</a>
      </p>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
