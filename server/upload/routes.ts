import * as api from "@chengxin/domain/upload/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { cancelUpload, completeUpload } from "./complete-upload.ts";
import { createUpload } from "./create-upload.ts";
import { guessUpload } from "./guess-upload.ts";
import { findUpload, latestUploads, viewUpload } from "./queries.ts";
import { sendPart } from "./send-part.ts";
import type { UploadServices } from "./services.ts";

export const uploadRoutes = (services: UploadServices): BoundRoute[] => [
  bind(api.createUpload, (args, ask) => createUpload(services, args, ask)),
  bind(api.listUploads, async ({ limit }, ask) => ({ items: await latestUploads(services, ask.actor, limit) })),
  bind(api.showUpload, async ({ upload }, ask) => {
    ask.permit({ source: (await findUpload(services.database, upload)).source });
    return viewUpload(services, ask.actor, upload);
  }),
  bind(api.sendPart, (args, ask) => sendPart(services, args, ask)),
  bind(api.completeUpload, (args, ask) => completeUpload(services, args, ask)),
  bind(api.cancelUpload, (args, ask) => cancelUpload(services, args, ask)),
  bind(api.guessUpload, async (args, ask) => guessUpload(services.catalogue, args, ask)),
];
