import { redirect } from "react-router";
import { linkIdentity, showOwnIdentity, unlinkIdentity } from "@chengxin/domain/account/identity-api.ts";
import type { Route } from "./+types/OwnIdentityPage.ts";
import { act, load } from "../../../api.ts";
import { pathsIn } from "../../../paths.ts";
import { useIdentityText } from "../../../text/identity-text.ts";
import { useLanguage, usePaths } from "../../../text/use-text.ts";
import { formatMoment } from "../../../ui/format.ts";
import { sent } from "../fault.ts";
import { FormField } from "../FormField.tsx";
import { FormPage } from "../FormPage.tsx";
import { noStore } from "../no-store.ts";
import { ownAccount } from "../own-account.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    await ownAccount(api, language, url);
    const said = url.searchParams.get("said");
    const own = await api(showOwnIdentity, {});
    return { ...own, said: said === "linked" || said === "unlinked" ? said : null };
  });

/** Links: gives the address to go to. Unlinks: at once. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const presentPassword = sent(form, "presentPassword");
    if (sent(form, "step") === "unlink") {
      await api(unlinkIdentity, { presentPassword });
      return redirect(pathsIn(language).identityOwn({ said: "unlinked" }), { status: 303 });
    }
    return { leave: (await api(linkIdentity, { presentPassword, language })).url };
  });

export default function OwnIdentityPage({ loaderData, actionData }: Route.ComponentProps) {
  const { label, linked, onlyWay, said } = loaderData;
  const text = useIdentityText();
  const paths = usePaths();
  const language = useLanguage();
  const fault = actionData && "problem" in actionData ? actionData : undefined;
  const leave = actionData && "leave" in actionData ? actionData.leave : null;
  const toAccount = (
    <p>
      <a href={paths.account()}>{text.toAccount}</a>
    </p>
  );
  if (label === null)
    return (
      <FormPage title={text.noneTitle} fault={fault}>
        <p>{text.none}</p>
        {toAccount}
      </FormPage>
    );
  const at = (moment: string): string => formatMoment(moment, language);
  return (
    <FormPage title={text.ownTitle(label)} fault={fault}>
      {said && !fault && !leave && (
        <p className="notice" role="status">
          {said === "linked" ? text.linkedNow : text.unlinkedNow}
        </p>
      )}
      <p>{linked ? text.linked(at(linked.linkedAt)) : text.notLinked}</p>
      {linked?.lastUsedAt && <p>{text.used(at(linked.lastUsedAt))}</p>}
      {leave !== null ? (
        <>
          <p>{text.leaveHint}</p>
          <p>
            <a href={leave} rel="noreferrer">
              {text.leave(label)}
            </a>
          </p>
        </>
      ) : onlyWay ? (
        <p>{text.onlyWay}</p>
      ) : (
        <form method="post" action={paths.identityOwn()} className="ask">
          <input type="hidden" name="step" value={linked ? "unlink" : "link"} />
          <FormField
            name="presentPassword"
            label={text.password}
            hint={text.passwordHint}
            fault={fault}
            type="password"
            autoComplete="current-password"
            maxLength={400}
          />
          <button type="submit">{linked ? text.unlink : text.link}</button>
        </form>
      )}
      {toAccount}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../../ui/PageError.tsx";
