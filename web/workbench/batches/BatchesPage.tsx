import { Link } from "react-router";
import { listBatches, outcomes, type BatchSummary } from "@chengxin/domain/batch/api.ts";
import { guessUpload } from "@chengxin/domain/upload/api.ts";
import type { Route } from "./+types/BatchesPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters, type FilterField } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { useRefresh } from "../ui/use-refresh.ts";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { summaryInWords } from "./batch-in-words.ts";

const names = ["item", "source", "outcome", "from", "to", "unseen", "sort"] as const;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const input = { ...filled(url, [...names, "cursor"]), limit: 50 } as Parameters<
      typeof apiUrl<typeof listBatches>
    >[1];
    const { sources } = await api(guessUpload, {});
    try {
      const page = await api(listBatches, input);
      return { sources, page, csv: apiUrl(listBatches, { ...input, format: "csv", language }), problem: null };
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 400)
        return { sources, page: null, csv: null, problem: problemInWords(error, language) };
      throw error;
    }
  });

const useColumns = (manySources: boolean): readonly Column<BatchSummary>[] => {
  const { columns, outcomes: called } = useWorkbenchText().batches;
  const language = useLanguage();
  const number = (id: "read" | "accepted" | "corrected" | "duplicate" | "rejected" | "turnedAway", sort?: string) => ({
    id,
    title: columns[id],
    align: "end" as const,
    width: 4,
    ...(sort ? { sort } : {}),
    value: (batch: BatchSummary) => formatNumber(batch[id]),
  });
  return [
    { id: "file", title: columns.file, width: 12, value: ({ fileName }) => fileName },
    { id: "item", title: columns.item, width: 6, value: ({ item }) => inWords(item.name, language) },
    {
      id: "source",
      title: columns.source,
      width: 10,
      ...(manySources ? {} : { hidden: true as const }),
      value: ({ source }) => inWords(source.name, language),
    },
    {
      id: "outcome",
      title: columns.outcome,
      width: 6,
      value: ({ outcome }) => (
        <span className="wb-outcome" data-outcome={outcome}>
          {called[outcome]}
        </span>
      ),
    },
    {
      id: "started",
      title: columns.started,
      width: 10,
      sort: "started",
      value: ({ startedAt }) => <Moment at={startedAt} />,
    },
    number("read", "read"),
    number("accepted"),
    number("corrected"),
    number("duplicate"),
    number("rejected", "rejected"),
    number("turnedAway"),
  ];
};

type Sources = Route.ComponentProps["loaderData"]["sources"];

const useFields = (sources: Sources): readonly FilterField[] => {
  const text = useWorkbenchText().batches;
  const language = useLanguage();
  const named = ({ id, name }: { id: string; name: Sources[number]["name"] }) => ({
    value: id,
    label: inWords(name, language),
  });
  const items = new Map(sources.flatMap(({ items: its }) => its.map((item) => [item.id, item] as const)));
  return [
    {
      name: "outcome",
      label: text.filters.outcome,
      kind: "choice",
      width: 10,
      options: outcomes.map((value) => ({ value, label: text.outcomes[value] })),
    },
    {
      name: "unseen",
      label: text.filters.unseen,
      kind: "choice",
      width: 14,
      options: [{ value: "yes", label: text.unseen }],
    },
    { name: "item", label: text.filters.item, kind: "choice", options: [...items.values()].map(named) },
    ...(sources.length > 1
      ? [
          {
            name: "source",
            label: text.filters.source,
            kind: "choice" as const,
            width: 16,
            options: sources.map(named),
          },
        ]
      : []),
    { name: "from", label: text.filters.from, kind: "day", width: 10 },
    { name: "to", label: text.filters.to, kind: "day", width: 10 },
  ];
};

export default function BatchesPage({ loaderData: { sources, page, csv, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().batches;
  const paths = useWorkbenchPaths();
  useRefresh(page?.items.some(({ outcome }) => outcome === "running") ?? false, 3000);
  return (
    <WorkbenchPage
      title={text.title}
      lead={text.lead}
      actions={
        <Link to={paths.uploads()} className="ant-btn ant-btn-default wb-button">
          {text.send}
        </Link>
      }
    >
      <Filters fields={useFields(sources)} />
      <QueryTable
        list="batches"
        caption={text.title}
        page={page}
        columns={useColumns(sources.length > 1)}
        rowKey={({ batch }) => String(batch)}
        rowName={({ fileName, batch }) => `${fileName} ${batch}`}
        open={({ batch }) => paths.batch(batch)}
        why={(batch) => summaryInWords(batch, text)}
        problem={problem}
        labels={text.filters}
        csv={csv}
        empty={{ title: text.emptyTitle, advice: text.emptyAdvice }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
