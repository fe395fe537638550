import type { closeGround as route } from "@chengxin/domain/ground/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { FileServices } from "../mandate/services.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { getGround, groundView } from "./queries.ts";

/** Whoever is done gives the file back; from then on the ground opens nothing. @throws Problem object.not_found, ground.closed */
export const closeGround = async (
  { database, catalogue }: FileServices,
  one: RouteArgs<typeof route>,
  ask: Ask<"ground.close">,
): Promise<RouteAnswer<typeof route>> => {
  const row = await getGround(database, one, ask.at);
  ask.permit({ accountId: row.account_id });
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const { numUpdatedRows } = await tx.sql
      .updateTable("query_ground")
      .set({ closed_at: tx.at })
      .where("organisation_id", "=", row.organisation_id)
      .where("ground_id", "=", row.ground_id)
      .where("closed_at", "is", null)
      .where("closes_at", ">", tx.at)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw problem("ground.closed");
    tx.note({
      action: "ground.closed",
      object: `ground:${row.ground_id}`,
      organisationId: row.organisation_id,
      role: row.role,
      data: {},
    });
  });
  return groundView(catalogue, await getGround(database, one, ask.at), ask.at);
};
