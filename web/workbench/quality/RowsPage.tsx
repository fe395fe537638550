import { Link } from "react-router";
import type { RouteInput } from "@chengxin/domain/route.ts";
import { senders } from "@chengxin/domain/access/reporting.ts";
import { listRowsBehind, RowSet, rowSets, type RowBehind } from "@chengxin/domain/quality/api.ts";
import type { Route } from "./+types/RowsPage.ts";
import { filled, load } from "../../api.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day } from "../../ui/Day.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import { faultName } from "../batches/batch-in-words.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const {
      source = "",
      item = "",
      month = "",
      set,
      cursor,
    } = filled(url, ["source", "item", "month", "set", "cursor"]);
    const chosen = RowSet.catch("received").parse(set);
    const input = { source, item, month, set: chosen, cursor, limit: 50 } satisfies RouteInput<typeof listRowsBehind>;
    return { page: await api(listRowsBehind, input), source, item, month, set: chosen };
  });

const useColumns = (): readonly Column<RowBehind>[] => {
  const words = useWorkbenchText();
  const { rowColumns: columns, batchRow, rejectedRow } = words.quality;
  const paths = useWorkbenchPaths();
  const portal = usePaths();
  const roles = useLayoutData()?.account.roles ?? [];
  const opensBatches = roles.some(({ role }) => (senders as readonly string[]).includes(role));
  return [
    {
      id: "organisation",
      title: columns.organisation,
      width: 12,
      value: ({ record }) =>
        record === null ? (
          rejectedRow
        ) : record.public ? (
          <Link to={portal.record(record.uscc, record.recordId)} data-open="">
            {record.organisation}
          </Link>
        ) : (
          record.organisation
        ),
    },
    { id: "uscc", title: columns.uscc, value: ({ record }) => record && <Uscc code={record.uscc} /> },
    {
      id: "decided",
      title: columns.decided,
      width: 8,
      value: ({ record }) => record && <Day day={record.decidedOn} />,
    },
    {
      id: "received",
      title: columns.received,
      width: 8,
      value: ({ record }) => record && <Day day={record.receivedOn} />,
    },
    { id: "due", title: columns.due, width: 8, value: ({ record }) => record?.dueOn && <Day day={record.dueOn} /> },
    {
      id: "problems",
      title: columns.problems,
      width: 10,
      value: ({ problems }) => problems.map((code) => faultName(code, words)).join("；"),
    },
    {
      id: "row",
      title: columns.row,
      width: 8,
      value: ({ batch, row }) => {
        const label = batchRow(String(batch), String(row));
        return opensBatches ? <Link to={paths.batch(batch)}>{label}</Link> : label;
      },
    },
  ];
};

export default function RowsPage({ loaderData: { page, source, item, month, set } }: Route.ComponentProps) {
  const words = useWorkbenchText();
  const text = words.quality;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  return (
    <WorkbenchPage
      title={text.sets[set]}
      lead={
        <>
          {text.rowsLead(inWords(page.source.name, language), inWords(page.item.name, language), text.monthOf(month))} ·{" "}
          <Link to={paths.qualityMonth({ source, item, month })}>{text.back}</Link>
        </>
      }
    >
      <Filters
        fields={[
          {
            name: "set",
            label: text.set,
            kind: "choice",
            width: 18,
            options: rowSets.map((value) => ({ value, label: text.sets[value] })),
          },
        ]}
      />
      <QueryTable
        list="quality-rows"
        caption={text.sets[set]}
        page={page}
        columns={useColumns()}
        rowKey={({ batch, row, record }) => `${batch} ${row} ${record?.recordId ?? ""}`}
        rowName={({ batch, row, record }) => record?.organisation ?? text.batchRow(String(batch), String(row))}
        why={({ record, problems }) =>
          record === null
            ? problems.map((code) => faultName(code, words)).join("；")
            : text.rowWhy(record.dueOn && formatDay(record.dueOn, language))
        }
        empty={{ title: text.rowsEmptyTitle, advice: text.rowsEmptyAdvice }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
