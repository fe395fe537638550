import type { PublicityClass, PublicityRule } from "@chengxin/domain/catalogue/rules.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Certainty, Cite } from "../../ui/Cite.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";

interface PublicityRulesProps {
  readonly rules: readonly PublicityRule[];
  readonly documents: readonly { readonly id: string; readonly title: string; readonly number: string | null }[];
}

/** How long records of an item are public: dated rules, class by class, each with clause and certainty. */
export const PublicityRules = ({ rules, documents }: PublicityRulesProps) => {
  const { item: own, catalogue } = useCatalogueText();
  const language = useLanguage();
  const latestFirst = rules.toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom));
  const titles = new Map(documents.map((document) => [document.id, document]));
  const cite = (basis: PublicityClass["legalBasis"]) => (
    <Cite
      basis={{
        ...basis,
        title: titles.get(basis.document)?.title ?? basis.document,
        number: titles.get(basis.document)?.number ?? null,
      }}
    />
  );
  return (
    <section aria-labelledby="publicity">
      <h2 id="publicity">{own.publicity}</h2>
      {rules.length === 0 && <p>{own.publicityNone}</p>}
      {latestFirst.map((rule) => (
        <div key={rule.id + rule.version}>
          <Table<PublicityClass>
            caption={
              <>
                {own.ruleIn(
                  formatDay(rule.effectiveFrom, language),
                  rule.effectiveTo && formatDay(rule.effectiveTo, language),
                )}{" "}
                <span className="rule">
                  <code>{rule.id}</code> {rule.version}
                </span>
              </>
            }
            rows={rule.classes}
            rowKey={(one) => one.id}
            columns={[
              { key: "class", width: 20, name: own.className, cell: (one) => inWords(one.name, language) },
              {
                key: "term",
                width: 30,
                name: own.term,
                cell: (one) => (one.publish ? termInWords(one.term, own) : own.notPublished),
              },
              { key: "basis", width: 50, name: catalogue.basis, cell: (one) => cite(one.legalBasis) },
            ]}
          />
          <p className="muted">
            <Certainty level={rule.confidence} />
          </p>
        </div>
      ))}
      {rules.length > 0 && <p className="muted">{own.overlap}</p>}
    </section>
  );
};

const termInWords = (term: PublicityClass["term"], own: ReturnType<typeof useCatalogueText>["item"]): string => {
  if (term.kind === "months") return own.months(term.months);
  if (term.kind === "afterValidity") {
    const otherwise = term.withoutEnd === null ? own.noEnd : own.months(term.withoutEnd);
    return `${own.afterValidity(term.months)}；${own.withoutEnd(otherwise)}`;
  }
  return term.kind === "noEnd" ? own.noEnd : own.noTerm;
};
