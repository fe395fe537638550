import { Link, NavLink, useLocation } from "react-router";
import { care } from "../paths.ts";
import { languageTag, pathInLanguage } from "../text/language.ts";
import { useLanguage, usePaths, useText } from "../text/use-text.ts";

interface SiteHeaderProps {
  readonly siteName: string;
  readonly careMode: boolean;
  readonly demonstration: boolean;
  /** The page is one that only its account sees. */
  readonly signedIn: boolean;
}

/** Name of the site, sections, language and care mode, the way in or out. The switches stay on the page. */
export const SiteHeader = ({ siteName, careMode, demonstration, signedIn }: SiteHeaderProps) => {
  const text = useText();
  const paths = usePaths();
  const { pathname, search } = useLocation();
  const other = useLanguage() === "en" ? "zh" : "en";
  const sections = [
    [paths.licences(), text.nav.administrative, text.nav.licences],
    [paths.penalties(), text.nav.administrative, text.nav.penalties],
    [paths.records(), "", text.nav.records],
    [paths.catalogue(), "", text.nav.catalogue],
    [paths.workingDays(), "", text.nav.workingDays],
  ] as const;
  return (
    <header className="site-header">
      <div className="frame site-top">
        <Link to={paths.home()} className="site-name">
          <span className="seal" aria-hidden="true">
            信
          </span>
          <span>
            <strong>{siteName}</strong>
            <small>{text.site.tagline}</small>
          </span>
        </Link>
        <div className="switches">
          <a href={pathInLanguage(pathname, other) + search} lang={languageTag[other]} hrefLang={languageTag[other]}>
            {text.site.otherLanguage}
          </a>
          <form method="post" action={care}>
            <input type="hidden" name="back" value={pathname + search} />
            <button type="submit" className="plain" name="care" value={careMode ? "off" : "on"}>
              {careMode ? text.site.careOff : text.site.careOn}
            </button>
          </form>
          {signedIn && (
            <form method="post" action={paths.signOut()}>
              <button type="submit" className="plain">
                {text.nav.signOut}
              </button>
            </form>
          )}
        </div>
      </div>
      <nav className="frame site-nav" aria-label={text.site.navigation}>
        <ul>
          {sections.map(([to, long, name]) => (
            <li key={to}>
              <NavLink to={to}>
                {long && <span className="long">{long}</span>}
                {name}
              </NavLink>
            </li>
          ))}
          <li className="site-door">
            {signedIn ? (
              <NavLink to={paths.account()}>{text.nav.account}</NavLink>
            ) : (
              <NavLink to={paths.signIn()}>{text.nav.signIn}</NavLink>
            )}
          </li>
        </ul>
      </nav>
      {demonstration && (
        <p className="demonstration">
          <span className="frame">
            <strong>{text.site.demonstration}</strong> {text.site.demonstrationLong}
          </span>
        </p>
      )}
    </header>
  );
};
