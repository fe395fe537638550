import * as api from "@chengxin/domain/authorisation/api.ts";
import type { FileServices } from "../mandate/services.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { grantAuthorisation, listChoices, previewAuthorisation } from "./grant.ts";
import { listGiven, listReceived } from "./list.ts";
import { readReceived } from "./read-received.ts";
import { revokeAuthorisation } from "./revoke.ts";
import { showGiven } from "./show-given.ts";

export const authorisationRoutes = (services: FileServices): BoundRoute[] => [
  bind(api.listChoices, (args, ask) => listChoices(services, args, ask)),
  bind(api.previewAuthorisation, (args, ask) => previewAuthorisation(services, args, ask)),
  bind(api.grantAuthorisation, (args, ask) => grantAuthorisation(services, args, ask)),
  bind(api.listGiven, (args, ask) => listGiven(services, args, ask)),
  bind(api.showGiven, (args, ask) => showGiven(services, args, ask)),
  bind(api.revokeAuthorisation, (args, ask) => revokeAuthorisation(services, args, ask)),
  bind(api.listReceived, (args, ask) => listReceived(services, args, ask)),
  bind(api.readReceived, (args, ask) => readReceived(services, args, ask)),
];
