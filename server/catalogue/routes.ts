import * as api from "@chengxin/domain/catalogue/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { LegalBasis } from "@chengxin/domain/catalogue/legal-basis.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { bind, type BoundRoute } from "../platform/http.ts";

const cite = ({ documents }: Catalogue, basis: LegalBasis) => {
  const document = documents.get(basis.document);
  if (document === undefined) throw new Error(`a validated catalogue cites ${basis.document}, which it does not have`);
  return { ...basis, title: document.title, number: document.number };
};

const listItem = (catalogue: Catalogue, item: CatalogueItem) => ({
  id: item.id,
  name: item.name,
  category: item.category,
  responsible: item.responsible,
  disclosure: item.disclosure,
  effect: item.effect,
  legalBasis: item.legalBasis.map((basis) => cite(catalogue, basis)),
  updateCycle: item.updateCycle,
  version: item.version,
});

/** All that decides about one item, without the other items. */
const showItem = (catalogue: Catalogue, id: string) => {
  const item = catalogue.items.get(id);
  if (item === undefined) throw problem("catalogue.item_not_found", { item: id });
  const publicity = catalogue.publicity.filter((rule) => rule.set === item.publicity);
  const cited = new Set(
    [
      ...item.legalBasis,
      ...publicity.flatMap((rule) => [...rule.legalBasis, ...rule.classes.map((c) => c.legalBasis)]),
    ].map((basis) => basis.document),
  );
  const tables = new Set(item.fields.flatMap((field) => (field.type === "code" ? [field.codeTable] : [])));
  return {
    item,
    legalBasis: item.legalBasis.map((basis) => cite(catalogue, basis)),
    codeTables: [...catalogue.codeTables.values()]
      .filter((table) => tables.has(table.id))
      .map((table) => ({ id: table.id, name: table.name, codes: table.codes })),
    publicity,
    documents: [...catalogue.documents.values()]
      .filter((document) => cited.has(document.id))
      .map((document) => ({ id: document.id, title: document.title, number: document.number })),
    reportWithin: item.reportWithin === null ? null : (catalogue.limits.get(item.reportWithin) ?? null),
    sources: [...catalogue.sources.values()]
      .filter((source) => source.items.includes(id))
      .map((source) => ({ id: source.id, name: source.name })),
  };
};

export const catalogueRoutes = ({ catalogue }: { readonly catalogue: Catalogue }): BoundRoute[] => [
  bind(api.listItems, async () => ({
    digest: catalogue.digest,
    city: {
      id: catalogue.city.id,
      name: catalogue.city.name,
      siteName: catalogue.city.siteName,
      contact: catalogue.city.contact,
    },
    items: [...catalogue.items.values()].map((item) => listItem(catalogue, item)),
  })),
  bind(api.showItem, async ({ item }) => showItem(catalogue, item)),
  bind(api.listLimits, async () => ({ items: [...catalogue.limits.values()] })),
];
