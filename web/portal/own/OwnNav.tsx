import { NavLink } from "react-router";
import { useOwnText } from "../../text/own-text.ts";
import { usePaths } from "../../text/use-text.ts";

/** Ways between the pages of one organisation. */
export const OwnNav = ({ uscc }: { uscc: string }) => {
  const { nav } = useOwnText();
  const paths = usePaths();
  const ways = [
    [paths.ownFile(uscc), nav.file],
    [paths.ownReaders(uscc), nav.readers],
    [paths.authorisations(uscc), nav.authorisations],
    [paths.ownAgents(uscc), nav.agents],
  ] as const;
  return (
    <nav className="tabs" aria-label={nav.label}>
      <ul>
        {ways.map(([to, name]) => (
          <li key={to}>
            <NavLink to={to} end={to === ways[0][0]}>
              {name}
            </NavLink>
          </li>
        ))}
        <li>
          <NavLink to={paths.own()} end>
            {nav.back}
          </NavLink>
        </li>
      </ul>
    </nav>
  );
};
