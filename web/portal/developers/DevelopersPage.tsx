import { Link } from "react-router";
import * as record from "@chengxin/domain/record/api.ts";
import { problemStatus } from "@chengxin/domain/problem.ts";
import type { Route } from "./+types/DevelopersPage.ts";
import { load } from "../../api.ts";
import { openApi } from "../../paths.ts";
import { codeInWords } from "../../problem-words.ts";
import { developersEn } from "../../text/developers.en.ts";
import { developersZh } from "../../text/developers.zh-CN.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Table } from "../../ui/Table.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { examplesFor } from "./examples.ts";
import { describeRoutes } from "./reference.ts";
import { RouteSection } from "./RouteSection.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { items } = await api(record.listRecords, { limit: 1 });
    const codes = (Object.keys(problemStatus) as (keyof typeof problemStatus)[]).map((code) => ({
      code,
      status: problemStatus[code],
      meaning: codeInWords(code, language),
    }));
    return { examples: examplesFor(url.origin, items[0] ?? null), routes: describeRoutes(), codes };
  });

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function DevelopersPage({ loaderData: { examples, routes, codes } }: Route.ComponentProps) {
  const language = useLanguage();
  const own = language === "en" ? developersEn : developersZh;
  const text = useText();
  const paths = usePaths();
  return (
    <Page title={own.title} description={own.lead} lead={own.lead}>
      <p>
        <a href={openApi} className="button">
          {own.openApi}
        </a>
      </p>
      <section>
        <h2>{own.tryTitle}</h2>
        <p>{own.tryNote}</p>
        {examples.map(({ id, command }) => (
          <div key={id} className="example">
            <h3>{own.examples[id]}</h3>
            <pre tabIndex={0} aria-label={own.examples[id]}>
              <code>{command}</code>
            </pre>
          </div>
        ))}
      </section>
      <section>
        <h2>{own.conventionsTitle}</h2>
        <Terms pairs={own.conventions.map(([name = "", meaning]) => [name, meaning])} />
        <p>
          {own.dumps} <Link to={paths.openData()}>{text.nav.openData}</Link>
        </p>
        <p>
          {own.log} <Link to={paths.log()}>{text.nav.log}</Link>
        </p>
      </section>
      <section>
        <h2>{own.routesTitle}</h2>
        {routes.map((route) => (
          <RouteSection key={route.name} route={route} />
        ))}
      </section>
      <section>
        <h2 id="errors">{own.errorsTitle}</h2>
        <p>{own.errorsNote}</p>
        <Table
          caption={own.errorsTitle}
          hideCaption
          rows={codes}
          rowKey={({ code }) => code}
          columns={[
            { key: "code", name: own.code, cell: ({ code }) => <code id={code}>{code}</code> },
            { key: "status", name: own.status, number: true, cell: ({ status }) => status },
            { key: "meaning", name: own.meaning, cell: ({ meaning }) => meaning },
          ]}
        />
      </section>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
