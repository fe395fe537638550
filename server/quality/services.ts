import { grantsOf, holds, type Actor } from "@chengxin/domain/access/actor.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Source } from "@chengxin/domain/catalogue/code-table.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";

export interface QualityServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** Departments whose quality the actor answers for or looks after. */
export const overseenBy = (catalogue: Catalogue, actor: Actor): Source[] => {
  const all = [...catalogue.sources.values()];
  if (holds(actor, "creditCentre") || holds(actor, "creditOffice")) return all;
  const own = new Set(grantsOf(actor, "departmentClerk").map(({ source }) => source));
  const regions = new Set(grantsOf(actor, "countyOffice").map(({ region }) => region));
  return all.filter(({ id, region }) => own.has(id) || regions.has(region));
};
