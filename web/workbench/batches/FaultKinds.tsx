import { Link } from "react-router";
import type { BatchDetail } from "@chengxin/domain/batch/api.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { faultName } from "./batch-in-words.ts";
import { usePlace } from "./use-place.ts";

/** Each kind of fault: how often, in which rows, what is wrong and what to do about it. */
export const FaultKinds = ({ batch, chosen }: { batch: BatchDetail; chosen: string | null }) => {
  const words = useWorkbenchText();
  const text = words.batches;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const place = usePlace();
  if (batch.problems.length === 0) return null;
  const { problem } = receiptWords(language);
  return (
    <section>
      <h3>{text.kinds}</h3>
      <p className="wb-note wb-no-print">{text.kindsLead}</p>
      <ul className="wb-kinds">
        {batch.problems.map(({ code, cells, rows, firstRows, example }) => (
          <li key={code}>
            <p>
              <strong>{faultName(code, words)}</strong>{" "}
              <span className="wb-note">
                {rows === null
                  ? text.cellsOf(formatNumber(cells))
                  : text.kindOf(formatNumber(rows), formatNumber(cells))}
                {firstRows.length > 0 && ` · ${text.firstRows(firstRows, (rows ?? 0) > firstRows.length)}`}
              </span>
            </p>
            {example && (
              <p>
                {text.example} {text.firstRows([example.row], false)}
                {example.column === null && example.field === null ? "" : ` ${place(example)}`}
                {language === "en" ? ": " : "："}
                {problem(code, example.data)}
              </p>
            )}
            {batch.outcome !== "running" && chosen !== code && (
              <Link to={`${paths.batch(batch.batch, { code })}#rows`} className="wb-no-print">
                {text.onlyThese}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
