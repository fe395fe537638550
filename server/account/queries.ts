import type { showSession, SignedIn } from "@chengxin/domain/account/api.ts";
import type { OwnSession, Passkey } from "@chengxin/domain/account/own-api.ts";
import type { AccountActor, Actor } from "@chengxin/domain/access/actor.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { sql } from "kysely";
import { factorsOf } from "./factors.ts";
import { openName } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";

/** Who is signed in, for their own eyes. Half signed in shows nothing that the password alone should not. */
export const describeSession = async (
  { database, keys, selfRegistration: registration }: AccountServices,
  actor: Actor,
  at: Date,
): Promise<RouteAnswer<typeof showSession>> => {
  if (actor.kind !== "account") return { account: null, registration };
  const row = await database.sql
    .selectFrom("session as s")
    .innerJoin("account as a", "a.account_id", "s.account_id")
    .select(["a.login", "a.kind", "a.unit", "a.display_name_sealed", "a.valid_until", "a.must_change_password"])
    .select(["s.second_factor_at", "s.failures_before"])
    .where("s.session_id", "=", actor.sessionId)
    .executeTakeFirstOrThrow();
  const next = row.second_factor_at === null ? "secondFactor" : row.must_change_password ? "changePassword" : "done";
  const full = next === "done";
  const left = await database.sql
    .selectFrom("recovery_code")
    .select((e) => e.fn.countAll<number>().as("left"))
    .where("account_id", "=", actor.accountId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return {
    registration,
    account: {
      accountId: actor.accountId,
      login: row.login,
      displayName: full ? openName(keys, "displayName", actor.accountId, row.display_name_sealed) : "",
      kind: row.kind,
      unit: full ? row.unit : "",
      next,
      factors: await factorsOf(database.sql, actor.accountId),
      roles: full ? await rolesOf(database, actor.accountId, at) : [],
      mandates: full ? actor.mandates.map(({ uscc }) => ({ uscc })) : [],
      validUntil: row.valid_until.toISOString(),
      failuresBefore: full ? row.failures_before : 0,
      recoveryCodesLeft: full ? left.left : 0,
    },
  };
};

const rolesOf = async (
  { sql: db }: AccountServices["database"],
  accountId: string,
  at: Date,
): Promise<SignedIn["roles"]> => {
  const rows = await db
    .selectFrom("account_grant")
    .select(["role", "source", "region", "valid_until"])
    .where("account_id", "=", accountId)
    .where("approved_at", "<=", at)
    .where("ended_at", "is", null)
    .where("valid_until", ">", at)
    .orderBy("role")
    .execute();
  return rows.map(({ role, source, region, valid_until }) => ({
    role,
    source,
    region,
    validUntil: valid_until.toISOString(),
  }));
};

/** Sessions of the account that could still be used, the newest first. */
export const listSessions = async (
  { database }: AccountServices,
  actor: AccountActor,
  at: Date,
): Promise<{ items: OwnSession[] }> => {
  const rows = await database.sql
    .selectFrom("session")
    .select(["session_id", "created_at", "last_seen_at", "method", "address", "user_agent"])
    .where("account_id", "=", actor.accountId)
    .where("ended_at", "is", null)
    .where("second_factor_at", "is not", null)
    .where("ends_at", ">", at)
    .where(sql<boolean>`last_seen_at + idle_seconds * interval '1 second' > ${at}`)
    .orderBy("last_seen_at", "desc")
    .limit(100)
    .execute();
  return {
    items: rows.map((row) => ({
      sessionId: row.session_id,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      method: row.method,
      address: row.address,
      userAgent: row.user_agent,
      present: row.session_id === actor.sessionId,
    })),
  };
};

export const listPasskeys = async (
  { database }: AccountServices,
  { accountId }: AccountActor,
): Promise<{ items: Passkey[] }> => {
  const rows = await database.sql
    .selectFrom("passkey")
    .select(["credential_id", "name", "created_at", "last_used_at"])
    .where("account_id", "=", accountId)
    .orderBy("created_at")
    .execute();
  return {
    items: rows.map((row) => ({
      credentialId: row.credential_id,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
    })),
  };
};
