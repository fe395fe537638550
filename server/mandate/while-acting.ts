import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";

/** The account isn't disabled, and its mandate or the session in which the identity service vouched for it still stands. */
const acting = `
  select where not exists (select from account a where a.account_id = $1 and a.state <> 'active') and case when $2::uuid = $3::uuid
    then exists (select from session s where s.session_id = $3 and s.account_id = $1 and s.ended_at is null)
    else exists (select from mandate m where m.organisation_id = $4 and m.mandate_id = $2 and m.account_id = $1 and m.state = 'confirmed' and m.until >= $5)
    end`;

/** Pieces of something long, as long as the account acts for the organisation. */
export interface WhileActing {
  /** Ends where the right ended: nothing that was made after that is handed on. */
  through<T>(pieces: AsyncIterable<T>): AsyncGenerator<T>;
  /** Has something been cut off? */
  isOver(): boolean;
}

/**
 * A right that was there when a file began to leave may end while it does: it is asked anew before each piece leaves, outside the snapshot that the file is made from.
 */
export const whileActing = ({ pool }: Pick<Database, "pool">, organisationId: number, ask: Ask): WhileActing => {
  const { accountId, sessionId, mandates } = ask.account();
  const mandate = mandates.find((one) => one.organisationId === organisationId);
  const values = [accountId, mandate?.mandateId ?? null, sessionId, organisationId, dayInShanghai(ask.at)];
  let over = false;
  return {
    isOver: () => over,
    async *through(pieces) {
      for await (const piece of pieces) {
        over ||= (await pool.query(acting, values)).rowCount !== 1;
        if (over) return;
        yield piece;
      }
    },
  };
};
