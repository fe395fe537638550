import type { AssertedAgent } from "@chengxin/domain/mandate/api.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { accountNumber } from "./account-number.ts";

/** As sessions are found (`account/sessions.ts`): who has a role or a mandate of the window for it acts by none of these. */
const sessions = `
  select s.account_id, min(s.created_at) as since, max(s.ends_at) as until
  from session s join account a on a.account_id = s.account_id
  where s.asserted_uscc = $1 and s.ended_at is null and s.ends_at > $2 and s.last_seen_at + s.idle_seconds * interval '1 second' > $2
    and s.second_factor_at is not null and a.state = 'active' and a.valid_until > $2
    and not exists (select from account_grant g where g.account_id = s.account_id and g.approved_at <= $2 and g.ended_at is null and g.valid_until > $2)
    and not exists (select from mandates_in_force(s.account_id, $3) m where m.uscc = $1)
  group by s.account_id order by since, s.account_id limit 200`;

interface Row {
  readonly account_id: string;
  readonly since: Date;
  readonly until: Date;
}

/** Accounts that may act for an organisation now because the city's identity service vouches for them, as long as they stay signed in. */
export const findAsserted = async ({ pool }: Database, uscc: string, ask: Ask): Promise<AssertedAgent[]> => {
  const { rows } = await pool.query<Row>(sessions, [uscc, ask.at, dayInShanghai(ask.at)]);
  return rows.map(({ account_id, since, until }) => ({
    account: accountNumber(account_id),
    mine: account_id === ask.account().accountId,
    since: since.toISOString(),
    until: until.toISOString(),
  }));
};
