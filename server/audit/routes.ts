import * as alertsApi from "@chengxin/domain/audit/alerts-api.ts";
import * as api from "@chengxin/domain/audit/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { actorText } from "../platform/actor-text.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { close, findAlerts, getAlert, look } from "./alerts.ts";
import { findCanaries, make, retire } from "./canary.ts";
import { makeEvidence, sizeOfEvidence } from "./export-evidence.ts";
import { noteAudit } from "./note-audit.ts";
import { findEvents, searchAll } from "./search-events.ts";
import { getEvent } from "./show-event.ts";
import type { Verifications } from "./verifications.ts";

export interface AuditServices {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Ends a statement after some seconds. */
  readonly database: Database;
  readonly writes: Database;
  readonly verifications: Verifications;
  readonly keys: Keyring;
}

export const auditRoutes = ({
  database,
  writes,
  verifications,
  catalogue,
  clock,
  keys,
}: AuditServices): BoundRoute[] => [
  bind(api.searchEvents, async ({ cursor, limit, format: _, language: __, ...filters }, ask) => {
    const page = await searchAll(database, catalogue, filters, { cursor, limit });
    await noteAudit(writes, ask, { action: "audit.searched", object: "events", data: filters });
    return page;
  }),
  bind(api.listOwnActions, ({ cursor, limit, from, to, action }, ask) =>
    findEvents(database, { from, to, action, actor: actorText(ask.account()) }, { cursor, limit }),
  ),
  bind(api.showEvent, async (args, ask) => {
    const answer = await getEvent(writes, { catalogue, keys }, args);
    await noteAudit(writes, ask, {
      action: "audit.searched",
      object: `event:${args.organisationId}/${args.chainNo}`,
      data: {},
    });
    return answer;
  }),
  bind(api.measureEvidence, async (args, ask) => {
    const size = await sizeOfEvidence(database, args);
    await noteAudit(writes, ask, { action: "audit.searched", object: "events", data: { ...args, counted: true } });
    return size;
  }),
  bind(api.exportEvidence, (args, ask) => makeEvidence(writes, args, ask)),
  bind(api.startVerification, (_args, ask) => verifications.start(ask.actor, ask.standing)),
  bind(api.listVerifications, () => verifications.list()),
  bind(alertsApi.listAlerts, (args) => findAlerts(database, catalogue, clock.today(), args)),
  bind(alertsApi.showAlert, (args) => getAlert(database, catalogue, args)),
  bind(alertsApi.lookAtAlert, (args, ask) => look(writes, args, ask)),
  bind(alertsApi.closeAlert, (args, ask) => close(writes, args, ask)),
  bind(alertsApi.listCanaries, () => findCanaries(database, clock.today())),
  bind(alertsApi.makeCanary, (args, ask) => make(writes, catalogue.city.region, args, ask)),
  bind(alertsApi.retireCanary, (args, ask) => retire(writes, args, ask)),
];
