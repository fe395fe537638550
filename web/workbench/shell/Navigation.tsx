import { NavLink } from "react-router";
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
  return (
    <nav id={id} className="wb-nav" aria-label={text.navigation}>
      {byGroup(entries).map(([group, members]) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 id={`${id}-${group}`}>{text.groups[group]}</h2>
          <ul>
            {members.map(({ id: page, icon: Icon, path }) => (
              <li key={page}>
                <NavLink to={path(paths)} end={page === "work"} onClick={onChosen} title={text.pages[page]}>
                  <span className="wb-icon" aria-hidden="true">
                    <Icon />
                  </span>
                  <span className="wb-nav-name">{text.pages[page]}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
};
