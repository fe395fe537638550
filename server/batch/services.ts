import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Database } from "../platform/db.ts";
import type { Clock } from "../platform/clock.ts";

export interface BatchServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Absolute; receipts lie below it. */
  readonly dataDir: string;
}
