import { Button, Input, Select } from "antd";
import { useId, useState } from "react";
import { Form, Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { withFilters, withoutFilters } from "./query-state.ts";

export interface FilterField {
  /** Name of the parameter in the address. */
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "day" | "choice";
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Em. */
  readonly width?: number;
}

/** The conditions of a list. A choice works at once, what is typed by Enter or the button; all of it lies in the address. */
export const Filters = ({ fields }: { fields: readonly FilterField[] }) => {
  const [params] = useSearchParams();
  // What the address says is where a field begins; another address makes fields anew.
  const written = fields.map(({ name }) => params.get(name) ?? "").join("\n");
  return <FilterForm key={written} fields={fields} />;
};

const FilterForm = ({ fields }: { fields: readonly FilterField[] }) => {
  const text = useWorkbenchText().ui;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const id = useId();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name }) => [name, params.get(name) ?? ""])),
  );
  const apply = (filters: Readonly<Record<string, string>>): void => {
    setTyped(filters);
    void navigate({ pathname, search: withFilters(params, filters).toString() });
  };
  const cleared = withoutFilters(
    params,
    fields.map(({ name }) => name),
  );
  return (
    <Form
      role="search"
      className="wb-filters"
      onSubmit={(event) => {
        event.preventDefault();
        apply(typed);
      }}
    >
      {fields.map(({ name, label, kind, options = [], width }) => {
        const value = typed[name] ?? "";
        const style = { width: `${width ?? 12}em` };
        return (
          <div key={name} className="wb-field">
            <label htmlFor={`${id}-${name}`}>{label}</label>
            {kind === "choice" ? (
              <Select
                id={`${id}-${name}`}
                style={style}
                showSearch={{ optionFilterProp: "label" }}
                allowClear={value !== ""}
                value={value || null}
                placeholder={text.any}
                // What filters must be visible, even when it is not among the choices.
                options={
                  value && !options.some((option) => option.value === value)
                    ? [{ value, label: value }, ...options]
                    : [...options]
                }
                onChange={(chosen: string | null | undefined) => apply({ ...typed, [name]: chosen ?? "" })}
              />
            ) : (
              <Input
                id={`${id}-${name}`}
                name={name}
                style={style}
                type={kind === "day" ? "date" : "text"}
                maxLength={200}
                value={value}
                onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
              />
            )}
          </div>
        );
      })}
      <Button htmlType="submit" type="primary">
        {text.filter}
      </Button>
      {cleared.size < params.size && <Link to={{ pathname, search: cleared.toString() }}>{text.clear}</Link>}
    </Form>
  );
};
