import { holds } from "@chengxin/domain/access/actor.ts";
import type { Grant, showAccount as route } from "@chengxin/domain/account/administration-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { sql } from "kysely";
import type { Ask } from "../platform/ask.ts";
import { transact, type Sql } from "../platform/db.ts";
import { accountLines, lineOf, type LineRow } from "./list-accounts.ts";
import { reasonsOf } from "./reasons.ts";
import { openGrantReason, openName, person } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";

interface Shown extends LineRow {
  readonly createdAt: Date;
  readonly contactSealed: Buffer;
  readonly mustChangePassword: boolean;
  readonly openSessions: number;
  readonly invitationExpires: Date | null;
}

/**
 * One account with its roles. How to reach somebody is for those who hand over links, not for the auditor, and each look at it leaves an event.
 * @throws Problem object.not_found
 */
export const showAccount = async (
  { database, keys }: AccountServices,
  accountId: string,
  ask: Ask,
): Promise<RouteAnswer<typeof route>> => {
  const { at } = ask;
  const { rows } = await sql<Shown>`
    select l.*, a.contact_sealed as "contactSealed", a.must_change_password as "mustChangePassword",
      (select count(*)::integer from session s where s.account_id = a.account_id and s.ended_at is null and s.ends_at > ${at}
         and s.last_seen_at + s.idle_seconds * interval '1 second' > ${at}) as "openSessions",
      (select max(i.expires_at) from invitation i where i.account_id = a.account_id and i.used_at is null and i.withdrawn_at is null
         and i.expires_at > ${at}) as "invitationExpires"
    from (${accountLines(at)}) l join account a on a.account_id = l."accountId" where a.account_id = ${accountId}`.execute(
    database.sql,
  );
  const [row] = rows;
  if (!row) throw problem("object.not_found");
  const contact = holds(ask.actor, "auditor") ? "" : openName(keys, "contact", accountId, row.contactSealed);
  if (contact !== "")
    await transact(database, { actor: ask.actor, at }, async (tx) =>
      tx.note({ action: "account.contact-read", object: `account:${accountId}`, role: ask.standing, data: {} }),
    );
  return {
    ...lineOf(keys, row),
    contact,
    createdAt: row.createdAt.toISOString(),
    mustChangePassword: row.mustChangePassword,
    openSessions: row.openSessions,
    invitation: row.invitationExpires === null ? null : { expiresAt: row.invitationExpires.toISOString() },
    grants: await grantsOf({ keys }, database.sql, accountId, at),
    extension: await waitingExtension({ keys }, database.sql, accountId),
    reasons: await reasonsOf(database.sql, keys, accountId),
  };
};

const waitingExtension = async (
  { keys }: Pick<AccountServices, "keys">,
  db: Sql,
  accountId: string,
): Promise<RouteAnswer<typeof route>["extension"]> => {
  const row = await db
    .selectFrom("account_extension as x")
    .innerJoin("account as p", "p.account_id", "x.proposed_by")
    .select(["x.extension_id", "x.proposed_at", "p.account_id", "p.display_name_sealed"])
    .where("x.account_id", "=", accountId)
    .where("x.approved_at", "is", null)
    .where("x.ended_at", "is", null)
    .executeTakeFirst();
  return row
    ? {
        extensionId: row.extension_id,
        proposedBy: person(keys, row.account_id, row.display_name_sealed),
        proposedAt: row.proposed_at.toISOString(),
      }
    : null;
};

const grantsOf = async (
  { keys }: Pick<AccountServices, "keys">,
  db: Sql,
  accountId: string,
  at: Date,
): Promise<Grant[]> => {
  const rows = await db
    .selectFrom("account_grant as g")
    .leftJoin("account as p", "p.account_id", "g.proposed_by")
    .leftJoin("account as s", "s.account_id", "g.approved_by")
    .selectAll("g")
    .select(["p.display_name_sealed as proposer", "s.display_name_sealed as approver"])
    .where("g.account_id", "=", accountId)
    .orderBy("g.proposed_at", "desc")
    .orderBy("g.grant_id")
    .limit(200)
    .execute();
  const personOf = (id: string | null, sealed: Buffer | null) =>
    id === null || sealed === null ? null : person(keys, id, sealed);
  const stateOf = (row: (typeof rows)[number]): Grant["state"] => {
    if (row.ended_at !== null) return row.ended_why === "expired" ? "expired" : "ended";
    if (row.valid_until <= at) return "expired";
    return row.approved_at === null ? "proposed" : "inForce";
  };
  return rows.map((row) => ({
    grantId: row.grant_id,
    role: row.role,
    source: row.source,
    region: row.region,
    reason: openGrantReason(keys, row),
    state: stateOf(row),
    proposedBy: personOf(row.proposed_by, row.proposer),
    proposedAt: row.proposed_at.toISOString(),
    approvedBy: personOf(row.approved_by, row.approver),
    approvedAt: row.approved_at?.toISOString() ?? null,
    validUntil: row.valid_until.toISOString(),
    endedWhy: row.ended_why,
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
};
