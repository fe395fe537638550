import { SearchOutlined } from "@ant-design/icons";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Form, useNavigate } from "react-router";
import { searchOrganisations } from "@chengxin/domain/organisation/api.ts";
import { call } from "../../api.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import type { NavigationEntry } from "./navigation.ts";

interface Choice {
  readonly key: string;
  readonly group: "pages" | "organisations";
  readonly name: string;
  readonly note: string;
  readonly to: string;
}

/** Time after the last key before organisations are asked for, ms. */
const pause = 180;
const mostOrganisations = 6;

interface GlobalSearchProps {
  readonly inputId: string;
  readonly entries: readonly NavigationEntry[];
}

/** One box for organisations and pages: a combobox that also works as a plain form. */
export const GlobalSearch = ({ inputId, entries }: GlobalSearchProps) => {
  const text = useWorkbenchText().shell;
  const paths = useWorkbenchPaths();
  const navigate = useNavigate();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<readonly Choice[]>([]);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const asked = useRef(0);
  const query = typed.trim();

  useEffect(() => {
    const turn = ++asked.current;
    setFailed(false);
    if (query.length < 2) {
      setFound([]);
      return;
    }
    const timer = setTimeout(() => {
      call(searchOrganisations, { q: query, limit: mostOrganisations }).then(
        ({ items }) => {
          if (turn !== asked.current) return;
          setFound(
            items.map(({ uscc, name }) => ({
              key: uscc,
              group: "organisations",
              name,
              note: uscc,
              to: paths.organisations({ q: uscc }),
            })),
          );
        },
        () => {
          if (turn !== asked.current) return;
          setFound([]);
          setFailed(true);
        },
      );
    }, pause);
    return () => clearTimeout(timer);
    // The paths follow the language, which the page's address decides.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [query]);

  const pages: readonly Choice[] =
    query === ""
      ? []
      : entries
          .map(({ id, key, path }) => ({
            key: id,
            group: "pages" as const,
            name: text.pages[id],
            note: `g ${key}`,
            to: path(paths),
          }))
          .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  const choices = [...pages, ...found];
  const chosen = choices[at];
  const shown = open && query !== "";

  const leave = (): void => {
    setOpen(false);
    setAt(-1);
  };
  const follow = (to: string): void => {
    leave();
    setTyped("");
    // The keys belong to the page that opens, no longer to the box.
    document.getElementById("content")?.focus({ preventScroll: true });
    void navigate(to);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (choices.length === 0) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      setOpen(true);
      setAt((at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % choices.length);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      follow(chosen.to);
    } else if (event.key === "Escape") {
      if (shown) leave();
      else event.currentTarget.blur();
    }
  };
  return (
    <search className="wb-search">
      <Form action={paths.organisations()} onSubmit={leave}>
        <SearchOutlined aria-hidden="true" />
        <input
          id={inputId}
          name="q"
          type="search"
          role="combobox"
          autoComplete="off"
          aria-label={text.search}
          aria-expanded={shown}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(chosen ? { "aria-activedescendant": `${listId}-${chosen.key}` } : {})}
          placeholder={text.search}
          title={text.searchHint}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
            setAt(-1);
          }}
          onFocus={() => setOpen(true)}
          onBlur={leave}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">/</kbd>
      </Form>
      <span className="visually-hidden" role="status">
        {shown ? (failed ? text.searchFailed : text.searchFound(choices.length)) : ""}
      </span>
      <div
        id={listId}
        role="listbox"
        aria-label={text.search}
        className="wb-found"
        hidden={!shown || (choices.length === 0 && !failed)}
      >
        {choices.map(({ key, group, name, note, to }, index) => (
          <div
            key={key}
            id={`${listId}-${key}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onPointerDown={(event) => {
              // The press must not take the focus away before it is followed.
              event.preventDefault();
              follow(to);
            }}
          >
            <small>{group === "pages" ? text.searchPages : text.searchOrganisations}</small>
            <span>{name}</span>
            <code>{note}</code>
          </div>
        ))}
        {failed && (
          <div role="option" tabIndex={-1} aria-selected={false} aria-disabled="true">
            {text.searchFailed}
          </div>
        )}
      </div>
    </search>
  );
};
