import { Button } from "antd";
import type { ReactNode } from "react";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "./TaskPage.tsx";

interface ReceiptProps {
  /** What was done. */
  readonly title: string;
  /** Number, when, by whom, on what basis. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
  /** Parts that add up to the sum; each may lead to its rows. */
  readonly counts?: readonly { readonly name: string; readonly count: number; readonly link?: ReactNode }[];
  readonly children?: ReactNode;
}

/** What remains of a piece of work: it can be opened, printed and compared years later. The counts show that they add up. */
export const Receipt = ({ title, facts, counts = [], children }: ReceiptProps) => {
  const text = useWorkbenchText().ui;
  return (
    <section className="wb-receipt" aria-label={`${text.receipt}: ${title}`}>
      <div className="wb-head">
        <h2>{title}</h2>
        <Button className="wb-no-print" onClick={() => window.print()}>
          {text.print}
        </Button>
      </div>
      <Facts facts={facts} />
      {counts.length > 0 && (
        <table className="wb-counts">
          <tbody>
            {counts.map(({ name, count, link }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatNumber(count)}</td>
                <td>{link}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{text.receiptSum}</th>
              <td colSpan={2}>{formatNumber(counts.reduce((sum, { count }) => sum + count, 0))}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {children}
    </section>
  );
};
