import type pg from "pg";
import { actorText } from "./actor-text.ts";
import type { Database } from "./db.ts";
import { appendEvents, type Done, type StoredReading } from "./events.ts";

const readingsAmong = (events: readonly Done[]): StoredReading[] =>
  events.flatMap(({ actor, at, event: { organisationId, purpose } }) =>
    purpose === undefined || organisationId === undefined ? [] : [{ actor: actorText(actor), at, organisationId }],
  );

/**
 * The one way into the chains, inside the caller's transaction: what follows from a reading (an alert about a canary) is stored with it, whichever path the
 * reading came by, and is gone with it when the transaction is.
 */
export const storeEvents = async (
  client: pg.ClientBase,
  database: Pick<Database, "chain" | "onReadings">,
  events: readonly Done[],
): Promise<void> => {
  const readings = readingsAmong(events);
  const more = readings.length > 0 ? await database.onReadings()(client, readings) : [];
  await appendEvents(client, database.chain(), [...events, ...more]);
};
