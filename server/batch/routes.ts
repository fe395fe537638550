import * as api from "@chengxin/domain/batch/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { downloadRejects } from "./download-rejects.ts";
import { listBatches } from "./list-batches.ts";
import { listRejections } from "./list-rejections.ts";
import type { BatchServices } from "./services.ts";
import { showBatch } from "./show-batch.ts";

export const batchRoutes = (services: BatchServices): BoundRoute[] => [
  bind(api.listBatches, (args, ask) => listBatches(services, args, ask)),
  bind(api.showBatch, (args, ask) => showBatch(services, args, ask)),
  bind(api.listRejections, (args, ask) => listRejections(services, args, ask)),
  bind(api.downloadRejects, (args, ask) => downloadRejects(services, args, ask)),
];
