import { Link } from "react-router";
import { listReceived } from "@chengxin/domain/authorisation/api.ts";
import type { Route } from "./+types/ReceivedPage.ts";
import { filled, load } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Table } from "../../ui/Table.tsx";
import { noStore } from "../account/no-store.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { cursor } = filled(url, ["cursor"]);
    return { page: await api(listReceived, cursor ? { cursor } : {}), cursor: cursor ?? null };
  });

export default function ReceivedPage({ loaderData: { page, cursor } }: Route.ComponentProps) {
  const own = useOwnText();
  const text = own.receivedPage;
  const words = useText().word;
  const paths = usePaths();
  const language = useLanguage();
  return (
    <Page title={text.title} robots="noindex" lead={text.lead}>
      {page.items.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <Table
          caption={text.title}
          hideCaption
          rows={page.items}
          rowKey={({ authorisationId }) => authorisationId}
          columns={[
            { key: "grantor", name: text.grantor, cell: ({ grantor }) => <Reported>{grantor.name}</Reported> },
            { key: "recipient", name: text.recipient, cell: ({ recipient }) => <Reported>{recipient.name}</Reported> },
            {
              key: "items",
              name: own.authorisations.items,
              cell: ({ items }) => items.map((item) => inWords(item.name, language)).join(words.listSeparator),
            },
            {
              key: "purpose",
              name: own.authorisations.purpose,
              cell: ({ purpose }) => inWords(purpose.name, language),
            },
            { key: "until", name: own.authorisations.until, cell: ({ until }) => <Day day={until} /> },
            { key: "state", name: own.authorisations.state, cell: ({ state }) => own.authorisations.states[state] },
            {
              key: "open",
              name: text.how,
              cell: ({ grantor, authorisationId, state }) =>
                state === "inForce" ? (
                  <Link to={paths.readReceived(grantor.uscc, authorisationId)}>{text.open}</Link>
                ) : (
                  <span className="muted">{text.over}</span>
                ),
            },
          ]}
        />
      )}
      <Paging next={page.next && paths.received({ cursor: page.next })} first={cursor ? paths.received() : null} />
      <p>
        <Link to={paths.own()}>{own.nav.back}</Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
