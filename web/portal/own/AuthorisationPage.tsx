import { redirect } from "react-router";
import { revokeAuthorisation, showGiven } from "@chengxin/domain/authorisation/api.ts";
import type { Route } from "./+types/AuthorisationPage.ts";
import { act, filled, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatDay, formatMoment, inWords } from "../../ui/format.ts";
import { Paging } from "../../ui/Paging.tsx";
import { FormPage } from "../account/FormPage.tsx";
import { noStore } from "../account/no-store.ts";
import { OwnNav } from "./OwnNav.tsx";
import { Readings } from "./Readings.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { cursor } = filled(url, ["cursor"]);
    const page = await api(showGiven, { ...args.params, ...(cursor ? { cursor } : {}) });
    return { uscc: args.params.uscc, page, cursor: cursor ?? null };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, _form, language) => {
    const { uscc, authorisationId } = args.params;
    await api(revokeAuthorisation, { uscc, authorisationId });
    return redirect(pathsIn(language).authorisation(uscc, authorisationId), { status: 303 });
  });

export default function AuthorisationPage({
  loaderData: { uscc, page, cursor },
  actionData: fault,
}: Route.ComponentProps) {
  const text = useOwnText().authorisations;
  const words = useText().word;
  const paths = usePaths();
  const language = useLanguage();
  const { authorisation: one } = page;
  const items = one.items.map((item) => inWords(item.name, language)).join(words.listSeparator);
  const until = formatDay(one.until, language);
  return (
    <FormPage title={text.one(one.number)} fault={fault}>
      <OwnNav uscc={uscc} />
      <div className="answer">
        <p>
          <strong>{text.sentence(one.recipient.name, items, inWords(one.purpose.name, language), until)}</strong>
        </p>
        <p>
          <Uscc code={one.recipient.uscc} />
        </p>
        <p className="muted">{text.grantedBy(one.grantedBy, formatMoment(one.grantedAt, language))}</p>
        {one.state === "ended" && <p>{text.endedOn(until)}</p>}
        {one.revokedAt && <p>{text.revokedAt(formatMoment(one.revokedAt, language))}</p>}
      </div>
      {one.state === "inForce" && (
        <form method="post" action={paths.authorisation(uscc, one.authorisationId)}>
          <p className="prose" id="revoke-note">
            {text.revokeNote}
          </p>
          <button type="submit" aria-describedby="revoke-note">
            {text.revoke}
          </button>
        </form>
      )}
      <section aria-labelledby="uses">
        <h2 id="uses">{text.usesTitle}</h2>
        {page.items.length === 0 ? <p>{text.usesNone}</p> : <Readings readings={page.items} caption={text.usesTitle} />}
        <Paging
          next={page.next && paths.authorisation(uscc, one.authorisationId, { cursor: page.next })}
          first={cursor ? paths.authorisation(uscc, one.authorisationId) : null}
        />
      </section>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
