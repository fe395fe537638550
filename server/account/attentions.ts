import type { Attention } from "@chengxin/domain/account/administration-api.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { sql, type RawBuilder } from "kysely";
import { endingDays, unusedDays } from "@chengxin/domain/account/session-limits.ts";

/** For whom, on which day of the city. */
export interface Looking {
  readonly accountId: string;
  /** Holds the office of the second person. */
  readonly decides: boolean;
  readonly today: PlainDate;
}

/**
 * Which accounts are worth a look, as conditions on `accountLines`. The list of accounts and the list of one's work ask the same ones, so that a number leads to as
 * many rows.
 */
export const attentions = ({
  accountId,
  decides,
  today,
}: Looking): Readonly<Record<Attention, RawBuilder<unknown>>> => {
  const start = new Date(`${today}T00:00:00+08:00`);
  const daysOn = (days: number): Date => new Date(start.getTime() + days * 86_400_000);
  const grant = (also: RawBuilder<unknown>) => sql`exists (select from account_grant g where g.account_id = "accountId"
    and g.approved_at is null and g.ended_at is null and g.valid_until > ${start} and ${also})`;
  const extension = (also: RawBuilder<unknown>) => sql`state <> 'disabled' and exists (select from account_extension x
    where x.account_id = "accountId" and x.approved_at is null and x.ended_at is null and ${also})`;
  const mine = sql`"accountId" <> ${accountId} and ((state = 'active' and ${grant(sql`g.proposed_by <> ${accountId}`)})
    or (${extension(sql`x.proposed_by <> ${accountId}`)}))`;
  return {
    decide: decides ? mine : sql`false`,
    proposals: sql`(${grant(sql`true`)} or (${extension(sql`true`)}))`,
    unused: sql`state in ('invited', 'active') and coalesce("lastSignInAt", '-infinity') <= ${daysOn(-unusedDays)}`,
    ending: sql`state <> 'disabled' and "validUntil" > ${start} and "validUntil" < ${daysOn(endingDays)}`,
    noFactor: sql`state = 'active' and not "secondFactor" and passkeys = 0`,
  };
};
