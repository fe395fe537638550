import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { OrganisationSummary } from "@chengxin/domain/organisation/api.ts";
import type { Words } from "@chengxin/domain/words.ts";
import type { Selectable } from "kysely";
import type { Organisation as OrganisationTable } from "../platform/tables.gen.ts";

export type OrganisationRow = Selectable<OrganisationTable>;

/** The item whose records are the base data of organisations; it is shown on their pages, not among decisions. */
export const registerItem = "organisation";

const known = new WeakMap<Catalogue, ReadonlyMap<number, CatalogueItem>>();

/** Items by the number under which the database knows them. */
export const itemsByNumber = (catalogue: Catalogue): ReadonlyMap<number, CatalogueItem> => {
  let items = known.get(catalogue);
  if (!items) known.set(catalogue, (items = new Map([...catalogue.items.values()].map((item) => [item.number, item]))));
  return items;
};

/** A division with its name; a code that the catalogue doesn't have stands for itself. */
export const regionOf = (catalogue: Catalogue, code: number | null): { code: string; name: Words } | null => {
  if (code === null) return null;
  const text = String(code).padStart(6, "0");
  return { code: text, name: catalogue.regions.get(text)?.name ?? { zh: text, en: text } };
};

/** The reporting source by its number; one that has left the catalogue keeps the name under which it is stored. */
export const sourceOf = (
  catalogue: Catalogue,
  sourceId: number,
  stored?: { code: string; name: string },
): { id: string; name: Words } => {
  for (const source of catalogue.sources.values())
    if (source.number === sourceId) return { id: source.id, name: source.name };
  const name = stored?.name ?? String(sourceId);
  return { id: stored?.code ?? String(sourceId), name: { zh: name, en: name } };
};

export const summaryOf = (catalogue: Catalogue, row: OrganisationRow): OrganisationSummary => ({
  uscc: row.uscc,
  name: row.name,
  kind: row.kind,
  status: row.status,
  region: regionOf(catalogue, row.region_code),
  establishedOn: row.established_on,
  registered: row.registered,
});
