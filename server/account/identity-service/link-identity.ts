import { sql } from "kysely";
import type { Tx } from "../../platform/db.ts";
import type { AccountServices } from "../services.ts";
import type { Refusal, Step } from "./answer-identity.ts";
import { identityServiceOf } from "./begin-identity.ts";
import { addIdentity } from "./identities.ts";
import type { Proven } from "./provider.ts";
import type { Round } from "./round.ts";

/** Links the recognised identity to the account of the session in which the round began, if that session still lasts. */
export const linkProven = async (
  services: AccountServices,
  tx: Tx,
  { accountId, sessionId }: NonNullable<Round["link"]>,
  { subject }: Proven,
): Promise<Step | Refusal> => {
  const { issuer } = identityServiceOf(services).settings;
  const session = await tx.sql
    .selectFrom("session as s")
    .innerJoin("account as a", "a.account_id", "s.account_id")
    .select("s.session_id")
    .where("s.session_id", "=", sessionId)
    .where("s.account_id", "=", accountId)
    .where("s.ended_at", "is", null)
    .where("s.second_factor_at", "is not", null)
    .where("s.ends_at", ">", tx.at)
    .where(sql<boolean>`s.last_seen_at + s.idle_seconds * interval '1 second' > ${tx.at}`)
    .where("a.state", "=", "active")
    .where("a.valid_until", ">", tx.at)
    .executeTakeFirst();
  if (!session) return { problem: "session.required", why: "sessionOver", accountId };
  if (!(await addIdentity(services.keys, tx, { accountId, issuer, subject })))
    return { problem: "identity.linked_already", why: "linkedAlready", accountId };
  tx.note({ action: "identity.linked", object: `account:${accountId}`, data: { issuer, session: sessionId } });
  return { did: "linked", next: "done", factors: [] };
};
