import { Link } from "react-router";
import { listOwnOrganisations } from "@chengxin/domain/dossier/readers-api.ts";
import { listOwnMandates } from "@chengxin/domain/mandate/api.ts";
import type { Route } from "./+types/OwnPage.ts";
import { load } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { noStore } from "../account/no-store.ts";
import { ownAccount } from "../account/own-account.ts";
import { Acting } from "./Acting.tsx";
import { OwnMandates } from "./OwnMandates.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { kind } = await ownAccount(api, language, url);
    const [acting, { items: mandates }] = await Promise.all([api(listOwnOrganisations, {}), api(listOwnMandates, {})]);
    const asked = mandates.find(({ number, state }) => number === url.searchParams.get("asked") && state === "asked");
    return { official: kind === "official", organisations: acting.items, mandates, asked: asked?.number ?? null };
  });

export default function OwnPage({ loaderData }: Route.ComponentProps) {
  const text = useOwnText();
  const paths = usePaths();
  if (loaderData.official)
    return (
      <Page title={text.title} robots="noindex" lead={text.officials}>
        <p>
          <a href={paths.workbench()} className="button">
            {text.toWorkbench}
          </a>
        </p>
      </Page>
    );
  return (
    <Page title={text.title} robots="noindex" lead={text.lead}>
      {loaderData.asked && <WhatToBring number={loaderData.asked} />}
      <Acting organisations={loaderData.organisations} />
      <p>
        <Link to={paths.askMandate()} className="button">
          {text.askLink}
        </Link>
      </p>
      {loaderData.organisations.length > 0 && (
        <p>
          <Link to={paths.received()}>{text.receivedLink}</Link>
        </p>
      )}
      {loaderData.mandates.length > 0 && <OwnMandates mandates={loaderData.mandates} />}
    </Page>
  );
}

/** A request was sent: its number, and what to take along. */
const WhatToBring = ({ number }: { number: string }) => {
  const text = useOwnText();
  return (
    <section className="notice" role="status" aria-labelledby="asked">
      <h2 id="asked">{text.askedNotice(number)}</h2>
      <p>{text.askedNext}</p>
      <ul>
        {text.bring.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{text.bringNote}</p>
    </section>
  );
};

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
