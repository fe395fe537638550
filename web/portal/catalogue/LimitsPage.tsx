import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import type { Limit } from "@chengxin/domain/catalogue/rules.ts";
import type { Route } from "./+types/LimitsPage.ts";
import { load } from "../../api.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { formatDay, inWords } from "../../ui/format.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Table } from "../../ui/Table.tsx";
import { LimitNumber } from "./LimitValue.tsx";

export const loader = (args: Route.LoaderArgs) => load(args, (api) => api(catalogue.listLimits, {}));

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function LimitsPage({ loaderData: { items } }: Route.ComponentProps) {
  const text = useText();
  const own = useCatalogueText();
  const language = useLanguage();
  const inForce = ({ validFrom, validTo }: Limit): string =>
    validFrom ? own.item.ruleIn(formatDay(validFrom, language), validTo && formatDay(validTo, language)) : "–";
  return (
    <Page title={own.limits.title} description={own.limits.lead} lead={own.limits.lead}>
      <Table<Limit>
        caption={own.limits.title}
        hideCaption
        rows={items}
        rowKey={(limit) => limit.id}
        columns={[
          {
            key: "rule",
            name: own.limits.rule,
            cell: (limit) => (
              <>
                {inWords(limit.rule, language)}
                <code className="code block muted" id={limit.id}>
                  {limit.id}
                </code>
              </>
            ),
          },
          { key: "value", name: own.limits.value, cell: (limit) => <LimitNumber limit={limit} /> },
          {
            key: "from",
            name: own.limits.countsFrom,
            cell: (limit) => (limit.countsFrom ? inWords(limit.countsFrom, language) : "–"),
          },
          {
            key: "default",
            name: own.limits.default,
            cell: (limit) =>
              limit.productDefault === null || limit.productDefault === limit.value ? "–" : limit.productDefault,
          },
          { key: "source", name: own.limits.source, cell: (limit) => <span lang="zh-CN">{limit.source}</span> },
          { key: "in", name: own.limits.in, cell: inForce },
          { key: "certainty", name: text.confidenceLabel, cell: (limit) => text.confidences[limit.confidence] },
        ]}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
