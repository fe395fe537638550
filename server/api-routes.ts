import { calendarRoutes } from "./calendar/routes.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { dumpRoutes, type DumpReading } from "./dump/routes.ts";
import { intakeWork } from "./intake/work.ts";
import { organisationRoutes } from "./organisation/routes.ts";
import type { Database } from "./platform/db.ts";
import type { BoundRoute } from "./platform/http.ts";
import { recordRoutes } from "./record/routes.ts";
import type { RecordServices } from "./record/services.ts";
import { workbenchRoutes } from "./workbench/routes.ts";

interface ApiServices extends RecordServices, DumpReading {
  /** The same database for what writes: its statements may take longer, and its events are chained. */
  readonly writes: Database;
}

/** The whole API: the routes of every area. */
export const apiRoutes = (services: ApiServices): BoundRoute[] => [
  ...organisationRoutes(services),
  ...recordRoutes(services),
  ...catalogueRoutes(services),
  ...calendarRoutes(services),
  ...dumpRoutes(services),
  ...workbenchRoutes({ database: services.writes, clock: services.clock }, [intakeWork(services.database)]),
];
