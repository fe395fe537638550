import type { revokeAuthorisation as route } from "@chengxin/domain/authorisation/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { authorisationView, getAuthorisation } from "./authorisations.ts";

/**
 * Ends an authorisation at once. A reading under way holds its row, so either it was before, and is in the list of uses, or it finds it revoked.
 * @throws Problem object.not_found, authorisation.not_in_force
 */
export const revokeAuthorisation = async (
  { database, catalogue }: FileServices,
  { uscc, authorisationId }: RouteArgs<typeof route>,
  ask: Ask<"authorisation.revoke">,
): Promise<RouteAnswer<typeof route>> => {
  ask.permit({ uscc });
  const today = dayInShanghai(ask.at);
  const organisationId = await getOrganisationId(database, uscc, null);
  await getAuthorisation(database.pool, organisationId, authorisationId);
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const { numUpdatedRows } = await tx.sql
      .updateTable("authorisation")
      .set({ revoked_at: tx.at, revoked_by: ask.account().accountId })
      .where("organisation_id", "=", organisationId)
      .where("authorisation_id", "=", authorisationId)
      .where("revoked_at", "is", null)
      .where("until", ">=", today)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw problem("authorisation.not_in_force");
    tx.note({
      action: "authorisation.revoked",
      object: `authorisation:${authorisationId}`,
      organisationId,
      role: ask.standing,
      data: {},
    });
  });
  return authorisationView(catalogue, await getAuthorisation(database.pool, organisationId, authorisationId), today);
};
