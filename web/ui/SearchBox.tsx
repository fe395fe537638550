import { useId } from "react";
import { Form } from "react-router";
import { usePaths, useText } from "../text/use-text.ts";

/** The one search box. Plain GET form: the address says what was searched, and nothing is kept anywhere else. */
export const SearchBox = ({ query = "", large = false }: { query?: string; large?: boolean }) => {
  const text = useText().search;
  const paths = usePaths();
  const id = useId();
  return (
    <search>
      <Form action={paths.search()} className={large ? "search search-large" : "search"}>
        <label htmlFor={id}>{text.label}</label>
        <div className="search-line">
          <input
            id={id}
            key={query}
            type="search"
            name="q"
            defaultValue={query}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            aria-describedby={`${id}-hint`}
            enterKeyHint="search"
          />
          <button type="submit">{text.button}</button>
        </div>
        <p className="hint" id={`${id}-hint`}>
          {text.hint}
        </p>
      </Form>
    </search>
  );
};
