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
  /** How much of the whole that is (0–1), where it is known in no unit; null: not yet. */
  readonly part?: number | null;
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

const useMarks = (done: number): readonly Mark[] => {
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => setMarks((known) => withMark(known, { done, at: performance.now() })), [done]);
  return marks;
};

/** Long work: how far, how fast, how long still, and that one may leave. */
export const Progress = (props: ProgressProps) => {
  const { label, done, total, part = null, unit, format = formatNumber, leavable = false } = props;
  const text = useWorkbenchText().ui;
  const marks = useMarks(done);
  const parts = useMarks(part ?? 0);
  const { rate, secondsLeft: left } = paceOf(marks, total);
  const secondsLeft = total === null && part !== null ? paceOf(parts, 1).secondsLeft : left;
  const percent = total === null ? (part ?? 0) * 100 : total === 0 ? 100 : (done * 100) / total;
  const measured = total !== null || part !== null;
  const amount =
    total === null ? text.progressUnknown(format(done), unit) : text.progressOf(format(done), format(total), unit);
  return (
    <div className="wb-progress">
      {measured && <Bar percent={Math.min(100, Math.floor(percent))} aria-label={label} showInfo={false} />}
      <p>
        {[
          amount,
          rate === null ? null : text.rate(format(Math.round(rate)), unit),
          !measured || percent >= 100
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
