import type { showMandate as route } from "@chengxin/domain/mandate/api.ts";
import { latestEnd } from "@chengxin/domain/mandate/mandate-flow.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import { getMandate, mandateView } from "./queries.ts";
import type { FileServices } from "./services.ts";

/** A request with the number of its letter, for the official who has the letter in hand. The organisation sees that it was opened. */
export const getMandateForWindow = async (
  { database, catalogue, keys }: FileServices,
  { uscc, mandateId }: RouteArgs<typeof route>,
  ask: Ask<"mandate.read">,
): Promise<RouteAnswer<typeof route>> => {
  const row = await getMandate(database, uscc, mandateId);
  ask.permit({ accountId: row.account_id });
  const today = dayInShanghai(ask.at);
  const shown = mandateView(row, ask.account().accountId, today);
  ask.noteAccess({
    organisationId: row.organisation_id,
    object: `mandate:${mandateId}`,
    purpose: "mandate-check",
    basis: shown.number,
    data: { unit: ask.account().unit },
  });
  return {
    ...shown,
    letterNumber: keys.open(
      "ground",
      placeOf({ table: "mandate", column: "letter_number_sealed" }, [row.organisation_id, row.mandate_id]),
      row.letter_number_sealed,
    ),
    letterDate: row.letter_date,
    latest: latestEnd(catalogue.limits.get("MANDATE_MAX"), today),
  };
};
