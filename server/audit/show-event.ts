import type { showEvent as route } from "@chengxin/domain/audit/api.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { reasonOfEvent } from "../account/reasons.ts";
import type { Database } from "../platform/db.ts";
import { chainText } from "../platform/events.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { eventColumns, eventOf, type EventRow } from "./event-rows.ts";
import { namedAccounts } from "./named-accounts.ts";

interface StoredEvent extends EventRow {
  readonly transaction: string;
  readonly key_version: number;
  readonly mac: Buffer;
}

const around = `
  select ${eventColumns}, e.transaction::text, e.key_version, e.mac
  from event e left join organisation o on o.organisation_id = e.organisation_id
  where e.organisation_id = $1 and e.chain_no between $2::bigint - 1 and $2::bigint + 1`;

const fits = (database: Database, event: StoredEvent, before: StoredEvent | undefined): boolean =>
  (event.chain_no === 1 || before !== undefined) &&
  database.chain().verify(
    event.key_version,
    chainText(
      {
        organisationId: event.organisation_id,
        chainNo: event.chain_no,
        at: event.at,
        actor: event.actor,
        role: event.role,
        action: event.action,
        object: event.object,
        purpose: event.purpose,
        basis: event.basis,
        data: event.data,
      },
      before?.mac ?? Buffer.alloc(0),
    ),
    event.mac,
  );

/**
 * One event beside its neighbours, checked while it is read.
 * @param database one whose events are chained
 * @throws Problem object.not_found
 */
export const getEvent = async (
  database: Database,
  { catalogue, keys }: { readonly catalogue: Pick<Catalogue, "purposes">; readonly keys: Keyring },
  { organisationId, chainNo }: RouteArgs<typeof route>,
): Promise<RouteAnswer<typeof route>> => {
  const { rows } = await database.pool.query<StoredEvent>(around, [organisationId, chainNo]);
  const at = (no: number): StoredEvent | undefined => rows.find((row) => row.chain_no === no);
  const [before, event, after] = [at(chainNo - 1), at(chainNo), at(chainNo + 1)];
  if (!event) throw problem("object.not_found");
  const [end, seal] = await Promise.all([
    database.pool.query<{ last_no: number; last_mac: Buffer }>(
      "select last_no, last_mac from event_chain where organisation_id = $1",
      [organisationId],
    ),
    database.pool.query<{ seal_no: number; at: Date; covers: boolean }>(
      "select seal_no, at, from_transaction <= $1::xid8 as covers from event_seal where to_transaction > $1::xid8 order by to_transaction limit 1",
      [event.transaction],
    ),
  ]);
  const ends = end.rows[0];
  // Written while it was read: the chain has grown, and what follows was not among the rows.
  const grown =
    !after && ends !== undefined && ends.last_no > chainNo && (await hasNext(database, organisationId, chainNo));
  const endFits = ends?.last_no === chainNo && ends.last_mac.equals(event.mac);
  const follows = after ? after.mac.length > 0 && fits(database, after, event) : endFits;
  const covering = seal.rows[0];
  return {
    event: eventOf(event),
    purpose: catalogue.purposes.get(event.purpose ?? "")?.name ?? null,
    reason: await reasonOfEvent(database.sql, keys, event.data),
    accounts: await namedAccounts(
      database,
      [before, event, after].flatMap((one) => (one ? [one.actor, one.object] : [])),
    ),
    before: before ? eventOf(before) : null,
    after: after ? eventOf(after) : null,
    code: event.mac.length === 0 ? "unchained" : fits(database, event, before) ? "fits" : "differs",
    next: follows || grown || (after?.mac.length === 0 && event.mac.length === 0) ? "fits" : "differs",
    seal: covering?.covers ? { sealNo: covering.seal_no, at: covering.at.toISOString() } : null,
  };
};

const hasNext = async (database: Database, organisationId: number, chainNo: number): Promise<boolean> =>
  (
    await database.pool.query("select from event where organisation_id = $1 and chain_no = $2::bigint + 1", [
      organisationId,
      chainNo,
    ])
  ).rowCount === 1;
