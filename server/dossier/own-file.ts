import type { showOwnFile as route } from "@chengxin/domain/dossier/api.ts";
import { basisOf } from "@chengxin/domain/dossier/basis.ts";
import { ownSight } from "@chengxin/domain/dossier/file.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { provenDay } from "../log/heads/prove-head.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Access, Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readFile } from "./read-file.ts";

/** An agent's reading of what belongs to the own organisation; on which mandate it rests is kept with it. */
export const ownAccess = (ask: Ask, uscc: string, object: string, data: object): Access => {
  const mandate = ask.account().mandates.find((one) => one.uscc === uscc);
  if (!mandate) throw new Error("an own reading without a mandate");
  return {
    organisationId: mandate.organisationId,
    object,
    purpose: "own-record",
    basis: basisOf("mandate", mandate.mandateId),
    data,
  };
};

/** @throws Problem object.not_found for an organisation that the account doesn't act for, known or not; as `readFile` */
export const showOwnFile = async (
  { database, catalogue }: FileServices,
  { uscc, ...page }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-own">,
): Promise<RouteAnswer<typeof route>> => {
  ask.permit({ uscc });
  const organisationId = await getOrganisationId(database, uscc, null);
  const file = await readFile(
    database.pool,
    catalogue,
    { organisationId, sight: ownSight, source: null, today: dayInShanghai(ask.at) },
    page,
  );
  ask.noteAccess(ownAccess(ask, uscc, `file:${uscc}`, { item: page.item ?? null, records: file.items.length }));
  return { ...file, provenDay: await provenDay(database.pool, organisationId) };
};
