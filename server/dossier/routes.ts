import * as api from "@chengxin/domain/dossier/api.ts";
import * as readers from "@chengxin/domain/dossier/readers-api.ts";
import type { FileServices } from "../mandate/services.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { ChainChecks } from "./chain-checks.ts";
import { downloadFileProof } from "./download-file-proof.ts";
import { downloadOwnFile } from "./download-file.ts";
import { downloadReaders } from "./download-readers.ts";
import { listReaders } from "./list-readers.ts";
import { markReadersSeen } from "./mark-seen.ts";
import { showOwnFile } from "./own-file.ts";
import { listOwnOrganisations } from "./own-organisations.ts";

export const dossierRoutes = (services: FileServices): BoundRoute[] => {
  const chains = new ChainChecks(services.database);
  return [
    bind(readers.listOwnOrganisations, (_args, ask) => listOwnOrganisations({ ...services, chains }, ask)),
    bind(api.showOwnFile, (args, ask) => showOwnFile(services, args, ask)),
    bind(api.downloadOwnFile, (args, ask) => downloadOwnFile(services, args, ask)),
    bind(api.downloadFileProof, (args, ask) => downloadFileProof(services, args, ask)),
    bind(readers.listReaders, (args, ask) => listReaders({ ...services, chains }, args, ask)),
    bind(readers.downloadReaders, (args, ask) => downloadReaders(services, args, ask)),
    bind(readers.markReadersSeen, (args, ask) => markReadersSeen(services, args, ask)),
  ];
};
