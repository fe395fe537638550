import { useText } from "../text/use-text.ts";

/** CSV and JSON of the rows on the screen, from the very address they came from. */
export const TakeAway = ({ csv, json }: { csv: string; json: string }) => {
  const text = useText().take;
  return (
    <p className="take">
      {text.label} <a href={csv}>{text.csv}</a> <a href={json}>{text.json}</a>{" "}
      <span className="muted">{text.note}</span>
    </p>
  );
};
