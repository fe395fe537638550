import { basisOf } from "@chengxin/domain/dossier/basis.ts";
import type { showFileOnGround as route } from "@chengxin/domain/ground/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { readFile } from "../dossier/read-file.ts";
import type { FileServices } from "../mandate/services.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { purposeFor } from "./choices.ts";
import { getGround, givenBy, groundView, isOpen } from "./queries.ts";

/**
 * The file as far as the purpose opens it, while the ground stands. Role, county and department are those that the account has now, the purpose's reach is
 * today's; the reading is in the organisation's chain before the answer leaves.
 * @throws Problem object.not_found for another account's ground, ground.closed
 */
export const showFileOnGround = async (
  { database, catalogue }: FileServices,
  { uscc, groundId, cursor, limit }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-on-ground">,
): Promise<RouteAnswer<typeof route>> => {
  const row = await getGround(database, { uscc, groundId }, ask.at);
  ask.permit(givenBy(catalogue, row));
  const purpose = purposeFor(catalogue, row.purpose, row.role);
  if (!purpose || !isOpen(row, ask.at)) throw problem("ground.closed");
  const { classes, masked } = purpose.opens;
  const file = await readFile(
    database.pool,
    catalogue,
    {
      organisationId: row.organisation_id,
      sight: { classes, fields: classes, masked },
      source: row.source_id,
      today: dayInShanghai(ask.at),
    },
    { cursor, limit },
  );
  ask.noteAccess({
    organisationId: row.organisation_id,
    object: `file:${row.uscc}`,
    purpose: row.purpose,
    basis: basisOf("ground", row.ground_id),
    role: row.role,
    data: { unit: ask.account().unit, records: file.items.length },
  });
  return { ...file, ground: groundView(catalogue, row, ask.at), classes, masked, readAt: ask.at.toISOString() };
};
