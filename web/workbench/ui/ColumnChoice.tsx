import { Checkbox } from "antd";
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
  const to = (chosen: readonly string[]) => ({ pathname, search: withColumns(params, chosen, byDefault).toString() });
  return (
    <Disclosure label={text.columns} align="end">
      <fieldset className="wb-choices">
        <legend>{text.columns}</legend>
        {columns.map(({ id, title }) => (
          <Checkbox
            key={id}
            checked={shown.includes(id)}
            // The last column can't be taken away.
            disabled={shown.length === 1 && shown.includes(id)}
            onChange={({ target }) =>
              void navigate(
                to(
                  columns
                    .map((column) => column.id)
                    .filter((one) => (one === id ? target.checked : shown.includes(one))),
                ),
                { preventScrollReset: true, replace: true },
              )
            }
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
