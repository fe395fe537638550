import { useId } from "react";

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | null | undefined;
  /** Words for "no condition". */
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly wide?: boolean;
}

/** A labelled select. A value that is not among the options is shown all the same: what filters must be visible. */
export const Choice = ({ label, name, value, any, options, wide = false }: ChoiceProps) => {
  const id = useId();
  const unknown = value && !options.some((option) => option.value === value) ? value : null;
  return (
    <div className={wide ? "field field-wide" : "field"}>
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} defaultValue={value ?? ""}>
        <option value="">{any}</option>
        {unknown && <option value={unknown}>{unknown}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
};
