import { Link, NavLink, useLocation } from "react-router";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import type { NavigationEntry } from "./navigation.ts";

const byGroup = (
  entries: readonly NavigationEntry[],
): readonly (readonly [NavigationEntry["group"], NavigationEntry[]])[] => {
  const groups = new Map<NavigationEntry["group"], NavigationEntry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
};

interface NavigationProps {
  readonly id: string;
  readonly entries: readonly NavigationEntry[];
  readonly onChosen: () => void;
}

/** The sections by task. */
export const Navigation = ({ id, entries, onChosen }: NavigationProps) => {
  const text = useWorkbenchText().shell;
  const paths = useWorkbenchPaths();
  const { pathname, search } = useLocation();
  // A list under a condition is a page of its own: then the list without one isn't where we are.
  const here = entries.find(({ path }) => path(paths).includes("?") && path(paths) === pathname + search);
  const isElsewhere = (entry: NavigationEntry): boolean =>
    here === undefined ? entry.path(paths).includes("?") : entry !== here;
  return (
    <nav id={id} className="wb-nav" aria-label={text.navigation}>
      {byGroup(entries).map(([group, members]) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 id={`${id}-${group}`}>{text.groups[group]}</h2>
          <ul>
            {members.map((entry) => {
              const { id: page, icon: Icon, path } = entry;
              const there = { to: path(paths), onClick: onChosen, title: text.pages[page] };
              const words = (
                <>
                  <span className="wb-icon" aria-hidden="true">
                    <Icon />
                  </span>
                  <span className="wb-nav-name">{text.pages[page]}</span>
                </>
              );
              return (
                <li key={page}>
                  {isElsewhere(entry) ? (
                    <Link {...there}>{words}</Link>
                  ) : (
                    <NavLink {...there} end={page === "work"}>
                      {words}
                    </NavLink>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
};
