import { Link } from "react-router";
import { listGiven } from "@chengxin/domain/authorisation/api.ts";
import type { Route } from "./+types/AuthorisationsPage.ts";
import { filled, load } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { formatMoment, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Table } from "../../ui/Table.tsx";
import { noStore } from "../account/no-store.ts";
import { OwnHeading } from "./OwnHeading.tsx";
import { OwnNav } from "./OwnNav.tsx";
import { ownOrganisation } from "./own-organisation.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { cursor } = filled(url, ["cursor"]);
    const organisation = await ownOrganisation(api, args.params.uscc);
    const page = await api(listGiven, { uscc: organisation.uscc, ...(cursor ? { cursor } : {}) });
    return { organisation, page, cursor: cursor ?? null };
  });

export default function AuthorisationsPage({ loaderData: { organisation, page, cursor } }: Route.ComponentProps) {
  const text = useOwnText().authorisations;
  const words = useText().word;
  const paths = usePaths();
  const language = useLanguage();
  const { uscc, name } = organisation;
  return (
    <Page
      title={`${text.title} · ${name}`}
      robots="noindex"
      heading={<OwnHeading title={text.title} name={name} uscc={uscc} />}
    >
      <OwnNav uscc={uscc} />
      <p className="lead">{text.lead}</p>
      <p>
        <Link to={paths.newAuthorisation(uscc)} className="button">
          {text.new}
        </Link>
      </p>
      <h2>{text.given}</h2>
      {page.items.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <Table
          caption={text.given}
          hideCaption
          rows={page.items}
          rowKey={({ authorisationId }) => authorisationId}
          columns={[
            { key: "who", name: text.recipient, cell: ({ recipient }) => <Reported>{recipient.name}</Reported> },
            {
              key: "items",
              name: text.items,
              cell: ({ items }) => items.map((item) => inWords(item.name, language)).join(words.listSeparator),
            },
            { key: "purpose", name: text.purpose, cell: ({ purpose }) => inWords(purpose.name, language) },
            { key: "until", name: text.until, cell: ({ until }) => <Day day={until} /> },
            {
              key: "uses",
              name: text.uses,
              cell: ({ uses, lastUsedAt }) => (
                <span>
                  {text.usesOf(uses)}
                  {lastUsedAt && (
                    <span className="muted block">{text.lastUsed(formatMoment(lastUsedAt, language))}</span>
                  )}
                </span>
              ),
            },
            { key: "state", name: text.state, cell: ({ state }) => text.states[state] },
            {
              key: "open",
              name: text.details,
              cell: ({ authorisationId, number }) => (
                <Link to={paths.authorisation(uscc, authorisationId)}>{text.one(number)}</Link>
              ),
            },
          ]}
        />
      )}
      <Paging
        next={page.next && paths.authorisations(uscc, { cursor: page.next })}
        first={cursor ? paths.authorisations(uscc) : null}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
