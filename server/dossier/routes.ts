import * as api from "@chengxin/domain/dossier/api.ts";
import type { FileServices } from "../mandate/services.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { showOwnFile } from "./own-file.ts";

export const dossierRoutes = (services: FileServices): BoundRoute[] => [
  bind(api.showOwnFile, (args, ask) => showOwnFile(services, args, ask)),
];
