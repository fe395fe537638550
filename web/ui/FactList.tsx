import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import { FactRow } from "./FactRow.tsx";

/** Fact rows in the order given. */
export const FactList = ({
  records,
  withOrganisation = false,
}: {
  records: readonly RecordSummary[];
  withOrganisation?: boolean;
}) => (
  <ol className="facts">
    {records.map((record) => (
      <li key={record.recordId}>
        <FactRow record={record} withOrganisation={withOrganisation} />
      </li>
    ))}
  </ol>
);
