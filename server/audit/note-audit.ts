import type { Ask } from "../platform/ask.ts";
import { transact, type Database } from "../platform/db.ts";
import type { NewEvent } from "../platform/events.ts";

/** What the auditor does is an event like anybody's, durable before the answer leaves. */
export const noteAudit = (
  database: Database,
  ask: Ask,
  event: Pick<NewEvent, "action" | "object" | "data">,
): Promise<void> =>
  transact(database, { actor: ask.actor, at: ask.at }, ({ note }) => {
    note({ ...event, role: ask.standing, data: { ...event.data, request: ask.requestId } });
    return Promise.resolve();
  });
