import { Link } from "react-router";
import * as organisation from "@chengxin/domain/organisation/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import type { Route } from "./+types/OrganisationPage.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Adverse } from "./Adverse.tsx";
import { Commitments } from "./Commitments.tsx";
import { Identity } from "./Identity.tsx";
import { Records } from "./Records.tsx";
import { WhatToDo } from "./WhatToDo.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { uscc } = args.params;
    const chosen = filled(url, ["item", "year", "authority", "cursor"]);
    const year = /^\d{4}$/.test(chosen.year ?? "") ? chosen.year : undefined;
    const query = {
      organisation: uscc,
      item: chosen.item,
      authority: chosen.authority,
      cursor: chosen.cursor,
      ...(year && { from: `${year}-01-01`, to: `${year}-12-31` }),
    };
    const [found, page, facets] = await Promise.all([
      api(organisation.showOrganisation, { uscc }),
      api(record.listRecords, query),
      api(record.listFacets, { organisation: uscc, item: chosen.item }),
    ]);
    return {
      organisation: found,
      page,
      facets,
      chosen: {
        item: chosen.item ?? null,
        year: year ?? null,
        authority: chosen.authority ?? null,
        cursor: chosen.cursor ?? null,
      },
      take: { csv: apiUrl(record.listRecords, { ...query, format: "csv" }), json: apiUrl(record.listRecords, query) },
    };
  });
export type OrganisationData = Awaited<ReturnType<typeof loader>>;

export default function OrganisationPage({ loaderData }: Route.ComponentProps) {
  const { organisation: found, chosen } = loaderData;
  const text = useText().organisation;
  const paths = usePaths();
  return (
    <Page
      title={text.title(found.name)}
      description={text.description(found.name, found.uscc)}
      // What stops being public here must not live on in a search engine's copy.
      robots={chosen.cursor || chosen.item || chosen.year || chosen.authority ? "noindex, follow" : "noarchive"}
      heading={
        <h1>
          <Reported>{found.name}</Reported>
        </h1>
      }
    >
      {found.homonyms.length > 0 && (
        <aside className="notice" aria-labelledby="homonyms">
          <h2 id="homonyms">{text.homonyms}</h2>
          <p>{text.homonymsNote}</p>
          <ul>
            {found.homonyms.map(({ uscc, name }) => (
              <li key={uscc}>
                <Link to={paths.organisation(uscc)}>{name}</Link> <code className="code">{uscc}</code>
              </li>
            ))}
          </ul>
        </aside>
      )}
      <Identity organisation={found} />
      <Adverse organisation={found} />
      <Records data={loaderData} />
      <Commitments organisation={found} />
      <WhatToDo />
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
