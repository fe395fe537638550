import { randomUUID } from "node:crypto";
import type { AccountReason } from "@chengxin/domain/account/administration-api.ts";
import type { Sql, Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";
import { person } from "./sealed-names.ts";

/*
 * What administrators type as the reason of a step may name somebody. It stands sealed beside the account; the event of the step refers to it, so that what stays
 * for ever holds no words.
 */

const prefix = "account-reason:";

const place = (reasonId: string): string => placeOf({ table: "account_reason", column: "reason_sealed" }, [reasonId]);

interface Given {
  readonly accountId: string;
  /** Of the event that refers to it. */
  readonly action: string;
  readonly by: string;
  readonly reason: string;
}

/** Keeps a reason. @returns what the event's data say in its place */
export const keepReason = async (
  { sql, at }: Tx,
  keys: Keyring,
  { accountId, action, by, reason }: Given,
): Promise<{ readonly reason: string }> => {
  const reasonId = randomUUID();
  await sql
    .insertInto("account_reason")
    .values({
      reason_id: reasonId,
      account_id: accountId,
      action,
      at,
      given_by: by,
      reason_sealed: keys.seal("account", place(reasonId), reason),
    })
    .execute();
  return { reason: prefix + reasonId };
};

const mostShown = 100;

/** Why what was done to an account, the newest first. */
export const reasonsOf = async (db: Sql, keys: Keyring, accountId: string): Promise<AccountReason[]> => {
  const rows = await db
    .selectFrom("account_reason as r")
    .innerJoin("account as a", "a.account_id", "r.given_by")
    .selectAll("r")
    .select("a.display_name_sealed as giver")
    .where("r.account_id", "=", accountId)
    .orderBy("r.at", "desc")
    .orderBy("r.reason_id")
    .limit(mostShown)
    .execute();
  return rows.map((row) => ({
    reasonId: row.reason_id,
    action: row.action,
    at: row.at.toISOString(),
    by: person(keys, row.given_by, row.giver),
    reason: keys.open("account", place(row.reason_id), row.reason_sealed),
  }));
};

/** The reason to which an event's data refer; null: to none. */
export const reasonOfEvent = async (db: Sql, keys: Keyring, data: string): Promise<string | null> => {
  const [, reasonId] = /"reason":"account-reason:([\da-f-]{36})"/.exec(data) ?? [];
  if (reasonId === undefined) return null;
  const row = await db
    .selectFrom("account_reason")
    .select("reason_sealed")
    .where("reason_id", "=", reasonId)
    .executeTakeFirst();
  return row ? keys.open("account", place(reasonId), row.reason_sealed) : null;
};
