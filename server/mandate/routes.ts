import * as api from "@chengxin/domain/mandate/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { askMandate } from "./ask-mandate.ts";
import { findAgents, findByNumber, findOwnMandates, findWaiting } from "./queries.ts";
import type { FileServices } from "./services.ts";
import { getMandateForWindow } from "./show-mandate.ts";
import { confirmMandate, endMandate, refuseMandate } from "./step-mandate.ts";

export const mandateRoutes = (services: FileServices): BoundRoute[] => [
  bind(api.askMandate, (args, ask) => askMandate(services, args, ask)),
  bind(api.listOwnMandates, (_args, ask) => findOwnMandates(services.database, ask)),
  bind(api.listWaitingMandates, (args, ask) => findWaiting(services.database, args, ask)),
  bind(api.findMandate, (args) => findByNumber(services.database, args)),
  bind(api.showMandate, (args, ask) => getMandateForWindow(services, args, ask)),
  bind(api.confirmMandate, (args, ask) => confirmMandate(services, args, ask)),
  bind(api.refuseMandate, (args, ask) => refuseMandate(services, args, ask)),
  bind(api.endMandate, (args, ask) => endMandate(services, args, ask)),
  bind(api.listAgents, (args, ask) => findAgents(services.database, args, ask)),
];
