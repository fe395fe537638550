import { Link } from "react-router";
import { readReceived } from "@chengxin/domain/authorisation/api.ts";
import type { Route } from "./+types/ReadReceivedPage.ts";
import { filled, load } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { FactRow } from "../../ui/FactRow.tsx";
import { formatDay, formatNumber, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { Value } from "../../ui/Value.tsx";
import { noStore } from "../account/no-store.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { cursor } = filled(url, ["cursor"]);
    const page = await api(readReceived, { ...args.params, ...(cursor ? { cursor } : {}) });
    return { page, cursor: cursor ?? null };
  });

export default function ReadReceivedPage({ loaderData: { page, cursor } }: Route.ComponentProps) {
  const own = useOwnText();
  const text = own.receivedPage;
  const paths = usePaths();
  const language = useLanguage();
  const { grantor, authorisationId, purpose, until } = page.authorisation;
  const to = (query = {}) => paths.readReceived(grantor.uscc, authorisationId, query);
  return (
    <Page
      title={text.readTitle(grantor.name)}
      robots="noindex"
      lead={text.readLead(inWords(purpose.name, language), formatDay(until, language))}
    >
      <h2>{page.items.length === 0 ? text.nothing : text.count(formatNumber(page.count?.value ?? 0))}</h2>
      <ol className="facts">
        {page.items.map((record) => (
          <li key={record.recordId}>
            <FactRow record={record} linked={false} />
            <details className="stored">
              <summary>{own.file.more(1)}</summary>
              <Terms
                pairs={record.fields.map(({ id, name, value }) => [
                  inWords(name, language),
                  <Value key={id} value={value} />,
                ])}
              />
            </details>
          </li>
        ))}
      </ol>
      <Paging next={page.next && to({ cursor: page.next })} first={cursor ? to() : null} />
      <p>
        <Link to={paths.received()}>{text.back}</Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
