import { Link } from "react-router";
import type { Route } from "./+types/OrganisationPage.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Adverse } from "./Adverse.tsx";
import { Commitments } from "./Commitments.tsx";
import { Identity } from "./Identity.tsx";
import { loadOrganisation } from "./organisation-data.ts";
import { Records } from "./Records.tsx";
import { WhatToDo } from "./WhatToDo.tsx";

export const loader = (args: Route.LoaderArgs) => loadOrganisation(args, args.params.uscc);

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
      <Adverse organisation={found} items={loaderData.adverseItems} />
      <Records data={loaderData} />
      <Commitments organisation={found} />
      <WhatToDo />
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
