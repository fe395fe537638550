import type { Tx } from "../platform/db.ts";

/**
 * Ends every role, proposal and mandate of an account whose entrance somebody else was given. Whoever holds the link would hold them too, so they begin anew with
 * the people they need: a role with the system administrator's proposal, a mandate with the letter at the window.
 * @param by account of who gave the link away
 * @returns how many of each
 */
export const suspendRights = async (
  tx: Tx,
  accountId: string,
  { by, role }: { readonly by: string; readonly role: string },
): Promise<{ roles: number; mandates: number }> => {
  const grants = await tx.sql
    .updateTable("account_grant")
    .set((e) => ({
      ended_at: tx.at,
      ended_by: by,
      ended_why: e
        .case()
        .when("approved_at", "is", null)
        .then("withdrawn" as const)
        .else("ended" as const)
        .end(),
    }))
    .where("account_id", "=", accountId)
    .where("ended_at", "is", null)
    .returning("grant_id")
    .execute();
  const mandates = await tx.sql
    .updateTable("mandate")
    .set({ state: "ended", ended_at: tx.at, ended_by: by, end_reason: "账号重置" })
    .where("account_id", "=", accountId)
    .where("state", "in", ["asked", "confirmed"])
    .returning(["organisation_id", "mandate_id"])
    .execute();
  for (const { organisation_id, mandate_id } of mandates)
    tx.note({
      action: "mandate.ended",
      object: `mandate:${mandate_id}`,
      organisationId: organisation_id,
      role,
      data: { because: "account.factors-reset" },
    });
  return { roles: grants.length, mandates: mandates.length };
};
