import type { ReactNode } from "react";
import { Link } from "react-router";
import type { QualityRow, RowSet } from "@chengxin/domain/quality/api.ts";
import { percentOf, rateOf } from "@chengxin/domain/quality/rates.ts";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";

export type IndicatorId = "reported" | "compliant" | "timely";

type Row = Pick<QualityRow, "source" | "item" | "month"> & QualityRow;

const placeOf = ({ source, item, month }: Row) => ({ source: source.id, item: item.id, month });

/** How many rows a number counts. */
const countOf = (row: QualityRow, set: RowSet): number => (set === "checked" ? row.stored + row.rejected : row[set]);

/** A number that opens to the very rows it counts; 0 opens to nothing. */
export const RowsLink = ({ row, set, children }: { row: Row; set: RowSet; children?: ReactNode }) => {
  const { sets } = useWorkbenchText().quality;
  const paths = useWorkbenchPaths();
  const count = countOf(row, set);
  const shown = children ?? formatNumber(count);
  if (count === 0) return shown;
  return (
    <Link to={paths.qualityRows({ ...placeOf(row), set })} title={sets[set]}>
      {shown}
    </Link>
  );
};

interface RateProps {
  readonly part: number;
  /** null: nobody has said how much it is. */
  readonly whole: number | null;
  readonly partLink?: ReactNode;
  readonly wholeLink?: ReactNode;
}

/** A rate with what it is made of. Where there is no whole there is no rate, neither 0 % nor 100 %. */
export const Rate = ({ part, whole, partLink, wholeLink }: RateProps) => {
  const text = useWorkbenchText().quality;
  const rate = rateOf(part, whole);
  if (rate === "undeclared")
    return (
      <span className="wb-rate">
        <span className="wb-note">{text.undeclared}</span>
        <span className="wb-fraction">
          {partLink ?? formatNumber(part)} / {wholeLink ?? "—"}
        </span>
      </span>
    );
  if (rate === "nothing") return <span className="wb-note">{text.nothing}</span>;
  return (
    <span className="wb-rate">
      <strong>{percentOf(rate)}</strong>
      <span className="wb-fraction">
        {partLink ?? formatNumber(part)} / {wholeLink ?? formatNumber(whole ?? 0)}
      </span>
      {rate > 1 && <span className="wb-wrong">{text.over}</span>}
    </span>
  );
};

interface RateOfRowProps {
  readonly row: QualityRow;
  readonly indicator: IndicatorId;
  /** Departments that the one who looks may declare for. */
  readonly declares: readonly string[];
}

/** One of the three rates of a department, item and month. */
export const RateOfRow = ({ row, indicator, declares }: RateOfRowProps) => {
  const text = useWorkbenchText().quality;
  const paths = useWorkbenchPaths();
  if (indicator === "compliant")
    return (
      <Rate
        part={row.stored}
        whole={row.stored + row.rejected}
        partLink={<RowsLink row={row} set="stored" />}
        wholeLink={<RowsLink row={row} set="checked" />}
      />
    );
  if (!row.asked) return <span className="wb-note">{text.notAsked}</span>;
  if (indicator === "timely")
    return (
      <Rate
        part={row.timely}
        whole={row.timely + row.late}
        partLink={<RowsLink row={row} set="timely" />}
        // where some can't be told, the whole is no list of its own: in time and late ones lead to their rows
        {...(row.unassessed === 0 ? { wholeLink: <RowsLink row={row} set="received" /> } : {})}
      />
    );
  const declare = declares.includes(row.source.id) ? text.declare : "—";
  return (
    <Rate
      part={row.received}
      whole={row.declared}
      partLink={<RowsLink row={row} set="received" />}
      wholeLink={
        <Link to={paths.qualityMonth(placeOf(row))}>
          {row.declared === null ? declare : formatNumber(row.declared)}
        </Link>
      }
    />
  );
};
