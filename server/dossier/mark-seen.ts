import type { markReadersSeen as route } from "@chengxin/domain/dossier/readers-api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";

// Never beyond the end of the chain, and never back.
const mark = `
  insert into reading_mark as m (organisation_id, account_id, read_up_to, looked_on)
  select $1, $2, least($3::bigint, coalesce((select last_no from event_chain where organisation_id = $1), 0)), $4
  on conflict (organisation_id, account_id) do update
    set read_up_to = greatest(m.read_up_to, excluded.read_up_to), looked_on = greatest(m.looked_on, excluded.looked_on)
  returning read_up_to`;

/** The account has seen who read, up to a number of the chain: what comes later is new to it. Each agent's mark is its own. */
export const markReadersSeen = async (
  { database }: FileServices,
  { uscc, upTo }: RouteArgs<typeof route>,
  ask: Ask<"dossier.mark-seen">,
): Promise<RouteAnswer<typeof route>> => {
  ask.permit({ uscc });
  const organisationId = await getOrganisationId(database, uscc, null);
  return transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const { rows } = await tx.client.query<{ read_up_to: number }>(mark, [
      organisationId,
      ask.account().accountId,
      upTo,
      dayInShanghai(ask.at),
    ]);
    const seen = rows[0]?.read_up_to ?? 0;
    tx.note({
      action: "readings.seen",
      object: `readers:${uscc}`,
      organisationId,
      role: ask.standing,
      data: { upTo: seen },
    });
    return { upTo: seen };
  });
};
