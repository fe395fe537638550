import { AlertRule } from "@chengxin/domain/catalogue/alert-rule.ts";
import { readdirSync, readFileSync } from "node:fs";
import { CodeTable, Region, Source } from "@chengxin/domain/catalogue/code-table.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { Indicator } from "@chengxin/domain/catalogue/indicator.ts";
import { Purpose } from "@chengxin/domain/catalogue/purpose.ts";
import { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import { LegalDocument } from "@chengxin/domain/catalogue/legal-basis.ts";
import { CalendarYear, City, Limit, PublicityRule } from "@chengxin/domain/catalogue/rules.ts";
import { z } from "zod";
import type { Database } from "../platform/db.ts";
import { transact } from "../platform/db.ts";

const root = new URL("../../catalogue/", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const readAll = (folder: string): unknown[] =>
  readdirSync(new URL(`${folder}/`, root)).map((name) => read(`${folder}/${name}`));
const byId = <T extends { id: string }>(entries: readonly T[]): Map<string, T> =>
  new Map(entries.map((entry) => [entry.id, entry]));

/** Number of the item `withheld` of the test catalogue: as penalties, but shared between authorities only. */
export const withheldItem = 90;

/** The rule book of the repository, and one item that is not public. */
export const testCatalogue = (): Catalogue => {
  const items = readAll("national/items").map((item) => CatalogueItem.parse(item));
  const penalty = items.find(({ id }) => id === "penalty");
  if (!penalty) throw new Error("the catalogue has no item penalty");
  return {
    digest: "test",
    city: City.parse(read("dandong/city.json")),
    documents: byId(z.array(LegalDocument).parse(read("national/documents.json"))),
    items: byId([...items, { ...penalty, id: "withheld", number: withheldItem, disclosure: "government" }]),
    codeTables: byId(readAll("national/code-tables").map((table) => CodeTable.parse(table))),
    sources: byId(z.array(Source).parse(read("dandong/sources.json"))),
    regions: new Map(
      z
        .array(Region)
        .parse(read("dandong/regions.json"))
        .map((region) => [region.code, region]),
    ),
    limits: byId(z.array(Limit).parse(read("national/limits.json"))),
    indicators: z.array(Indicator).parse(read("national/indicators.json")),
    purposes: byId(z.array(Purpose).parse(read("national/purposes.json"))),
    alertRules: z.array(AlertRule).parse(read("national/alert-rules.json")),
    publicity: readAll("national/publicity").flatMap((rules) => z.array(PublicityRule).parse(rules)),
    calendar: new Map(
      readAll("national/calendar")
        .map((year) => CalendarYear.parse(year))
        .map((year) => [year.year, year]),
    ),
  };
};

/** Puts the items and sources of a catalogue into the reference tables. */
export const storeTestCatalogue = (database: Database, catalogue: Catalogue): Promise<void> =>
  transact(database, { actor: { kind: "system", name: "test" }, at: new Date("2026-01-01T00:00:00Z") }, async (tx) => {
    const items = [...catalogue.items.values()];
    await tx.sql
      .insertInto("item")
      .values(
        items.map((item) => ({
          item_id: item.number,
          code: item.id,
          name: item.name.zh,
          category: item.category,
          effect: item.effect,
          public: item.disclosure === "public",
          closed_class: item.disclosure === "authorised" ? "authorised" : "government",
          organisations_only: !item.subjectKinds.includes("soleTrader"),
        })),
      )
      .execute();
    await tx.sql
      .insertInto("source")
      .values(
        [...catalogue.sources.values()].map((source) => ({
          source_id: source.number,
          code: source.id,
          name: source.name.zh,
          region_code: Number(source.region),
        })),
      )
      .execute();
    tx.note({ action: "catalogue.stored", object: "catalogue:test", data: {} });
  });
