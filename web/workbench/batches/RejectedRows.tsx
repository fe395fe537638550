import { Link } from "react-router";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { listRejections, RejectedRow } from "@chengxin/domain/batch/api.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatCount } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { faultName } from "./batch-in-words.ts";
import { usePlace } from "./use-place.ts";

interface RejectedRowsProps {
  readonly batch: number;
  readonly page: RouteAnswer<typeof listRejections>;
  /** Only rows with this kind of fault. */
  readonly code: string | null;
}

/** The rows that came back, as they were sent, with the faulty cells marked and their faults in words. */
export const RejectedRows = ({ batch, page, code }: RejectedRowsProps) => {
  const words = useWorkbenchText();
  const text = words.batches;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const title = code === null ? text.rows : text.rowsOfKind(faultName(code, words));
  const to = (cursor?: string | null): string => `${paths.batch(batch, { code, cursor })}#rows`;
  return (
    <section id="rows" className="wb-rejected" aria-labelledby="rows-title">
      <h2 id="rows-title">{title}</h2>
      <p className="wb-note">
        {page.count && text.rowsCount(formatCount(page.count, language))}{" "}
        {code !== null && <Link to={`${paths.batch(batch)}#rows`}>{text.allRows}</Link>}
      </p>
      <div className="wb-sheet" role="region" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.rowNo}</th>
              <th scope="col">{text.faultsColumn}</th>
              {page.headers.map((header, column) => (
                // columns of a file have no other name than their place
                // oxlint-disable-next-line react/no-array-index-key
                <th key={column} scope="col">
                  {header || text.noHeader(String(column + 1))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.items.map((row) => (
              <Row key={row.row} row={row} columns={page.headers.length} />
            ))}
          </tbody>
        </table>
      </div>
      {page.next !== null && (
        <nav className="wb-paging" aria-label={words.ui.paging}>
          <Link to={to(page.next)} rel="next" className="ant-btn ant-btn-default wb-button">
            {words.ui.next}
          </Link>
        </nav>
      )}
    </section>
  );
};

const Row = ({ row, columns }: { row: RejectedRow; columns: number }) => {
  const language = useLanguage();
  const { problem } = receiptWords(language);
  const colon = language === "en" ? ": " : "：";
  const place = usePlace();
  const faulty = new Set(row.problems.map(({ column }) => column));
  const cells = [...row.cells, ...Array.from({ length: Math.max(0, columns - row.cells.length) }, () => "")];
  return (
    <tr>
      <th scope="row">{row.row}</th>
      <td>
        <ul className="wb-plain-list">
          {row.problems.map((fault) => (
            <li key={`${fault.code} ${fault.column} ${place(fault)}`}>
              {fault.column === null && fault.field === null ? "" : `${place(fault)}${colon}`}
              {problem(fault.code, fault.data)}
            </li>
          ))}
        </ul>
      </td>
      {cells.map((cell, column) => (
        // oxlint-disable-next-line react/no-array-index-key
        <td key={column}>{faulty.has(column) ? <mark>{cell === "" ? "　" : cell}</mark> : cell}</td>
      ))}
    </tr>
  );
};
