import { Link } from "react-router";
import type { Organisation } from "@chengxin/domain/organisation/api.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { formatDay, formatNumber, inWords } from "../../ui/format.ts";

/** Is anything adverse public today: yes with how many and where, or no with what "no" means. */
export const Adverse = ({
  organisation,
  items,
}: {
  organisation: Organisation;
  /** All items whose records count as adverse. */
  items: readonly { readonly id: string; readonly name: string }[];
}) => {
  const text = useText();
  const own = text.organisation;
  const paths = usePaths();
  const language = useLanguage();
  const day = formatDay(organisation.asOf, language);
  const found = organisation.counts.filter(({ effect, count }) => effect === "adverse" && count > 0);
  const counted = items.map(({ name }) => name).join(text.word.listSeparator);
  return (
    <section aria-labelledby="adverse" className="answer" data-adverse={organisation.adverse > 0}>
      <h2 id="adverse">{own.adverse}</h2>
      {organisation.adverse > 0 ? (
        <>
          <p>
            <strong>{own.adverseSome(day, formatNumber(organisation.adverse))}</strong>
          </p>
          <ul className="inline">
            {found.map(({ item, name, count }) => (
              <li key={item}>
                <Link to={`${paths.organisation(organisation.uscc, { item })}#records`}>
                  {inWords(name, language)} {text.word.records(formatNumber(count))}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>
            <strong>{own.adverseNone(day)}</strong>
          </p>
          <p className="muted">{own.adverseNoneNote}</p>
        </>
      )}
      <p className="muted">
        {own.adverseCounted(counted)} <a href="#records">{own.records}</a>
      </p>
    </section>
  );
};
