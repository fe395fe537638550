import { Progress as Bar } from "antd";
import { useEffect, useState } from "react";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import type { WorkbenchText } from "../text/zh-CN.ts";
import { paceOf, withMark, type Mark } from "./pace.ts";

interface ProgressProps {
  /** What goes on: the accessible name. */
  readonly label: string;
  readonly done: number;
  /** null: nobody knows how much there is. */
  readonly total: number | null;
  /** "行", "字节". */
  readonly unit: string;
  /** How an amount is written; a number by default. */
  readonly format?: (amount: number) => string;
  /** It goes on when the page is left. */
  readonly leavable?: boolean;
}

const timeInWords = (seconds: number, text: WorkbenchText["ui"]): string => {
  if (seconds < 60) return text.seconds(seconds);
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? text.minutes(minutes) : text.hours(Math.floor(minutes / 60), minutes % 60);
};

/** Long work: how far, how fast, how long still, and that one may leave. */
export const Progress = ({ label, done, total, unit, format = formatNumber, leavable = false }: ProgressProps) => {
  const text = useWorkbenchText().ui;
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => setMarks((known) => withMark(known, { done, at: performance.now() })), [done]);
  const { rate, secondsLeft } = paceOf(marks, total);
  const amount =
    total === null ? text.progressUnknown(format(done), unit) : text.progressOf(format(done), format(total), unit);
  return (
    <div className="wb-progress">
      {total !== null && (
        <Bar
          percent={total === 0 ? 100 : Math.min(100, Math.floor((done * 100) / total))}
          aria-label={label}
          showInfo={false}
        />
      )}
      <p>
        {[
          amount,
          rate === null ? null : text.rate(format(Math.round(rate)), unit),
          total === null || done >= total
            ? null
            : secondsLeft === null
              ? text.remainingUnknown
              : text.remaining(timeInWords(secondsLeft, text)),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {leavable && <p className="wb-note">{text.leave}</p>}
    </div>
  );
};
