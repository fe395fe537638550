import type { RouteInput } from "@chengxin/domain/route.ts";
import { showQuality, type QualityRow } from "@chengxin/domain/quality/api.ts";
import { addToMonth } from "@chengxin/domain/quality/rates.ts";
import type { Words } from "@chengxin/domain/words.ts";
import type { Route } from "./+types/QualityPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters, type FilterField } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { Definitions } from "./Definitions.tsx";
import { RateOfRow, RowsLink } from "./Rate.tsx";
import { Trend } from "./Trend.tsx";

/** Months that one can choose from. */
const monthsBack = 36;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const asked = filled(url, ["source", "item", "region", "from", "to", "cursor"]);
    const show = url.searchParams.get("show") === "all" ? "all" : "some";
    const input = { ...asked, show, limit: 50 } satisfies RouteInput<typeof showQuality>;
    try {
      const page = await api(showQuality, input);
      return {
        page,
        choices: page.choices,
        csv: apiUrl(showQuality, { ...input, limit: 100, format: "csv", language }),
        problem: null,
      };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 400) throw error;
      // the filters stay usable, to mend what is wrong with them
      const { choices } = await api(showQuality, { limit: 1 });
      return { page: null, choices, csv: null, problem: problemInWords(error, language) };
    }
  });

const useColumns = (many: boolean, declares: readonly string[]): readonly Column<QualityRow>[] => {
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  const { columns } = text;
  return [
    { id: "month", title: columns.month, width: 6, value: ({ month }) => text.monthOf(month) },
    {
      id: "source",
      title: columns.source,
      width: 10,
      ...(many ? {} : { hidden: true as const }),
      value: ({ source }) => inWords(source.name, language),
    },
    { id: "region", title: columns.region, hidden: true, value: ({ source }) => inWords(source.region, language) },
    { id: "item", title: columns.item, width: 7, value: ({ item }) => inWords(item.name, language) },
    ...(["reported", "compliant", "timely"] as const).map((indicator) => ({
      id: indicator,
      title: columns[indicator],
      width: 8,
      value: (row: QualityRow) => <RateOfRow row={row} indicator={indicator} declares={declares} />,
    })),
    { id: "late", title: columns.late, align: "end", width: 4, value: (row) => <RowsLink row={row} set="late" /> },
    {
      id: "unassessed",
      title: columns.unassessed,
      align: "end",
      hidden: true,
      value: (row) => <RowsLink row={row} set="unassessed" />,
    },
  ];
};

type Choices = Route.ComponentProps["loaderData"]["choices"];

const useFields = ({ sources, items, regions }: Choices): readonly FilterField[] => {
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  const now = useLayoutData()?.work.today.slice(0, 7) ?? "";
  const named = ({ id, name }: { id: string; name: Words }) => ({ value: id, label: inWords(name, language) });
  const months = Array.from({ length: monthsBack }, (_, back) => addToMonth(now, -back)).map((value) => ({
    value,
    label: text.monthOf(value),
  }));
  return [
    ...(sources.length > 1
      ? [
          {
            name: "source",
            label: text.filters.source,
            kind: "choice" as const,
            width: 16,
            options: sources.map(named),
          },
          {
            name: "region",
            label: text.filters.region,
            kind: "choice" as const,
            width: 10,
            options: regions.map(({ code, name }) => ({ value: code, label: inWords(name, language) })),
          },
        ]
      : []),
    { name: "item", label: text.filters.item, kind: "choice", options: items.map(named) },
    {
      name: "show",
      label: text.filters.show,
      kind: "choice",
      width: 14,
      options: [{ value: "all", label: text.showAll }],
    },
    { name: "from", label: text.filters.from, kind: "choice", width: 10, options: months },
    { name: "to", label: text.filters.to, kind: "choice", width: 10, options: months },
  ];
};

export default function QualityPage({ loaderData: { page, choices, csv, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().quality;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters fields={useFields(choices)} />
      {page && <Trend months={page.months} indicators={page.indicators} />}
      <QueryTable
        list="quality"
        caption={text.title}
        page={page}
        columns={useColumns(choices.sources.length > 1, page?.declares ?? [])}
        rowKey={({ source, item, month }) => `${source.id} ${item.id} ${month}`}
        rowName={({ source, item, month }) =>
          text.monthTitle(inWords(source.name, language), inWords(item.name, language), text.monthOf(month))
        }
        open={({ source, item, month }) => paths.qualityMonth({ source: source.id, item: item.id, month })}
        why={({ month }) => text.why(text.monthOf(month))}
        problem={problem}
        labels={text.filters}
        csv={csv}
        empty={{ title: text.emptyTitle, advice: text.emptyAdvice }}
      />
      {page && <Definitions indicators={page.indicators} />}
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
