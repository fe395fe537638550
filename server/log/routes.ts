import * as api from "@chengxin/domain/log/api.ts";
import * as witnesses from "@chengxin/domain/log/witnesses-api.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { describeLog } from "./describe-log.ts";
import { listBeacons } from "./list-beacons.ts";
import { showWitnesses } from "./witnesses/witness-state.ts";

interface LogReading {
  readonly database: Database;
  readonly clock: Clock;
}

export const logRoutes = (services: LogReading): BoundRoute[] => [
  bind(api.showLog, () => describeLog(services)),
  bind(api.listBeacons, (args, ask) => listBeacons(services, args, ask.at)),
  bind(witnesses.showLogWitnesses, () => showWitnesses(services.database, services.clock)),
];
