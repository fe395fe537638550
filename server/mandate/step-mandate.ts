import type * as api from "@chengxin/domain/mandate/api.ts";
import { isEnd, latestEnd, mandateFlow, mayStep, type MandateStep } from "@chengxin/domain/mandate/mandate-flow.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Updateable } from "kysely";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import type { Mandate as MandateTable } from "../platform/tables.gen.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { getMandate, mandateView, type MandateRow } from "./queries.ts";
import type { FileServices } from "./services.ts";

/**
 * The one place where a mandate goes on. Of two who decide at the same moment one is told that it has been decided.
 * @param data for the event, which stays for ever: why it was refused or ended is free text that may name somebody, and stands with the mandate alone
 */
const take = async (
  { database }: FileServices,
  ask: Ask,
  row: MandateRow,
  step: MandateStep,
  columns: Updateable<MandateTable>,
  data: object,
): Promise<RouteAnswer<typeof api.confirmMandate>> => {
  const { from, to } = mandateFlow[step];
  const notNow = () => problem("mandate.step_not_allowed", { state: row.state });
  if (!mayStep(row.state, step)) throw notNow();
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const { numUpdatedRows } = await tx.sql
      .updateTable("mandate")
      .set({ ...columns, state: to })
      .where("organisation_id", "=", row.organisation_id)
      .where("mandate_id", "=", row.mandate_id)
      .where("state", "in", from)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw notNow();
    tx.note({
      action: `mandate.${to}`,
      object: `mandate:${row.mandate_id}`,
      organisationId: row.organisation_id,
      role: ask.standing,
      data,
    });
  });
  return mandateView(
    await getMandate(database, row.uscc, row.mandate_id),
    ask.account().accountId,
    dayInShanghai(ask.at),
  );
};

/**
 * An official at the window confirms a mandate after seeing the letter, until a day.
 * @throws Problem object.not_found (own request too), mandate.step_not_allowed, mandate.end_invalid, text.identity_number
 */
export const confirmMandate = async (
  services: FileServices,
  { uscc, mandateId, documentKind, documentNumber, lastDay }: RouteArgs<typeof api.confirmMandate>,
  ask: Ask<"mandate.decide">,
): Promise<RouteAnswer<typeof api.confirmMandate>> => {
  const row = await getMandate(services.database, uscc, mandateId);
  ask.permit({ accountId: row.account_id });
  const today = dayInShanghai(ask.at);
  refuseIdentityNumbers(today, { documentNumber });
  const latest = latestEnd(services.catalogue.limits.get("MANDATE_MAX"), today);
  if (!isEnd(lastDay, today, latest)) throw problem("mandate.end_invalid", { latest });
  return take(
    services,
    ask,
    row,
    "confirm",
    {
      decided_at: ask.at,
      decided_by: ask.account().accountId,
      document_kind: documentKind,
      document_number_sealed: services.keys.seal(
        "ground",
        placeOf({ table: "mandate", column: "document_number_sealed" }, [row.organisation_id, row.mandate_id]),
        documentNumber,
      ),
      until: lastDay,
    },
    { documentKind, until: lastDay, unit: ask.account().unit },
  );
};

/** @throws Problem object.not_found, mandate.step_not_allowed, text.identity_number */
export const refuseMandate = async (
  services: FileServices,
  { uscc, mandateId, reason }: RouteArgs<typeof api.refuseMandate>,
  ask: Ask<"mandate.decide">,
): Promise<RouteAnswer<typeof api.refuseMandate>> => {
  const row = await getMandate(services.database, uscc, mandateId);
  ask.permit({ accountId: row.account_id });
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  const decided = { decided_at: ask.at, decided_by: ask.account().accountId, refusal: reason };
  return take(services, ask, row, "refuse", decided, { unit: ask.account().unit });
};

/** Ends a mandate, or takes back a request; whoever acts by it finds the next request refused. @throws Problem as above */
export const endMandate = async (
  services: FileServices,
  { uscc, mandateId, reason }: RouteArgs<typeof api.endMandate>,
  ask: Ask<"mandate.end">,
): Promise<RouteAnswer<typeof api.endMandate>> => {
  const row = await getMandate(services.database, uscc, mandateId);
  ask.permit({ accountId: row.account_id, uscc: row.uscc });
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  const ended = { ended_at: ask.at, ended_by: ask.account().accountId, end_reason: reason };
  return take(services, ask, row, "end", ended, { unit: ask.account().unit });
};
