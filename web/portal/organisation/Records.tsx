import { Form, Link } from "react-router";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Choice } from "../../ui/Choice.tsx";
import { FactList } from "../../ui/FactList.tsx";
import { formatNumber, inWords } from "../../ui/format.ts";
import { Paging } from "../../ui/Paging.tsx";
import { TakeAway } from "../../ui/TakeAway.tsx";
import type { OrganisationData } from "./organisation-data.ts";

/** What has been decided: tabs by item that are links with counts, a filter by year and authority, newest first. */
export const Records = ({ data: { organisation, page, facets, chosen, take } }: { data: OrganisationData }) => {
  const text = useText();
  const own = text.organisation;
  const paths = usePaths();
  const language = useLanguage();
  const to = (query: Record<string, string | null>) => `${paths.organisation(organisation.uscc, query)}#records`;
  const total = organisation.counts.reduce((sum, { count }) => sum + count, 0);
  const filtered = chosen.year !== null || chosen.authority !== null;
  const tabs = [{ item: null as string | null, name: text.word.all, count: total }].concat(
    organisation.counts
      .filter(({ count }) => count > 0)
      .map(({ item, name, count }) => ({ item, name: inWords(name, language), count })),
  );
  const { year, authority, item } = chosen;
  return (
    <section aria-labelledby="records">
      <h2 id="records">{own.records}</h2>
      <p className="muted">{own.recordsNote}</p>
      {total > 0 && (
        <nav aria-label={own.tabs} className="tabs">
          <ul>
            {tabs.map((tab) => (
              <li key={tab.item ?? ""}>
                <Link
                  to={to({ item: tab.item })}
                  aria-current={tab.item === item ? "true" : undefined}
                  preventScrollReset
                >
                  {tab.name} <span className="count">{formatNumber(tab.count)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {(facets.years.length > 1 || facets.authorities.length > 1 || filtered) && (
        <Filter
          key={`${item}|${year}|${authority}`}
          facets={facets}
          chosen={chosen}
          action={to({})}
          clear={to({ item })}
        />
      )}
      {page.items.length > 0 ? (
        <>
          <FactList records={page.items} />
          <Paging
            next={page.next ? to({ item, year, authority, cursor: page.next }) : null}
            first={chosen.cursor ? to({ item, year, authority }) : null}
          />
          <TakeAway {...take} />
        </>
      ) : (
        <p>
          <strong>{filtered ? own.nothingFiltered : own.nothing}</strong>{" "}
          <span className="muted">{own.nothingNote}</span>
        </p>
      )}
    </section>
  );
};

type FilterProps = Pick<OrganisationData, "facets" | "chosen"> & { readonly action: string; readonly clear: string };

const Filter = ({ facets, chosen, action, clear }: FilterProps) => {
  const text = useText();
  const own = text.organisation;
  return (
    <details className="conditions" open={chosen.year !== null || chosen.authority !== null}>
      <summary>{own.filter}</summary>
      <Form className="filter" action={action} preventScrollReset>
        {chosen.item && <input type="hidden" name="item" value={chosen.item} />}
        <Choice
          label={own.year}
          name="year"
          value={chosen.year}
          any={text.word.all}
          options={facets.years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <Choice
          label={own.authority}
          name="authority"
          value={chosen.authority}
          any={text.list.anyAuthority}
          wide
          options={facets.authorities.map((authority) => ({ value: authority, label: authority }))}
        />
        <div className="filter-do">
          <button type="submit">{own.filter}</button>
          {(chosen.year ?? chosen.authority) && (
            <Link to={clear} preventScrollReset>
              {own.clear}
            </Link>
          )}
        </div>
      </Form>
    </details>
  );
};
