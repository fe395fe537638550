import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import { listFacets, listRecords, type RecordSummary } from "@chengxin/domain/record/api.ts";
import type { Route } from "./+types/RecordsPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day } from "../../ui/Day.tsx";
import { formatDay, formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters, type FilterField } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

const names = ["item", "authority", "region", "from", "to", "organisation"] as const;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const input = { ...filled(url, [...names, "cursor"]), limit: 50 };
    const [{ items }, { authorities, regions }] = await Promise.all([
      api(catalogue.listItems, {}),
      api(listFacets, input.item ? { item: input.item } : {}),
    ]);
    const choices = {
      authorities,
      regions,
      items: items.filter(({ disclosure }) => disclosure === "public").map(({ id, name }) => ({ id, name })),
    };
    try {
      const page = await api(listRecords, input);
      return { choices, page, csv: apiUrl(listRecords, { ...input, format: "csv", language }), problem: null };
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 400 || error.status === 404))
        return { choices, page: null, csv: null, problem: problemInWords(error, language) };
      throw error;
    }
  });

const useColumns = (): readonly Column<RecordSummary>[] => {
  const { columns, openEnded } = useWorkbenchText().records;
  const language = useLanguage();
  return [
    { id: "title", title: columns.title, width: 12, value: ({ title }) => title },
    { id: "organisation", title: columns.organisation, width: 11, value: ({ organisation }) => organisation },
    { id: "uscc", title: columns.uscc, hidden: true, value: ({ uscc }) => <Uscc code={uscc} /> },
    { id: "item", title: columns.item, width: 6, value: ({ item }) => inWords(item.name, language) },
    {
      id: "kinds",
      title: columns.kinds,
      hidden: true,
      value: ({ kinds }) => kinds.map((kind) => kind[language]).join("、"),
    },
    { id: "authority", title: columns.authority, width: 8, value: ({ authority }) => authority },
    {
      id: "region",
      title: columns.region,
      hidden: true,
      value: ({ region }) => region && inWords(region.name, language),
    },
    { id: "document", title: columns.document, width: 9, value: ({ documentNumber }) => documentNumber },
    { id: "decided", title: columns.decided, width: 8, value: ({ decidedOn }) => <Day day={decidedOn} /> },
    {
      id: "publicUntil",
      title: columns.publicUntil,
      width: 8,
      value: ({ publicUntil }) => (publicUntil === null ? openEnded : <Day day={publicUntil} />),
    },
    { id: "source", title: columns.source, hidden: true, value: ({ source }) => inWords(source.name, language) },
    {
      id: "amount",
      title: columns.amount,
      hidden: true,
      align: "end",
      value: ({ amountYuan }) => (amountYuan === null ? "" : formatNumber(amountYuan)),
    },
  ];
};

type Choices = Route.ComponentProps["loaderData"]["choices"];

const useFields = ({ items, authorities, regions }: Choices): readonly FilterField[] => {
  const { filters } = useWorkbenchText().records;
  const language = useLanguage();
  return [
    {
      name: "item",
      label: filters.item,
      kind: "choice",
      options: items.map(({ id, name }) => ({ value: id, label: inWords(name, language) })),
    },
    {
      name: "authority",
      label: filters.authority,
      kind: "choice",
      width: 16,
      options: authorities.map((name) => ({ value: name, label: name })),
    },
    {
      name: "region",
      label: filters.region,
      kind: "choice",
      width: 10,
      options: regions.map(({ code, name }) => ({ value: code, label: inWords(name, language) })),
    },
    { name: "from", label: filters.from, kind: "day", width: 10 },
    { name: "to", label: filters.to, kind: "day", width: 10 },
    { name: "organisation", label: filters.organisation, kind: "text", width: 14 },
  ];
};

export default function RecordsPage({ loaderData: { choices, page, csv, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().records;
  const paths = usePaths();
  const language = useLanguage();
  const columns = useColumns();
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters fields={useFields(choices)} />
      <QueryTable
        list="records"
        caption={text.title}
        page={page}
        columns={columns}
        rowKey={({ recordId }) => recordId}
        rowName={({ title, organisation }) => `${title} ${organisation}`}
        open={({ uscc, recordId }) => paths.record(uscc, recordId)}
        why={({ item, publicUntil }) =>
          text.why(inWords(item.name, language), publicUntil && formatDay(publicUntil, language))
        }
        problem={problem}
        labels={text.filters}
        csv={csv}
        empty={{ title: text.emptyTitle, advice: text.emptyAdvice }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
