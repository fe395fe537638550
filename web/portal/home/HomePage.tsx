import { Link } from "react-router";
import * as record from "@chengxin/domain/record/api.ts";
import type { Route } from "./+types/HomePage.ts";
import { load } from "../../api.ts";
import { listOfItem } from "../../paths.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { FactList } from "../../ui/FactList.tsx";
import { formatCount, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { SearchBox } from "../../ui/SearchBox.tsx";
import { countOf } from "../record/count-of.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const [statistics, latest] = await Promise.all([
      api(record.showStatistics, {}),
      api(record.listRecords, { limit: 6 }),
    ]);
    return { statistics, latest: latest.items };
  });

/** The numbers that the first screen shows; each opens to its rows. */
const shown = ["licence", "penalty"];

export default function HomePage({ loaderData: { statistics, latest } }: Route.ComponentProps) {
  const text = useText();
  const paths = usePaths();
  const language = useLanguage();
  const numbers = shown.flatMap((id) => statistics.items.filter(({ item }) => item === id));
  return (
    <Page
      title={text.home.title}
      description={text.home.lead}
      heading={<h1 className="visually-hidden">{text.home.title}</h1>}
    >
      <section className="opening">
        <SearchBox large />
        <ul className="numbers" aria-label={text.home.numbers}>
          <li>
            <Link to={paths.records()}>
              <strong>{formatCount(countOf(statistics, null), language)}</strong> {text.home.allRecords}
            </Link>
          </li>
          {numbers.map(({ item, name, count }) => (
            <li key={item}>
              <Link to={listOfItem(paths, item)}>
                <strong>{formatCount(count, language)}</strong> {inWords(name, language)}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="latest">
        <h2 id="latest">{text.home.latest}</h2>
        {latest.length > 0 ? <FactList records={latest} withOrganisation /> : <p>{text.home.nothingYet}</p>}
        <p className="after-list">
          <Link to={paths.records()} className="button">
            {text.home.latestAll}
          </Link>
        </p>
      </section>
      <p className="muted">
        <Link to={paths.openData()}>{text.home.organisations(formatCount(statistics.organisations, language))}</Link>
        {" · "}
        {statistics.lastReceivedAt && (
          <>
            {text.home.lastReceived}
            <Moment at={statistics.lastReceivedAt} />
            {" · "}
          </>
        )}
        {text.home.scopeNote} <Link to={paths.scope()}>{text.nav.scope}</Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
