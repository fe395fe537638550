import { randomUUID } from "node:crypto";
import type { askMandate as route } from "@chengxin/domain/mandate/api.ts";
import { addDays, isRealDate } from "@chengxin/domain/calendar/plain-date.ts";
import { holdsIdentityNumber } from "@chengxin/domain/intake/identity-number.ts";
import { requestsADay } from "@chengxin/domain/mandate/mandate-flow.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { organisationOfCode } from "../organisation/known-by-code.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { getMandate, mandateView } from "./queries.ts";
import type { FileServices } from "./services.ts";

/** Requests of one account that wait at the same time. */
const mostWaiting = 10;

/** @throws Problem organisation.code_invalid, also for a code that can be somebody's identity number */
const readCode = (typed: string, today: PlainDate): string => {
  const reading = readUscc(typed);
  if (!reading.ok) throw problem("organisation.code_invalid", { fault: reading.problem });
  if (holdsIdentityNumber(reading.uscc, today, "key")) throw problem("organisation.code_invalid");
  return reading.uscc;
};

/** Requests that the account sent since the day began, whatever became of them. @throws Problem mandate.too_many_today */
const assertDaily = async ({ client }: Tx, accountId: string, today: PlainDate, most: number): Promise<void> => {
  const { rows } = await client.query<{ sent: number }>(
    `select count(*)::integer as sent from mandate where account_id = $1 and asked_at >= $2::timestamp at time zone 'Asia/Shanghai'`,
    [accountId, today],
  );
  if ((rows[0]?.sent ?? 0) >= most) throw problem("mandate.too_many_today", { most, from: addDays(today, 1) });
};

/**
 * An agent asks to act for an organisation. Nothing is opened by it, and any valid code is answered alike: the window decides.
 * @throws Problem organisation.code_invalid, mandate.already_asked, mandate.too_many, mandate.too_many_today, text.identity_number
 */
export const askMandate = async (
  { database, keys, catalogue }: FileServices,
  { code, letterNumber, letterDate }: RouteArgs<typeof route>,
  ask: Ask<"mandate.ask">,
): Promise<RouteAnswer<typeof route>> => {
  const { accountId } = ask.account();
  const today = dayInShanghai(ask.at);
  ask.permit({ uscc: code });
  const uscc = readCode(code, today);
  refuseIdentityNumbers(today, { letterNumber });
  if (!isRealDate(letterDate) || letterDate > today)
    throw problem("request.invalid", { field: "letterDate", fault: "date" });
  const mandateId = randomUUID();
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    // Two requests of one account at the same moment take turns.
    await tx.client.query("select pg_advisory_xact_lock(hashtext('mandate.ask:' || $1))", [accountId]);
    await assertDaily(tx, accountId, today, requestsADay(catalogue.limits.get("MANDATE_REQUESTS")));
    const organisationId = await organisationOfCode(tx, uscc);
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
  });
  return mandateView(await getMandate(database, uscc, mandateId), accountId, today);
};
