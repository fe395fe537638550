import type { readReceived as route } from "@chengxin/domain/authorisation/api.ts";
import { authorisationState } from "@chengxin/domain/authorisation/authorisation.ts";
import { basisOf } from "@chengxin/domain/dossier/basis.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Sight } from "@chengxin/domain/record/public-fields.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { z } from "zod";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { transact, type Tx } from "../platform/db.ts";
import { recordView, summaryColumns, summaryJoins, type RecordRow } from "../record/summary.ts";
import { authorisationView, getAuthorisation, type AuthorisationRow } from "./authorisations.ts";
import { holdMandate } from "./hold-mandate.ts";

/** Persons named in the records stay masked: the organisation opens its own record, not theirs (charter 4). */
const recipientSight: Sight = { fields: ["public", "authorised"], masked: true };

const scope = "readReceived";
const Cursor = z.tuple([z.iso.date(), z.guid()]);

const records = `
  select ${summaryColumns} from record_by_authorisation($1, $2, $3) r ${summaryJoins}
  where $4::date is null or (r.decided_on, r.record_id) < ($4::date, $5::uuid)
  order by r.decided_on desc, r.record_id desc limit $6`;

/**
 * What a reading rests on is held until it is stored: the authorisation, and the mandate of the agent who reads. Whoever ends one of them at the same moment is
 * either before, and nothing is read, or after, and the reading is in the list of uses.
 */
const holdGround = async (
  tx: Tx,
  { organisation_id, authorisation_id, recipient_id }: AuthorisationRow,
  ask: Ask<"authorisation.read-records">,
  today: PlainDate,
): Promise<string> => {
  const held = await tx.client.query<{ until: PlainDate; revoked_at: Date | null }>(
    "select until, revoked_at from authorisation where organisation_id = $1 and authorisation_id = $2 for share",
    [organisation_id, authorisation_id],
  );
  const mandate = await holdMandate(tx, recipient_id, ask);
  const [row] = held.rows;
  if (!row || authorisationState({ until: row.until, revoked: row.revoked_at !== null }, today) !== "inForce")
    throw problem("authorisation.not_in_force");
  return mandate;
};

/**
 * What another organisation opened to one that the account acts for. Each page is a reading in the grantor's chain, stored in the transaction that read it.
 * @throws Problem object.not_found (unknown, or given to somebody else), authorisation.not_in_force
 */
export const readReceived = async (
  { database, catalogue }: FileServices,
  { uscc, authorisationId, cursor, limit }: RouteArgs<typeof route>,
  ask: Ask<"authorisation.read-records">,
): Promise<RouteAnswer<typeof route>> => {
  const today = dayInShanghai(ask.at);
  const organisationId = await getOrganisationId(database, uscc, null);
  const row = await getAuthorisation(database.pool, organisationId, authorisationId);
  ask.permit({ recipient: row.recipient_uscc });
  const after = cursor === undefined ? null : readCursor(scope, Cursor, cursor);
  return transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const mandate = await holdGround(tx, row, ask, today);
    const found = await tx.client.query<RecordRow>(records, [
      organisationId,
      authorisationId,
      today,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ]);
    const counted = await tx.client.query<{ count: number }>(
      "select count(*) from record_by_authorisation($1, $2, $3)",
      [organisationId, authorisationId, today],
    );
    const page = found.rows.slice(0, limit);
    const last = page.at(-1);
    ask.noteAccess(
      {
        organisationId,
        object: `file:${uscc}`,
        purpose: row.purpose,
        basis: basisOf("authorisation", authorisationId),
        data: { records: page.length, recipient: row.recipient_uscc, mandate },
      },
      tx,
    );
    return {
      authorisation: authorisationView(catalogue, row, today),
      items: page.flatMap((record) => {
        const view = recordView(catalogue, record, recipientSight);
        return view ? [{ ...view.summary, fields: view.shown.fields }] : [];
      }),
      next: found.rows.length > limit && last ? writeCursor(scope, [last.decided_on, last.record_id]) : null,
      count: { value: counted.rows[0]?.count ?? 0, atLeast: false },
    };
  });
};
