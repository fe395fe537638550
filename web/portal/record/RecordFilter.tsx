import { useId } from "react";
import { Form, Link } from "react-router";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Choice } from "../../ui/Choice.tsx";
import { inWords } from "../../ui/format.ts";
import type { RecordsData } from "./records-data.ts";

/** Conditions of a list as a plain GET form: the address holds them, nothing else does. */
export const RecordFilter = ({ data: { fixed, chosen, choices }, action }: { data: RecordsData; action: string }) => {
  const text = useText().list;
  const language = useLanguage();
  const filtered = Object.keys(chosen).some((name) => name !== "item" || !fixed);
  return (
    <details className="conditions" key={JSON.stringify(chosen)} open={filtered}>
      <summary>{text.filters}</summary>
      <Form action={action} className="filter" aria-label={text.filters}>
        {chosen.organisation && <input type="hidden" name="organisation" value={chosen.organisation} />}
        {!fixed && (
          <Choice
            label={text.item}
            name="item"
            value={chosen.item}
            any={text.anyItem}
            wide
            options={choices.items.map((item) => ({ value: item.id, label: inWords(item.name, language) }))}
          />
        )}
        <DayField label={text.from} name="from" value={chosen.from} />
        <DayField label={text.to} name="to" value={chosen.to} />
        <Choice
          label={text.region}
          name="region"
          value={chosen.region}
          any={text.anyRegion}
          options={choices.regions.map(({ code, name }) => ({ value: code, label: inWords(name, language) }))}
        />
        {chosen.item && choices.kinds.length > 0 && (
          <Choice
            label={text.kind}
            name="kind"
            value={chosen.kind}
            any={text.anyKind}
            options={choices.kinds.map(({ number, name }) => ({
              value: String(number),
              label: inWords(name, language),
            }))}
          />
        )}
        <Choice
          label={text.authority}
          name="authority"
          value={chosen.authority}
          any={text.anyAuthority}
          wide
          options={choices.authorities.map((authority) => ({ value: authority, label: authority }))}
        />
        <div className="filter-do">
          <button type="submit">{text.apply}</button>
          {filtered && <Link to={action}>{text.clear}</Link>}
        </div>
      </Form>
    </details>
  );
};

const DayField = ({ label, name, value = "" }: { label: string; name: string; value: string | undefined }) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" name={name} defaultValue={value} min="1949-10-01" max="2099-12-31" />
    </div>
  );
};
