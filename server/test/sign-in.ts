import { randomUUID } from "node:crypto";
import type { AccountActor, Role } from "@chengxin/domain/access/actor.ts";
import { administrations, scopeOfRole } from "@chengxin/domain/access/actor.ts";
import { sealName } from "../account/sealed-names.ts";
import { sessionsOf } from "../account/sessions.ts";
import { newToken, tokenHash } from "../account/token.ts";
import { transact, type Database, type Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";

export interface TestAccount {
  /** With their places: `{ role: "departmentClerk", source: "market-supervision" }`. None: an agent, unless `kind` says otherwise. */
  readonly roles?: readonly (Role | { readonly role: Role; readonly source?: string; readonly region?: string })[];
  readonly kind?: "official" | "agent";
  readonly unit?: string;
  readonly login?: string;
  /** The identity service says that the agent acts for this organisation, which the directory has to know. */
  readonly uscc?: string;
  /** false: only the password was shown. */
  readonly secondFactor?: boolean;
  /** When the session began; by default now. */
  readonly at?: Date;
  /** Seals names, where a test reads them. */
  readonly keys?: Keyring;
}

export interface SignedInForTest {
  readonly accountId: string;
  readonly sessionId: string;
  readonly token: string;
  /** Header value for a site without HTTPS. */
  readonly cookie: string;
  /** What the server makes of the cookie. */
  readonly actor: AccountActor;
}

const system = { kind: "system", name: "test" } as const;

/** An account with these roles and a session of it, made directly; every constraint and trigger of the database applies. */
export const signInForTest = async (database: Database, account: TestAccount = {}): Promise<SignedInForTest> => {
  const at = account.at ?? new Date();
  const roles = (account.roles ?? []).map((role) => (typeof role === "string" ? { role } : role));
  const kind = account.kind ?? (roles.length > 0 ? "official" : "agent");
  const accountId = randomUUID();
  const sessionId = randomUUID();
  const token = newToken();
  await transact(database, { actor: system, at }, async (tx) => {
    await addAccount(tx, accountId, kind, account);
    for (const grant of roles) await addGrant(tx, accountId, grant, account.keys);
    await tx.sql
      .insertInto("session")
      .values({
        session_id: sessionId,
        token_hash: tokenHash(token),
        account_id: accountId,
        created_at: at,
        last_seen_at: at,
        idle_seconds: 1800,
        ends_at: new Date(at.getTime() + 12 * 3_600_000),
        second_factor_at: account.secondFactor === false ? null : at,
        method: account.secondFactor === false ? "password" : "totp",
        asserted_uscc: account.uscc ?? null,
        address: "127.0.0.1",
        user_agent: "test",
      })
      .execute();
    tx.note({ action: "test.signed-in", object: `account:${accountId}`, data: {} });
  });
  const actor = await sessionsOf(database).find(token, at);
  if (!actor) throw new Error("the session that was made isn't found");
  return { accountId, sessionId, token, cookie: `session=${token}`, actor };
};

const addAccount = (tx: Tx, accountId: string, kind: "official" | "agent", { login, unit, keys }: TestAccount) =>
  tx.sql
    .insertInto("account")
    .values({
      account_id: accountId,
      login: login ?? `test-${accountId}`,
      kind,
      display_name_sealed: keys ? sealName(keys, "displayName", accountId, "测试员") : Buffer.alloc(0),
      contact_sealed: keys ? sealName(keys, "contact", accountId, "") : Buffer.alloc(0),
      unit: kind === "agent" ? "" : (unit ?? "测试单位"),
      state: "active",
      password_hash: "$argon2id$v=19$m=8,t=1,p=1$none$none",
      created_at: tx.at,
      valid_until: new Date(tx.at.getTime() + 365 * 86_400_000),
    })
    .execute();

const isAdministration = (role: Role): boolean => (administrations as readonly Role[]).includes(role);

const addGrant = async (
  tx: Tx,
  accountId: string,
  { role, source, region }: { role: Role; source?: string; region?: string },
  keys: Keyring | undefined,
): Promise<void> => {
  const grant = {
    account_id: accountId,
    role,
    source: scopeOfRole[role] === "source" ? (source ?? "market-supervision") : null,
    region: scopeOfRole[role] === "region" ? (region ?? "210681") : null,
    reason: "test",
    proposed_at: tx.at,
    valid_until: new Date(tx.at.getTime() + 365 * 86_400_000),
  };
  const grantId = randomUUID();
  if (isAdministration(role)) {
    await tx.sql
      .insertInto("account_grant")
      .values({ ...grant, grant_id: grantId, by_operator: true, approved_at: tx.at })
      .execute();
    return;
  }
  const [proposer, approver] = [
    await administrator(tx, "systemAdministrator", keys),
    await administrator(tx, "securityAdministrator", keys),
  ];
  await tx.sql
    .insertInto("account_grant")
    .values({ ...grant, grant_id: grantId, proposed_by: proposer })
    .execute();
  await tx.sql
    .updateTable("account_grant")
    .set({ approved_by: approver, approved_at: tx.at })
    .where("grant_id", "=", grantId)
    .execute();
};

/** Who proposes and approves the roles of the others. */
const administrator = async (
  tx: Tx,
  role: "systemAdministrator" | "securityAdministrator",
  keys: Keyring | undefined,
): Promise<string> => {
  const known = await tx.sql
    .selectFrom("account_grant")
    .select("account_id")
    .where("role", "=", role)
    .where("approved_at", "<=", tx.at)
    .where("valid_until", ">", tx.at)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (known) return known.account_id;
  const accountId = randomUUID();
  await addAccount(tx, accountId, "official", keys ? { keys } : {});
  await addGrant(tx, accountId, { role }, keys);
  return accountId;
};
