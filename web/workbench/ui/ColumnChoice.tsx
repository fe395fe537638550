import { Checkbox } from "antd";
import { useEffect, useState } from "react";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Disclosure } from "./Disclosure.tsx";
import { withColumns } from "./query-state.ts";

interface ColumnChoiceProps {
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly shown: readonly string[];
  readonly byDefault: readonly string[];
}

/** Which columns the table shows; kept in the address, and so in saved views too. */
export const ColumnChoice = ({ columns, shown, byDefault }: ColumnChoiceProps) => {
  const text = useWorkbenchText().ui;
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  // A box shows at once what was pressed; the address follows.
  const written = shown.join(",");
  const [ticked, setTicked] = useState(written);
  useEffect(() => setTicked(written), [written]);
  const pressed = ticked.split(",");
  const to = (chosen: readonly string[]) => ({ pathname, search: withColumns(params, chosen, byDefault).toString() });
  return (
    <Disclosure label={text.columns} align="end">
      <fieldset className="wb-choices">
        <legend>{text.columns}</legend>
        {columns.map(({ id, title }) => (
          <Checkbox
            key={id}
            checked={pressed.includes(id)}
            // The last column can't be taken away.
            disabled={pressed.length === 1 && pressed.includes(id)}
            onChange={({ target }) => {
              const next = columns
                .map((column) => column.id)
                .filter((one) => (one === id ? target.checked : pressed.includes(one)));
              setTicked(next.join(","));
              void navigate(to(next), { preventScrollReset: true, replace: true });
            }}
          >
            {title}
          </Checkbox>
        ))}
      </fieldset>
      <Link to={to(byDefault)} replace preventScrollReset>
        {text.columnsReset}
      </Link>
    </Disclosure>
  );
};
