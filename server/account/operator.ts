import { randomUUID } from "node:crypto";
import { administrations, type Actor } from "@chengxin/domain/access/actor.ts";
import { foldLogin } from "@chengxin/domain/account/login.ts";
import { sql, type Selectable } from "kysely";
import { transact, type Tx } from "../platform/db.ts";
import type { Account } from "../platform/tables.gen.ts";
import { resetAccount } from "./change-account.ts";
import { extendByOperator } from "./extensions.ts";
import { closeExpired } from "./grants.ts";
import { addOfficial } from "./invite-official.ts";
import { accountLines, type LineRow } from "./list-accounts.ts";
import type { AccountServices } from "./services.ts";

/** What the operator does to accounts at the command line: the first administrators, and those who locked themselves out. */

export type Administration = (typeof administrations)[number];
interface By {
  readonly actor: Actor;
  readonly at: Date;
}
interface Link {
  readonly accountId: string;
  readonly link: string;
  readonly expiresAt: string;
}

/** A new account with one of the three administrations, which no second person approves: there is nobody yet. @throws Problem login.invalid, login.taken */
export const inviteAdministrator = (
  services: AccountServices,
  { role, ...person }: { role: Administration; login: string; displayName: string; contact: string; unit: string },
  by: By,
): Promise<Link> =>
  transact(services.database, by, async (tx) => {
    const invited = await addOfficial(services, tx, person, services.origin);
    const { valid_until } = await tx.sql
      .selectFrom("account")
      .select("valid_until")
      .where("account_id", "=", invited.accountId)
      .executeTakeFirstOrThrow();
    await tx.sql
      .insertInto("account_grant")
      .values({
        grant_id: randomUUID(),
        account_id: invited.accountId,
        role,
        source: null,
        region: null,
        reason: "命令行 · command line",
        by_operator: true,
        proposed_at: by.at,
        approved_at: by.at,
        valid_until,
      })
      .execute();
    const object = `account:${invited.accountId}`;
    tx.note({ action: "account.invited", object, data: { expiresAt: invited.expiresAt } });
    tx.note({ action: "grant.approved", object, data: { role, source: null, region: null } });
    return invited;
  });

/** @throws Error in plain words for an account that isn't there, or holds no administration */
const lockAdministrator = async (tx: Tx, typed: string): Promise<Selectable<Account>> => {
  const account = await tx.sql
    .selectFrom("account")
    .selectAll()
    .where("login", "=", foldLogin(typed))
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw new Error(`there is no account ${foldLogin(typed)}; "list" shows those there are`);
  await closeExpired(tx, account.account_id);
  const held = await tx.sql
    .selectFrom("account_grant")
    .select("grant_id")
    .where("account_id", "=", account.account_id)
    .where("role", "in", administrations)
    .where("approved_at", "is not", null)
    .where("ended_at", "is", null)
    .execute();
  if (held.length === 0)
    throw new Error(
      `${account.login} holds none of the three administrations: its password and second factor are reset, and it is extended, by the administrators in the workbench`,
    );
  return account;
};

/**
 * A new link for an administrator; whatever the account was entered by is void, and its sessions end.
 * @throws Error in plain words; Problem account.state
 */
export const resetAdministrator = (services: AccountServices, typed: string, by: By): Promise<Link> =>
  transact(services.database, by, async (tx) => {
    const account = await lockAdministrator(tx, typed);
    if (account.state === "disabled" || account.valid_until <= by.at)
      throw new Error(
        `${account.login} is disabled or has expired: the administrators enable or extend it, or "invite" makes a new administrator`,
      );
    const { answer, data } = await resetAccount(tx, account, services.origin);
    tx.note({ action: "account.factors-reset", object: `account:${account.account_id}`, data });
    return answer;
  });

/**
 * An administrator of whom there is no second can't be extended by the two others alone: the operator does it. One whose time has run out has lost the role, and
 * "invite" makes another.
 * @throws Error in plain words
 */
export const extendAdministrator = (
  { database }: Pick<AccountServices, "database">,
  typed: string,
  by: By,
): Promise<void> =>
  transact(database, by, async (tx) => {
    const account = await lockAdministrator(tx, typed);
    if (account.state === "disabled" || account.valid_until <= by.at)
      throw new Error(`${account.login} is disabled or has expired: "invite" makes a new administrator`);
    const { data } = await extendByOperator(tx, account.account_id);
    tx.note({ action: "account.extended", object: `account:${account.account_id}`, data });
  });

const day = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? "never";

/** One line for each official, without names. */
export const describeAccounts = async (
  { database }: Pick<AccountServices, "database">,
  at: Date,
): Promise<string[]> => {
  const { rows } = await sql<LineRow>`
    select * from (${accountLines(at)}) l where kind = 'official' order by login`.execute(database.sql);
  return rows.map(({ login, state, roles, validUntil, lastSignInAt }) => {
    const held = roles.map(({ role, source, region, proposed }) =>
      [role, source ?? region, proposed ? "(proposed)" : null].filter((part) => part !== null).join(" "),
    );
    const until = `until ${day(validUntil)}`;
    return [login, state, held.join(", ") || "no role", until, `last sign-in ${day(lastSignInAt)}`].join("  ");
  });
};
