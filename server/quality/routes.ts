import * as api from "@chengxin/domain/quality/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { declarationsOf, declareMonth } from "./declarations.ts";
import { listRowsBehind } from "./list-rows.ts";
import type { QualityServices } from "./services.ts";
import { showQuality } from "./show-quality.ts";

export const qualityRoutes = (services: QualityServices): BoundRoute[] => [
  bind(api.showQuality, (args, ask) => showQuality(services, args, ask)),
  bind(api.listRowsBehind, (args, ask) => listRowsBehind(services, args, ask)),
  bind(api.listDeclarations, (args, ask) => declarationsOf(services, args, ask)),
  bind(api.declareDecisions, (args, ask) => declareMonth(services, args, ask)),
];
