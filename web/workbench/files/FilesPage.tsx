import { Link } from "react-router";
import { listOwnGrounds } from "@chengxin/domain/ground/api.ts";
import { searchOrganisations, type SearchHit } from "@chengxin/domain/organisation/api.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import { organisationKinds, organisationStatuses } from "@chengxin/domain/text/organisation-kinds.ts";
import type { Route } from "./+types/FilesPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { OwnGrounds } from "./OwnGrounds.tsx";
import { useFresh } from "./use-fresh.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { q, cursor } = filled(url, ["q", "cursor"]);
    const { items: mine } = await api(listOwnGrounds, {});
    if (!q) return { q: "", code: null, page: null, mine, problem: null };
    const reading = readUscc(q);
    const code = reading.ok ? reading.uscc : null;
    try {
      return { q, code, page: await api(searchOrganisations, { q, cursor, limit: 20 }), mine, problem: null };
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 400)
        return { q, code, page: null, mine, problem: problemInWords(error, language) };
      throw error;
    }
  });

const useColumns = (): readonly Column<SearchHit>[] => {
  const { columns } = useWorkbenchText().files;
  const language = useLanguage();
  return [
    { id: "name", title: columns.name, width: 16, value: ({ name }) => name },
    { id: "uscc", title: columns.uscc, value: ({ uscc }) => <Uscc code={uscc} /> },
    { id: "kind", title: columns.kind, value: ({ kind }) => organisationKinds[kind][language] },
    { id: "status", title: columns.status, value: ({ status }) => organisationStatuses[status][language] },
    { id: "region", title: columns.region, value: ({ region }) => region && inWords(region.name, language) },
  ];
};

export default function FilesPage({ loaderData: { q, code, page, mine, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().files;
  const paths = useWorkbenchPaths();
  const columns = useColumns();
  useFresh();
  const unlisted = code !== null && !page?.items.some(({ uscc }) => uscc === code) ? code : null;
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters fields={[{ name: "q", label: text.query, kind: "text", width: 24 }]} />
      {unlisted && (
        <p className="wb-notice">
          {text.byCode} <Link to={paths.newGround(unlisted)}>{text.ask}</Link> <Uscc code={unlisted} />
        </p>
      )}
      {!(unlisted && page?.items.length === 0) && (
        <QueryTable
          list="files"
          caption={text.hits}
          page={page}
          columns={columns}
          rowKey={({ uscc }) => uscc}
          rowName={({ name }) => name}
          open={({ uscc }) => paths.newGround(uscc)}
          problem={problem}
          empty={
            q ? { title: text.emptyTitle(q), advice: text.emptyAdvice } : { title: text.title, advice: text.start }
          }
        />
      )}
      <OwnGrounds grounds={mine} />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
