import { Link, type LoaderFunctionArgs } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import { apiUrl, ApiProblem, filled, load, type ProblemInWords } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { type Paths, type Query } from "../../paths.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { FactList } from "../../ui/FactList.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { TakeAway } from "../../ui/TakeAway.tsx";
import { RecordFilter } from "./RecordFilter.tsx";

const names = ["item", "from", "to", "region", "kind", "authority", "organisation"] as const;

/** The two lists of 双公示 are this page with its item fixed by the address. */
const fixedItem = (pathname: string): string | null =>
  pathname.endsWith("/licences") ? "licence" : pathname.endsWith("/penalties") ? "penalty" : null;

export const loader = (args: LoaderFunctionArgs) =>
  load(args, async (api, language, url) => {
    const fixed = fixedItem(url.pathname);
    const asked = { ...filled(url, names), ...(fixed && { item: fixed }) };
    // a kind left over from an item that is no longer chosen means nothing
    const chosen = asked.item === undefined ? { ...asked, kind: undefined } : asked;
    const { cursor } = filled(url, ["cursor"]);
    const input = { ...chosen, cursor };
    const [{ items }, facets] = await Promise.all([
      api(catalogue.listItems, {}),
      api(record.listFacets, { item: chosen.item }),
    ]);
    const choices = {
      ...facets,
      items: items.filter(({ disclosure }) => disclosure === "public").map(({ id, name }) => ({ id, name })),
    };
    const shared = { fixed, chosen, cursor: cursor ?? null, choices };
    try {
      const page = await api(record.listRecords, input);
      const take = {
        csv: apiUrl(record.listRecords, { ...input, format: "csv" }),
        json: apiUrl(record.listRecords, input),
      };
      return { ...shared, page, take, problem: null };
    } catch (error) {
      // A form keeps what was typed: the page answers with the reason above it.
      if (error instanceof ApiProblem && (error.status === 400 || error.status === 404))
        return { ...shared, page: null, take: null, problem: problemInWords(error, language) };
      throw error;
    }
  });
export type RecordsData = Awaited<ReturnType<typeof loader>>;

const listOf = (paths: Paths, fixed: string | null, query: Query): string =>
  fixed === "licence" ? paths.licences(query) : fixed === "penalty" ? paths.penalties(query) : paths.records(query);

export default function RecordsPage({ loaderData }: { loaderData: RecordsData }) {
  const { fixed, chosen, cursor, page, problem, take } = loaderData;
  const text = useText().list;
  const paths = usePaths();
  const language = useLanguage();
  const title =
    fixed === "licence" ? text.licencesTitle : fixed === "penalty" ? text.penaltiesTitle : text.recordsTitle;
  const lead = fixed === "licence" ? text.licencesLead : fixed === "penalty" ? text.penaltiesLead : text.recordsLead;
  const { item: _, ...rest } = chosen;
  const query: Query = fixed ? rest : chosen;
  const filtered = Object.keys(query).length > 0;
  const backwards = chosen.from !== undefined && chosen.to !== undefined && chosen.from > chosen.to;
  return (
    <Page title={title} description={lead} lead={lead} {...((filtered || cursor) && { robots: "noindex, follow" })}>
      <RecordFilter data={loaderData} action={listOf(paths, fixed, {})} />
      {chosen.organisation && (
        <p>
          {text.organisationOnly} <Link to={paths.organisation(chosen.organisation)}>{chosen.organisation}</Link>
        </p>
      )}
      {problem && <Refusal problem={problem} />}
      {backwards && <p className="notice notice-alert">{text.dateOrder}</p>}
      {page && page.items.length === 0 && (
        <section>
          <h2>{text.nothing}</h2>
          <p className="muted">{text.nothingNote}</p>
        </section>
      )}
      {page && page.items.length > 0 && (
        <section aria-labelledby="rows">
          <h2 id="rows" className="rows-count">
            {page.count ? text.count(formatCount(page.count, language)) : title}
          </h2>
          <FactList records={page.items} withOrganisation />
          <Paging
            next={page.next ? listOf(paths, fixed, { ...query, cursor: page.next }) : null}
            first={cursor ? listOf(paths, fixed, query) : null}
          />
          {take && <TakeAway {...take} />}
        </section>
      )}
    </Page>
  );
}

const Refusal = ({ problem }: { problem: ProblemInWords }) => {
  const text = useText().list;
  return (
    <div className="notice notice-alert" role="alert">
      <h2>{text.invalid}</h2>
      <p>{problem.field === "from" || problem.field === "to" ? text.dateInvalid : problem.sentence}</p>
    </div>
  );
};

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
