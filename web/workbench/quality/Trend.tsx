import type { Indicator } from "@chengxin/domain/catalogue/indicator.ts";
import type { MonthTotal } from "@chengxin/domain/quality/api.ts";
import { percentOf, rateOf } from "@chengxin/domain/quality/rates.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Rate, type IndicatorId } from "./Rate.tsx";

/** Numerator and denominator of a month; `whole` null: nothing was declared. */
const partsOf = (month: MonthTotal, indicator: IndicatorId): { part: number; whole: number | null } => {
  if (indicator === "compliant") return { part: month.stored, whole: month.stored + month.rejected };
  if (indicator === "timely") return { part: month.timely, whole: month.timely + month.late };
  return { part: month.receivedOfDeclared, whole: month.undeclared === month.asked ? null : month.declared };
};

/** The three rates over the months of the filter, as small charts of one scale, with their numbers as a table. */
export const Trend = ({ months, indicators }: { months: readonly MonthTotal[]; indicators: readonly Indicator[] }) => {
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  if (months.length === 0) return null;
  return (
    <section className="wb-trend">
      <h2>{text.trend}</h2>
      <p className="wb-note">{text.trendLead}</p>
      {months.length > 1 && (
        <div className="wb-charts">
          {indicators.map(({ id, name }) => (
            <Chart key={id} name={inWords(name, language)} months={months} indicator={id} />
          ))}
        </div>
      )}
      <div className="wb-sheet" role="region" aria-label={text.trend} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.columns.month}</th>
              {indicators.map(({ id, name }) => (
                <th key={id} scope="col">
                  {inWords(name, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month.month}>
                <th scope="row">{text.monthOf(month.month)}</th>
                {indicators.map(({ id }) => (
                  <td key={id}>
                    <Rate {...partsOf(month, id)} />
                    {id === "reported" && month.undeclared > 0 && month.undeclared < month.asked && (
                      <span className="wb-note">{text.missing(formatNumber(month.undeclared))}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const [width, height, left, right, top, bottom] = [280, 120, 34, 52, 10, 22];

interface ChartProps {
  readonly name: string;
  readonly months: readonly MonthTotal[];
  readonly indicator: IndicatorId;
}

/** One rate, 0 to 100 %, oldest month first; a month without a rate is a gap, not a zero. */
const Chart = ({ name, months, indicator }: ChartProps) => {
  const text = useWorkbenchText().quality;
  const inOrder = months.toReversed();
  const x = (index: number): number => left + (index * (width - left - right)) / Math.max(1, inOrder.length - 1);
  const y = (rate: number): number => top + (1 - Math.min(1, rate)) * (height - top - bottom);
  const points = inOrder.map((month, index) => {
    const { part, whole } = partsOf(month, indicator);
    const rate = rateOf(part, whole);
    return typeof rate === "number" ? { month: month.month, rate, x: x(index), y: y(rate) } : null;
  });
  const path = points
    .map((point, index) => (point ? `${points[index - 1] ? "L" : "M"}${point.x} ${point.y}` : ""))
    .join("");
  const last = points.findLast((point) => point !== null);
  const [first] = inOrder;
  return (
    <figure>
      <figcaption>{name}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text.trendOf(name)}>
        {[0, 0.5, 1].map((rate) => (
          <g key={rate}>
            <line x1={left} x2={width - right} y1={y(rate)} y2={y(rate)} className="wb-grid" />
            <text x={left - 4} y={y(rate) + 3.5} textAnchor="end">
              {rate * 100} %
            </text>
          </g>
        ))}
        <path d={path} className="wb-line" />
        {points.map((point) => point && <circle key={point.month} cx={point.x} cy={point.y} r="3" />)}
        {last && (
          <text x={last.x + 6} y={last.y + 3.5} className="wb-last">
            {percentOf(last.rate)}
          </text>
        )}
        <text x={left} y={height - 6}>
          {first?.month}
        </text>
        <text x={width - right} y={height - 6} textAnchor="end">
          {inOrder.at(-1)?.month}
        </text>
      </svg>
    </figure>
  );
};
