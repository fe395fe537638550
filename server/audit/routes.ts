import * as api from "@chengxin/domain/audit/api.ts";
import { actorText } from "../platform/actor-text.ts";
import type { Database } from "../platform/db.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { makeEvidence } from "./export-evidence.ts";
import { noteAudit } from "./note-audit.ts";
import { findEvents } from "./search-events.ts";
import { getEvent } from "./show-event.ts";
import type { Verifications } from "./verifications.ts";

export interface AuditServices {
  /** Ends a statement after some seconds. */
  readonly database: Database;
  readonly writes: Database;
  readonly verifications: Verifications;
}

export const auditRoutes = ({ database, writes, verifications }: AuditServices): BoundRoute[] => [
  bind(api.searchEvents, async ({ cursor, limit, format: _, language: __, ...filters }, ask) => {
    const page = await findEvents(database, filters, { cursor, limit });
    await noteAudit(writes, ask, { action: "audit.searched", object: "events", data: filters });
    return page;
  }),
  bind(api.listOwnActions, ({ cursor, limit, from, to, action }, ask) =>
    findEvents(database, { from, to, action, actor: actorText(ask.account()) }, { cursor, limit }),
  ),
  bind(api.showEvent, async (args, ask) => {
    const answer = await getEvent(writes, args);
    await noteAudit(writes, ask, {
      action: "audit.searched",
      object: `event:${args.organisationId}/${args.chainNo}`,
      data: {},
    });
    return answer;
  }),
  bind(api.exportEvidence, (args, ask) => makeEvidence(writes, args, ask)),
  bind(api.startVerification, (_args, ask) => verifications.start(ask.actor)),
  bind(api.listVerifications, () => verifications.list()),
];
