import { AlertRule, checkAlertRules } from "./alert-rule.ts";
import type { Catalogue } from "./catalogue.ts";
import type { CatalogueFault, CatalogueFile, Located, Report } from "./catalogue-files.ts";
import { checkCharter, checkRawItem } from "./check-charter.ts";
import { checkCalendar, checkCity, checkSource, firstLocalNumber, narrow } from "./check-city.ts";
import { checkItem, checkTable } from "./check-item.ts";
import { checkBasis, checkPublicity } from "./check-publicity.ts";
import { CodeTable, Region, Source } from "./code-table.ts";
import { CatalogueItem } from "./item.ts";
import { LegalDocument } from "./legal-basis.ts";
import { Indicator } from "./indicator.ts";
import { checkPurpose, Purpose } from "./purpose.ts";
import { packReader } from "./read-packs.ts";
import { CalendarYear, City, Limit, PublicityRule, Supplement } from "./rules.ts";

/** Id → thing; an id or number that comes twice is a fault, and a city that redefines the national base is another. */
const index = <T>(
  kind: string,
  things: readonly Located<T>[],
  key: (value: T) => string,
  report: Report,
  number?: (value: T) => number,
): Map<string, Located<T>> => {
  const byId = new Map<string, Located<T>>();
  const numbers = new Map<number, string>();
  for (const thing of things) {
    const id = key(thing.value);
    const before = byId.get(id);
    if (before !== undefined)
      report(thing.file, thing.local && !before.local ? "city.redefines" : "id.twice", { kind, id });
    else byId.set(id, thing);
    const n = number?.(thing.value);
    if (n === undefined) continue;
    const other = numbers.get(n);
    if (other !== undefined && other !== id) report(thing.file, "number.twice", { kind, number: n, id, other });
    numbers.set(n, id);
  }
  return byId;
};

const values = <T>(things: ReadonlyMap<string, Located<T>>): Map<string, T> =>
  new Map([...things].map(([id, thing]) => [id, thing.value]));

const checkLimit = ({ file, value: limit }: Located<Limit>, report: Report): void => {
  if (limit.value === null && limit.productDefault === null && limit.confidence !== "unknown")
    report(file, "limit.value", { limit: limit.id });
};

export type Validated =
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly faults: readonly CatalogueFault[] };

/**
 * The rule book of one city out of the parsed files of `catalogue/`: every fault there is, or the catalogue. Pure.
 * Checked are shapes, references, dates of rules and documents, what the charter refuses, and that the city pack shows less, never more.
 * @param files all files of `national/` and of the city's folder; other folders are not looked at
 * @param digest SHA-256 over the files, hex
 */
export const validateCatalogue = (files: readonly CatalogueFile[], city: string, digest: string): Validated => {
  const faults: CatalogueFault[] = [];
  const report: Report = (file, code, data = {}) => void faults.push({ file, code, data });
  const reader = packReader(files, city, report);
  reader.refuseOthers();

  const documents = values(index("document", reader.all("documents", LegalDocument), (d) => d.id, report));
  const tables = index("code table", reader.each("code-tables", CodeTable), (t) => t.id, report);
  const items = index(
    "item",
    reader.each("items", CatalogueItem, (file, content) => checkRawItem(file, content, report)),
    (i) => i.id,
    report,
    (i) => i.number,
  );
  const limitFiles = index("limit", reader.all("limits", Limit), (l) => l.id, report);
  const indicators = index("indicator", reader.all("indicators", Indicator), (i) => i.id, report);
  const purposes = index("purpose", reader.all("purposes", Purpose), (p) => p.id, report);
  const alertRules = reader.all("alert-rules", AlertRule);
  const rules = reader.all("publicity", PublicityRule);
  const regions = values(index("region", reader.all("regions", Region), (r) => r.code, report));
  const sources = index(
    "source",
    reader.all("sources", Source),
    (s) => s.id,
    report,
    (s) => s.number,
  );
  const years = index("calendar", reader.each("calendar", CalendarYear), (y) => String(y.year), report);
  const cityFile = reader.ofCity("city", City, false);
  const supplement = reader.ofCity("supplement", Supplement, true);
  index("publicity rule", rules, (r) => r.id, report);

  const limits = values(limitFiles);
  for (const limit of limitFiles.values()) checkLimit(limit, report);
  for (const table of tables.values()) checkTable(table, report);
  for (const item of items.values()) {
    const { file, local, value } = item;
    if (file.split("/").at(-1) !== `${value.id}.json`) report(file, "file.name_differs", { id: value.id });
    if (local && value.number < firstLocalNumber)
      report(file, "city.item_number", { number: value.number, from: firstLocalNumber });
    checkItem(item, { tables, limits }, report);
    checkCharter(item, tables, report);
    checkBasis(
      { file, where: "legalBasis", from: null, to: value.effectiveTo, assumed: value.confidence === "A" },
      value.legalBasis,
      documents,
      report,
    );
  }
  checkAlertRules(alertRules, report);
  for (const purpose of purposes.values()) {
    checkPurpose(purpose, report);
    checkBasis(
      { file: purpose.file, where: purpose.value.id, from: null, to: null, assumed: purpose.value.confidence === "A" },
      purpose.value.legalBasis,
      documents,
      report,
    );
  }
  checkPublicity(rules, [...items.values()], tables, documents, report);
  for (const source of sources.values()) checkSource(source, items, tables, regions, report);
  for (const year of years.values()) checkCalendar(year, report);
  if (cityFile !== null) checkCity(cityFile, regions, report);
  for (const name of ["alert-rules.json", "documents.json", "limits.json", "purposes.json"])
    if (!files.some((f) => f.path === `national/${name}`)) report(`national/${name}`, "file.missing");
  for (const name of ["regions.json", "sources.json"])
    if (!files.some((f) => f.path === `${city}/${name}`)) report(`${city}/${name}`, "file.missing");
  const narrowed = narrow(items, supplement, report);

  if (faults.length > 0 || cityFile === null) return { ok: false, faults };
  const byNumber = [...narrowed].sort(([, a], [, b]) => a.number - b.number);
  return {
    ok: true,
    catalogue: {
      digest,
      city: cityFile.value,
      documents,
      items: new Map(byNumber),
      codeTables: values(tables),
      sources: values(sources),
      regions,
      limits,
      indicators: [...values(indicators).values()],
      purposes: values(purposes),
      alertRules: alertRules.map((rule) => rule.value),
      publicity: rules.map((rule) => rule.value),
      calendar: new Map([...years.values()].map((year) => [year.value.year, year.value])),
    },
  };
};
