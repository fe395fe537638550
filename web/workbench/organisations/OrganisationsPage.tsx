import { Link } from "react-router";
import type { Role } from "@chengxin/domain/access/actor.ts";
import { readingRoles } from "@chengxin/domain/access/files.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { searchOrganisations, type SearchHit } from "@chengxin/domain/organisation/api.ts";
import { organisationKinds, organisationStatuses } from "@chengxin/domain/text/organisation-kinds.ts";
import type { Route } from "./+types/OrganisationsPage.ts";
import { ApiProblem, type ProblemInWords } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day } from "../../ui/Day.tsx";
import { inWords } from "../../ui/format.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

interface Found {
  readonly q: string;
  readonly page: RouteAnswer<typeof searchOrganisations> | null;
  readonly csv: string | null;
  readonly problem: ProblemInWords | null;
}

export const loader = (args: Route.LoaderArgs): Promise<Found> =>
  load(args, async (api, language, url) => {
    const { q, cursor } = filled(url, ["q", "cursor"]);
    if (!q) return { q: "", page: null, csv: null, problem: null };
    const input = { q, cursor, limit: 50 };
    try {
      const page = await api(searchOrganisations, input);
      return { q, page, csv: apiUrl(searchOrganisations, { ...input, format: "csv", language }), problem: null };
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 400)
        return { q, page: null, csv: null, problem: problemInWords(error, language) };
      throw error;
    }
  });

/** For those who may ask for it: what is not public, on a ground said beforehand. */
const useFileColumn = (): readonly Column<SearchHit>[] => {
  const { organisations, files } = useWorkbenchText();
  const paths = useWorkbenchPaths();
  const reads = useLayoutData()?.account.roles.some(({ role }) => (readingRoles as readonly Role[]).includes(role));
  if (!reads) return [];
  return [
    {
      id: "file",
      title: organisations.columns.file,
      width: 8,
      value: ({ uscc, name }) => (
        <Link to={paths.newGround(uscc)} aria-label={`${files.ask}: ${name}`}>
          {files.ask}
        </Link>
      ),
    },
  ];
};

const useColumns = (): readonly Column<SearchHit>[] => {
  const { columns, matched } = useWorkbenchText().organisations;
  const file = useFileColumn();
  const language = useLanguage();
  return [
    { id: "name", title: columns.name, width: 16, value: ({ name }) => name },
    { id: "uscc", title: columns.uscc, value: ({ uscc }) => <Uscc code={uscc} /> },
    { id: "kind", title: columns.kind, value: ({ kind }) => organisationKinds[kind][language] },
    { id: "status", title: columns.status, value: ({ status }) => organisationStatuses[status][language] },
    { id: "region", title: columns.region, value: ({ region }) => region && inWords(region.name, language) },
    {
      id: "established",
      title: columns.established,
      width: 8,
      value: ({ establishedOn }) => establishedOn && <Day day={establishedOn} />,
    },
    {
      id: "matched",
      title: columns.matched,
      hidden: true,
      value: (hit) => `${matched[hit.matched.by]}: ${hit.matched.text}`,
    },
    ...file,
  ];
};

export default function OrganisationsPage({ loaderData: { q, page, csv, problem } }: Route.ComponentProps) {
  const text = useWorkbenchText().organisations;
  const paths = usePaths();
  const columns = useColumns();
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters fields={[{ name: "q", label: text.query, kind: "text", width: 24 }]} />
      {page?.approximate && <p className="wb-notice">{text.approximate(q)}</p>}
      <QueryTable
        list="organisations"
        caption={text.title}
        page={page}
        columns={columns}
        rowKey={({ uscc }) => uscc}
        rowName={({ name }) => name}
        open={({ uscc }) => paths.organisation(uscc)}
        why={({ matched }) => text.why(text.matched[matched.by], matched.text)}
        problem={problem}
        csv={csv}
        empty={q ? { title: text.emptyTitle(q), advice: text.emptyAdvice } : { title: text.title, advice: text.start }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
