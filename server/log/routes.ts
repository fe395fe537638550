import * as api from "@chengxin/domain/log/witnesses-api.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { showWitnesses } from "./witnesses/witness-state.ts";

export const logRoutes = ({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): BoundRoute[] => [bind(api.showLogWitnesses, () => showWitnesses(database, clock))];
