import { randomUUID } from "node:crypto";
import type { askMandate as route } from "@chengxin/domain/mandate/api.ts";
import { isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { getMandate, mandateView } from "./queries.ts";
import type { FileServices } from "./services.ts";

/** Requests of one account that wait at the same time. */
const mostWaiting = 10;

/**
 * An agent asks to act for an organisation. Nothing is opened by it.
 * @throws Problem organisation.code_invalid, organisation.not_found, mandate.already_asked, mandate.too_many, text.identity_number
 */
export const askMandate = async (
  { database, keys }: FileServices,
  { code, letterNumber, letterDate }: RouteArgs<typeof route>,
  ask: Ask<"mandate.ask">,
): Promise<RouteAnswer<typeof route>> => {
  const { accountId } = ask.account();
  const today = dayInShanghai(ask.at);
  ask.permit({ uscc: code });
  const organisationId = await getOrganisationId(database, code, null);
  refuseIdentityNumbers(today, { letterNumber });
  if (!isRealDate(letterDate) || letterDate > today)
    throw problem("request.invalid", { field: "letterDate", fault: "date" });
  const mandateId = randomUUID();
  const uscc = await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    // Two requests of one account at the same moment take turns.
    await tx.client.query("select pg_advisory_xact_lock(hashtext('mandate.ask:' || $1))", [accountId]);
    const waiting = await tx.sql
      .selectFrom("mandate")
      .select("organisation_id")
      .where("account_id", "=", accountId)
      .where("state", "=", "asked")
      .execute();
    if (waiting.some((row) => row.organisation_id === organisationId)) throw problem("mandate.already_asked");
    if (waiting.length >= mostWaiting) throw problem("mandate.too_many");
    await tx.sql
      .insertInto("mandate")
      .values({
        organisation_id: organisationId,
        mandate_id: mandateId,
        account_id: accountId,
        state: "asked",
        letter_number_sealed: keys.seal(
          "ground",
          placeOf({ table: "mandate", column: "letter_number_sealed" }, [organisationId, mandateId]),
          letterNumber,
        ),
        letter_date: letterDate,
        asked_at: tx.at,
      })
      .execute();
    tx.note({ action: "mandate.asked", object: `mandate:${mandateId}`, organisationId, data: {} });
    const { uscc } = await tx.sql
      .selectFrom("organisation")
      .select("uscc")
      .where("organisation_id", "=", organisationId)
      .executeTakeFirstOrThrow();
    return uscc;
  });
  return mandateView(await getMandate(database, uscc, mandateId), accountId, today);
};
