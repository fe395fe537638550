import { Link } from "react-router";
import * as organisation from "@chengxin/domain/organisation/api.ts";
import type { SearchHit } from "@chengxin/domain/organisation/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/SearchPage.ts";
import { ApiProblem, type ProblemInWords } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day } from "../../ui/Day.tsx";
import { formatCount, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { SearchBox } from "../../ui/SearchBox.tsx";
import { TakeAway } from "../../ui/TakeAway.tsx";

type SearchAnswer = RouteAnswer<typeof organisation.searchOrganisations>;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { q, cursor } = filled(url, ["q", "cursor"]);
    if (!q) return { q: "", cursor: null, found: null, problem: null, take: null };
    const input = { q, cursor };
    try {
      const found = await api(organisation.searchOrganisations, input);
      const take = {
        csv: apiUrl(organisation.searchOrganisations, { ...input, format: "csv", language }),
        json: apiUrl(organisation.searchOrganisations, input),
      };
      return { q, cursor: cursor ?? null, found, problem: null, take };
    } catch (error) {
      // What was typed stays in the box; the reason stands above it.
      if (error instanceof ApiProblem && error.status === 400)
        return { q, cursor: null, found: null, problem: problemInWords(error, language), take: null };
      throw error;
    }
  });

export default function SearchPage({ loaderData: { q, cursor, found, problem, take } }: Route.ComponentProps) {
  const text = useText().search;
  const paths = usePaths();
  const language = useLanguage();
  const title = q ? text.titleFor(q.length > 40 ? `${q.slice(0, 40)}…` : q) : text.title;
  return (
    <Page title={title} robots="noindex, follow">
      <SearchBox query={q} />
      {!q && <p>{text.empty}</p>}
      {problem && <Refusal problem={problem} />}
      {found && found.items.length === 0 && <Nothing q={q} codeFault={found.codeFault} />}
      {found && found.items.length > 0 && (
        <section aria-labelledby="hits">
          <h2 id="hits" className="visually-hidden">
            {title}
          </h2>
          {found.approximate ? (
            <p className="notice">{text.approximate(q)}</p>
          ) : (
            <p>{found.count ? text.count(formatCount(found.count, language), q) : text.more}</p>
          )}
          {found.understood !== q && <p className="muted">{text.understood(found.understood)}</p>}
          <ol className="hits">
            {found.items.map((hit) => (
              <Hit key={hit.uscc} hit={hit} />
            ))}
          </ol>
          <Paging
            next={found.next ? paths.search({ q, cursor: found.next }) : null}
            first={cursor ? paths.search({ q }) : null}
          />
          {take && <TakeAway {...take} />}
        </section>
      )}
    </Page>
  );
}

/** One organisation, and why it is among the hits. */
const Hit = ({ hit }: { hit: SearchHit }) => {
  const text = useText();
  const language = useLanguage();
  const paths = usePaths();
  const { by, text: matched } = hit.matched;
  return (
    <li className="hit">
      <h3>
        <Link to={paths.organisation(hit.uscc)}>
          <Reported>{hit.name}</Reported>
        </Link>
      </h3>
      <div className="hit-who">
        <p>
          <Uscc code={hit.uscc} />
        </p>
        <p className="muted">
          {text.kinds[hit.kind]} · {text.statuses[hit.status]}
          {hit.region && ` · ${inWords(hit.region.name, language)}`}
          {hit.establishedOn && (
            <>
              {` · ${text.search.established} `}
              <Day day={hit.establishedOn} />
            </>
          )}
        </p>
      </div>
      {by !== "name" && (
        <p>
          <span className="mark">{text.search.matched[by]}</span>{" "}
          {matched !== hit.name && matched !== hit.uscc && matched}
        </p>
      )}
      {!hit.registered && <p className="muted">{text.search.unregistered}</p>}
    </li>
  );
};

const Refusal = ({ problem }: { problem: ProblemInWords }) => (
  <div className="notice notice-alert" role="alert">
    <p>{problem.sentence}</p>
  </div>
);

/** Empty means something: what was searched, what to try, and what is not collected at all. */
const Nothing = ({ q, codeFault }: { q: string; codeFault: SearchAnswer["codeFault"] }) => {
  const text = useText().search;
  return (
    <section className="prose">
      <h2>{text.nothing(q)}</h2>
      {codeFault && <p className="notice">{text.codeFaults[codeFault]}</p>}
      <p>{text.nothingSearched}</p>
      <h3>{text.nothingTry}</h3>
      <ul>
        {text.nothingTries.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3>{text.notCollected}</h3>
      <ul>
        {text.notCollectedItems.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
};

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
