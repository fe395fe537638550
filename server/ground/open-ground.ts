import { randomUUID } from "node:crypto";
import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import type { openGround as route } from "@chengxin/domain/ground/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { FileServices } from "../mandate/services.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { findPlace, latestVisible, purposeFor, type OpeningPurpose } from "./choices.ts";
import { getGround, groundView } from "./queries.ts";

type Said = RouteArgs<typeof route>;

/** What the purpose asks for beside the ground, and nothing that it doesn't: no other reading may be kept from the organisation (charter 7). */
const refuseIncomplete = (purpose: OpeningPurpose, said: Said, today: PlainDate): void => {
  const stray = (field: string) => problem("request.invalid", { field, fault: "not_of_purpose" });
  if (purpose.kind === "window") {
    if (said.relation === undefined) throw problem("ground.incomplete", { field: "relation" });
    if (said.letterNumber === undefined) throw problem("ground.incomplete", { field: "letter" });
  } else if (said.relation !== undefined) throw stray("relation");
  else if (said.letterNumber !== undefined) throw stray("letterNumber");
  const latest = latestVisible(purpose, today);
  if (latest === null) {
    if (said.visibleFrom !== undefined) throw stray("visibleFrom");
  } else if (
    said.visibleFrom === undefined ||
    !isRealDate(said.visibleFrom) ||
    said.visibleFrom <= today ||
    said.visibleFrom > latest
  )
    throw problem("ground.incomplete", { field: "visibleFrom", latest });
};

/**
 * An official says what for and on what ground, and the file is open until the purpose's time is over. Nothing of the file is told by it.
 * @throws Problem object.not_found for who has the role, but not for this organisation or source; ground.purpose_unknown, ground.incomplete, text.identity_number
 */
export const openGround = async (
  { database, catalogue, keys }: FileServices,
  said: Said,
  ask: Ask<"ground.open">,
): Promise<RouteAnswer<typeof route>> => {
  const today = dayInShanghai(ask.at);
  const place = await findPlace(database, said.uscc);
  const { role } = said;
  const source = role === "departmentClerk" ? (said.source ?? null) : null;
  ask.permit({ role, region: place?.region ?? null, source });
  if (!place) throw problem("organisation.not_found", { uscc: said.uscc });
  const { organisationId } = place;
  const purpose = purposeFor(catalogue, said.purpose, role);
  if (!purpose) throw problem("ground.purpose_unknown");
  const sourceId = source === null ? null : (catalogue.sources.get(source)?.number ?? null);
  if (role === "departmentClerk" && sourceId === null) throw problem("ground.incomplete", { field: "source" });
  refuseIncomplete(purpose, said, today);
  refuseIdentityNumbers(today, { ground: said.ground, letterNumber: said.letterNumber });
  const groundId = randomUUID();
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    await tx.sql
      .insertInto("query_ground")
      .values({
        organisation_id: organisationId,
        ground_id: groundId,
        account_id: ask.account().accountId,
        role,
        source_id: sourceId,
        purpose: purpose.id,
        ground: said.ground,
        relation: said.relation ?? null,
        letter_number_sealed:
          said.letterNumber === undefined
            ? null
            : keys.seal(
                "ground",
                placeOf({ table: "query_ground", column: "letter_number_sealed" }, [organisationId, groundId]),
                said.letterNumber,
              ),
        opened_at: tx.at,
        closes_at: new Date(tx.at.getTime() + purpose.opens.minutes * 60_000),
        visible_from: said.visibleFrom ?? null,
      })
      .execute();
    tx.note({
      action: "ground.opened",
      object: `ground:${groundId}`,
      organisationId,
      role,
      data: { purpose: purpose.id },
    });
  });
  return groundView(catalogue, await getGround(database, { uscc: said.uscc, groundId }, ask.at), ask.at);
};
