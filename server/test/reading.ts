import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import { NameProjection } from "../organisation/name-projection.ts";
import { organisationRoutes } from "../organisation/routes.ts";
import { fixedClock, type Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { BoundRoute } from "../platform/http.ts";
import { recordRoutes } from "../record/routes.ts";
import { askAs } from "./ask.ts";
import { storeTestCatalogue, testCatalogue } from "./catalogue.ts";
import { freshDatabase, type FreshDatabase } from "./database.ts";

/** The reading side on a fresh database: routes bound as in main.ts, seen at a moment of one's choice. */
export interface Reading {
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly names: NameProjection;
  readonly item: (id: string) => CatalogueItem;
  /** What the log was told. */
  readonly warnings: Readonly<Record<string, string>>[];
  /** Calls routes as they answer at an instant, the index brought up to date; the answer is cut to the contract. */
  at(instant: string): Promise<(name: string, input?: Record<string, unknown>) => Promise<unknown>>;
  close(): Promise<void>;
}

export const call = async (
  routes: readonly BoundRoute[],
  name: string,
  input: Record<string, unknown>,
): Promise<unknown> => {
  const bound = routes.find(({ route }) => route.name === name);
  if (!bound) throw new Error(`no route ${name}`);
  const { params, query, answer } = bound.route;
  const pick = (keys: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(input).filter(([key]) => key in keys));
  return answer.parse(
    await bound.handle(
      { ...params.strict().parse(pick(params.shape)), ...query.strict().parse(pick(query.shape)) },
      askAs({ kind: "public" }, bound.route.action),
    ),
  );
};

export const openReading = async (): Promise<Reading> => {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const catalogue = testCatalogue();
  await storeTestCatalogue(database, catalogue);
  const names = new NameProjection({ database, clock: fixedClock("2026-01-01T00:00:00Z") });
  const warnings: Readonly<Record<string, string>>[] = [];
  return {
    fresh,
    database,
    catalogue,
    names,
    warnings,
    item: (id) => {
      const item = catalogue.items.get(id);
      if (!item) throw new Error(`no item ${id}`);
      return item;
    },
    at: async (instant) => {
      await names.catchUp();
      const clock: Clock = fixedClock(instant);
      const services = {
        database,
        catalogue,
        clock,
        names,
        warn: (facts: Readonly<Record<string, string>>) => void warnings.push(facts),
      };
      const routes = [...organisationRoutes(services), ...recordRoutes(services)];
      return (name, input = {}) => call(routes, name, input);
    },
    close: async () => {
      await names.stop();
      await fresh.close();
    },
  };
};
