import { Link } from "react-router";
import * as record from "@chengxin/domain/record/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/OpenDataPage.ts";
import { load } from "../../api.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Table } from "../../ui/Table.tsx";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(record.listDumps, {}));

type Dump = RouteAnswer<typeof record.listDumps>["items"][number];

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function OpenDataPage({ loaderData: { items } }: Route.ComponentProps) {
  const text = useText();
  const own = useCatalogueText().openData;
  const paths = usePaths();
  return (
    <Page title={own.title} description={own.lead} lead={own.lead}>
      {items.length === 0 ? (
        <p className="notice">{own.none}</p>
      ) : (
        <Table<Dump>
          caption={own.title}
          hideCaption
          rows={items}
          rowKey={(dump) => dump.name}
          columns={[
            { key: "file", name: own.file, cell: (dump) => <a href={dump.url}>{dump.name}</a> },
            { key: "made", name: own.made, cell: (dump) => <Moment at={dump.madeAt} /> },
            { key: "rows", name: own.rows, number: true, cell: (dump) => formatNumber(dump.rows) },
            { key: "size", name: own.size, number: true, cell: (dump) => formatBytes(dump.bytes) },
            { key: "schema", name: own.schema, cell: (dump) => <a href={dump.schemaUrl}>{own.schema}</a> },
            { key: "digest", name: own.digest, cell: (dump) => <code className="code break">{dump.sha256}</code> },
          ]}
        />
      )}
      <section className="prose">
        <h2>{own.use}</h2>
        <ul>
          {own.uses.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h2>{own.licence}</h2>
        <p>{own.licenceNote}</p>
        <p>
          {own.api} <Link to={paths.developers()}>{text.nav.developers}</Link>
        </p>
      </section>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
