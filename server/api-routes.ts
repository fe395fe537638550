import { calendarRoutes } from "./calendar/routes.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { dumpRoutes, type DumpReading } from "./dump/routes.ts";
import { organisationRoutes } from "./organisation/routes.ts";
import type { BoundRoute } from "./platform/http.ts";
import { recordRoutes } from "./record/routes.ts";
import type { RecordServices } from "./record/services.ts";

/** The whole API: the routes of every area. */
export const apiRoutes = (services: RecordServices & DumpReading): BoundRoute[] => [
  ...organisationRoutes(services),
  ...recordRoutes(services),
  ...catalogueRoutes(services),
  ...calendarRoutes(services),
  ...dumpRoutes(services),
];
