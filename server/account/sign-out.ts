import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import type { AccountServices } from "./services.ts";
import { endSessions } from "./sessions.ts";

/** Ends the present session, or all of the account's. */
export const signOut = async (
  { database }: AccountServices,
  everywhere: boolean,
  ask: Ask,
): Promise<{ done: true }> => {
  const { accountId, sessionId, secondFactor } = ask.account();
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    // Whoever has only the password may not throw the owner out.
    const all = everywhere && secondFactor;
    const ended = await endSessions(tx, all ? { accountId } : { sessionId }, "signedOut", ask.at);
    tx.note({
      action: "session.ended",
      object: `account:${accountId}`,
      data: { session: all ? null : sessionId, ended },
    });
  });
  ask.endSession();
  return { done: true };
};

/** Ends one session of the account, on another device as a rule. @throws Problem object.not_found */
export const endSession = async (
  { database }: AccountServices,
  sessionId: string,
  ask: Ask<"session.end">,
): Promise<{ done: true }> => {
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const session = await tx.sql
      .selectFrom("session")
      .select("account_id")
      .where("session_id", "=", sessionId)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    if (!session) throw problem("object.not_found");
    ask.permit({ accountId: session.account_id });
    await endSessions(tx, { sessionId }, "endedElsewhere", ask.at);
    tx.note({
      action: "session.ended",
      object: `account:${session.account_id}`,
      data: { session: sessionId, ended: 1 },
    });
  });
  if (ask.account().sessionId === sessionId) ask.endSession();
  return { done: true };
};
