import { accountRoutes } from "./account/routes.ts";
import { accountWork } from "./account/work.ts";
import type { AccountServices } from "./account/services.ts";
import { auditWork } from "./audit/work.ts";
import { auditRoutes, type AuditServices } from "./audit/routes.ts";
import { authorisationRoutes } from "./authorisation/routes.ts";
import { batchRoutes } from "./batch/routes.ts";
import type { BatchServices } from "./batch/services.ts";
import { calendarRoutes } from "./calendar/routes.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { dossierRoutes } from "./dossier/routes.ts";
import { dumpRoutes, type DumpReading } from "./dump/routes.ts";
import { groundRoutes } from "./ground/routes.ts";
import { intakeWork } from "./intake/work.ts";
import { logRoutes } from "./log/routes.ts";
import { logWork } from "./log/work.ts";
import { mandateRoutes } from "./mandate/routes.ts";
import { mandateWork } from "./mandate/work.ts";
import { organisationRoutes } from "./organisation/routes.ts";
import type { Database } from "./platform/db.ts";
import type { BoundRoute } from "./platform/http.ts";
import type { Keyring } from "./platform/keys/keyring.ts";
import { qualityRoutes } from "./quality/routes.ts";
import { qualityWork } from "./quality/work.ts";
import { recordRoutes } from "./record/routes.ts";
import type { RecordServices } from "./record/services.ts";
import { uploadRoutes } from "./upload/routes.ts";
import type { UploadServices } from "./upload/services.ts";
import { workbenchRoutes } from "./workbench/routes.ts";

interface ApiServices
  extends RecordServices, DumpReading, AuditServices, Pick<UploadServices, "uploads">, Pick<BatchServices, "dataDir"> {
  /** The same database for what writes: its statements may take longer, and its events are chained. */
  readonly writes: Database;
  readonly keys: Keyring;
  readonly accounts: AccountServices;
}

/** The whole API: the routes of every area. */
export const apiRoutes = (services: ApiServices): BoundRoute[] => [
  ...organisationRoutes(services),
  ...recordRoutes(services),
  ...catalogueRoutes(services),
  ...calendarRoutes(services),
  ...dumpRoutes(services),
  ...logRoutes(services),
  ...auditRoutes(services),
  ...mandateRoutes({ ...services, database: services.writes }),
  ...authorisationRoutes({ ...services, database: services.writes }),
  ...dossierRoutes({ ...services, database: services.writes }),
  ...groundRoutes({ ...services, database: services.writes }),
  ...uploadRoutes({ ...services, database: services.writes }),
  ...batchRoutes({ ...services, database: services.writes }),
  ...qualityRoutes({ ...services, database: services.writes }),
  ...workbenchRoutes({ database: services.writes, clock: services.clock }, [
    intakeWork(services.database),
    qualityWork(services),
    mandateWork(services.database),
    auditWork(services.database),
    logWork(services.database),
    accountWork(services.database),
  ]),
  ...accountRoutes(services.accounts),
];
