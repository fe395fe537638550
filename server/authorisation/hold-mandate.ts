import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/**
 * Holds the mandate (or the session in which the identity service asserted it) by which the account acts for an organisation until the transaction ends.
 * @throws Problem object.not_found when it ended meanwhile
 */
export const holdMandate = async (tx: Tx, organisationId: number, ask: Ask): Promise<string> => {
  const { accountId, sessionId, mandates } = ask.account();
  const mandate = mandates.find((one) => one.organisationId === organisationId);
  if (!mandate) throw problem("object.not_found");
  // What the identity service asserts holds as long as the session in which it did.
  const acting =
    mandate.mandateId === sessionId
      ? await tx.client.query(
          "select from session where session_id = $1 and account_id = $2 and ended_at is null and ends_at > $3 for share",
          [sessionId, accountId, ask.at],
        )
      : await tx.client.query(
          `select from mandate where organisation_id = $1 and mandate_id = $2 and account_id = $3 and state = 'confirmed' and until >= $4 for share`,
          [organisationId, mandate.mandateId, accountId, dayInShanghai(ask.at)],
        );
  if (acting.rowCount !== 1) throw problem("object.not_found");
  return mandate.mandateId;
};
