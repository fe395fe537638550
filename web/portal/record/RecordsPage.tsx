import { Link } from "react-router";
import type { ProblemInWords } from "../../api-problem.ts";
import type { Paths, Query } from "../../paths.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { FactList } from "../../ui/FactList.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { TakeAway } from "../../ui/TakeAway.tsx";
import { RecordFilter } from "./RecordFilter.tsx";
import { loadRecords, type RecordsData } from "./records-data.ts";

export const loader = loadRecords;

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
