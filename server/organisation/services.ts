import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { NameProjection } from "./name-projection.ts";

/** What the reading side needs; made in main.ts. */
export interface OrganisationServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly names: Pick<NameProjection, "layers">;
}
