import { Link } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import type { Route } from "./+types/ItemPage.ts";
import { load } from "../../api.ts";
import { listOfItem } from "../../paths.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Cite } from "../../ui/Cite.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { CodeTables } from "./CodeTables.tsx";
import { disclosureIn } from "./disclosure.ts";
import { FieldTable } from "./FieldTable.tsx";
import { PublicityRules } from "./PublicityRules.tsx";
import { LimitValue } from "./LimitValue.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, (api) => api(catalogue.showItem, { item: args.params.item }));

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function ItemPage({ loaderData }: Route.ComponentProps) {
  const { item, legalBasis, codeTables, publicity, documents, reportWithin, sources } = loaderData;
  const text = useText();
  const own = useCatalogueText();
  const paths = usePaths();
  const language = useLanguage();
  const name = inWords(item.name, language);
  return (
    <Page
      title={own.item.title(name)}
      description={`${own.item.title(name)}${text.word.comma}${inWords(item.responsible, language)}`}
      heading={<h1>{name}</h1>}
    >
      <Terms
        pairs={[
          [own.catalogue.responsible, inWords(item.responsible, language)],
          [
            own.item.sources,
            <details key="sources">
              <summary>{own.item.sourcesCount(sources.length)}</summary>
              {sources.map((source) => inWords(source.name, language)).join(text.word.listSeparator)}
            </details>,
          ],
          [
            own.item.subjects,
            item.subjectKinds.map((kind) => own.item.subjectKinds[kind]).join(text.word.listSeparator),
          ],
          [own.catalogue.disclosure, disclosureIn(text, item.disclosure)],
          [own.catalogue.effect, text.effects[item.effect]],
          [own.catalogue.cycle, inWords(item.updateCycle, language)],
          [own.item.report, reportWithin ? <LimitValue limit={reportWithin} /> : own.item.reportNone],
          [own.item.retention, own.item.years(item.retentionYears)],
          [
            own.item.version,
            `${item.version} · ${own.item.ruleIn(formatDay(item.effectiveFrom, language), item.effectiveTo && formatDay(item.effectiveTo, language))}`,
          ],
          [
            own.catalogue.basis,
            <ul key="basis">
              {legalBasis.map((basis) => (
                <li key={basis.document + basis.article}>
                  <Cite basis={basis} />
                </li>
              ))}
            </ul>,
          ],
          [text.confidenceLabel, text.confidences[item.confidence]],
        ]}
      />
      {item.disclosure === "public" && (
        <p>
          <Link to={listOfItem(paths, item.id)} className="button">
            {own.item.see}
          </Link>
        </p>
      )}
      <PublicityRules rules={publicity} documents={documents} />
      <FieldTable fields={item.fields} />
      <CodeTables tables={codeTables} />
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
