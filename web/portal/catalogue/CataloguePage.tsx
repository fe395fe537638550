import { Link } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/CataloguePage.ts";
import { load } from "../../api.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Table } from "../../ui/Table.tsx";
import { disclosureIn } from "./disclosure.ts";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(catalogue.listItems, {}));

type Item = RouteAnswer<typeof catalogue.listItems>["items"][number];

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function CataloguePage({ loaderData: { digest, items } }: Route.ComponentProps) {
  const text = useText();
  const own = useCatalogueText().catalogue;
  const paths = usePaths();
  const language = useLanguage();
  const categories = [...new Set(items.map(({ category }) => category))].toSorted((a, b) => a - b);
  return (
    <Page title={own.title} description={own.lead} lead={own.lead}>
      {categories.map((category) => (
        <section key={category}>
          <h2>
            {category} {own.categories[category]}
          </h2>
          <Table<Item>
            caption={own.categories[category] ?? String(category)}
            hideCaption
            rows={items.filter((item) => item.category === category)}
            rowKey={(item) => item.id}
            columns={[
              {
                key: "name",
                width: 18,
                name: own.item,
                cell: (item) => <Link to={paths.item(item.id)}>{inWords(item.name, language)}</Link>,
              },
              {
                key: "responsible",
                width: 20,
                name: own.responsible,
                cell: (item) => inWords(item.responsible, language),
              },
              {
                key: "disclosure",
                width: 12,
                name: own.disclosure,
                cell: (item) => disclosureIn(text, item.disclosure),
              },
              {
                key: "basis",
                width: 35,
                name: own.basis,
                cell: (item) => (
                  <span lang="zh-CN">
                    {item.legalBasis.map(({ title, article }) => `${title}${article ?? ""}`).join("；")}
                  </span>
                ),
              },
              { key: "cycle", width: 15, name: own.cycle, cell: (item) => inWords(item.updateCycle, language) },
            ]}
          />
        </section>
      ))}
      <p className="notice">{own.four}</p>
      <p>
        <Link to={paths.limits()}>{own.limits}</Link>
      </p>
      <p className="muted digest">{own.digest(digest)}</p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
