import * as api from "@chengxin/domain/ground/api.ts";
import type { FileServices } from "../mandate/services.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { listGroundChoices } from "./choices.ts";
import { closeGround } from "./close-ground.ts";
import { openGround } from "./open-ground.ts";
import { findOwnGrounds } from "./queries.ts";
import { showFileOnGround } from "./read-on-ground.ts";

export const groundRoutes = (services: FileServices): BoundRoute[] => [
  bind(api.listGroundChoices, (args, ask) => listGroundChoices(services, args, ask)),
  bind(api.openGround, (args, ask) => openGround(services, args, ask)),
  bind(api.listOwnGrounds, (_args, ask) => findOwnGrounds(services, ask)),
  bind(api.closeGround, (args, ask) => closeGround(services, args, ask)),
  bind(api.showFileOnGround, (args, ask) => showFileOnGround(services, args, ask)),
];
