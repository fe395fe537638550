import { Link } from "react-router";
import type { listOwnOrganisations } from "@chengxin/domain/dossier/readers-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatDay } from "../../ui/format.ts";
import { Reported } from "../../ui/Reported.tsx";

type Organisations = RouteAnswer<typeof listOwnOrganisations>["items"];

/** For whom the account acts, and what is new there. */
export const Acting = ({ organisations }: { organisations: Organisations }) => {
  const text = useOwnText();
  const paths = usePaths();
  const language = useLanguage();
  return (
    <section aria-labelledby="acting">
      <h2 id="acting">{text.acting}</h2>
      {organisations.length === 0 && <p>{text.actingNone}</p>}
      <ul className="hits">
        {organisations.map(({ uscc, name, until, news, given, received }) => (
          <li key={uscc} className="hit">
            <h3>
              <Link to={paths.ownFile(uscc)}>
                <Reported>{name}</Reported>
              </Link>
            </h3>
            <p>
              <Uscc code={uscc} />
            </p>
            <p>
              <Link to={paths.ownReaders(uscc)}>{news > 0 ? <strong>{text.news(news)}</strong> : text.noNews}</Link>
            </p>
            <div className="hit-who">
              <p>
                <Link to={paths.authorisations(uscc)}>{text.given(given)}</Link>
              </p>
              <p>
                <Link to={paths.received()}>{text.received(received)}</Link>
              </p>
              <p className="muted">{until ? text.mandateUntil(formatDay(until, language)) : text.mandateSession}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
