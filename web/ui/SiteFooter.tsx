import { Link } from "react-router";
import { usePaths, useText } from "../text/use-text.ts";

/** Where to go next, and whose site this is: the city's own words, so that nobody takes a community edition for the official site. */
export const SiteFooter = ({ siteName, contact }: { siteName: string; contact: string | null }) => {
  const text = useText();
  const paths = usePaths();
  return (
    <footer className="site-footer">
      <div className="frame">
        <nav aria-label={text.site.footNavigation}>
          <ul>
            <li>
              <Link to={paths.scope()}>{text.nav.scope}</Link>
            </li>
            <li>
              <Link to={paths.openData()}>{text.nav.openData}</Link>
            </li>
            <li>
              <Link to={paths.log()}>{text.nav.log}</Link>
            </li>
            <li>
              <Link to={paths.developers()}>{text.nav.developers}</Link>
            </li>
            <li>
              <Link to={paths.limits()}>{text.nav.limits}</Link>
            </li>
            <li>
              <Link to={paths.about()}>{text.nav.about}</Link>
            </li>
          </ul>
        </nav>
        <p>
          {siteName} · {text.site.footAbout}
        </p>
        {contact && <p>{contact}</p>}
      </div>
    </footer>
  );
};
