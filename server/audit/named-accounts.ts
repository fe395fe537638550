import { foldLogin } from "@chengxin/domain/account/login.ts";
import type { NamedAccount } from "@chengxin/domain/audit/api.ts";
import type { Database } from "../platform/db.ts";

const ofAccount = /^account:([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/**
 * What people call the accounts among these texts: login and unit, never a person's name.
 * @param texts actors and objects as events keep them; others than `account:ID` are passed over
 */
export const namedAccounts = async (
  { pool }: Pick<Database, "pool">,
  texts: readonly (string | null)[],
): Promise<NamedAccount[]> => {
  const ids = new Set(texts.flatMap((text) => ofAccount.exec(text ?? "")?.[1] ?? []));
  if (ids.size === 0) return [];
  const { rows } = await pool.query<NamedAccount>({
    name: "audit.accounts",
    text: `select account_id as "accountId", login, unit from account where account_id = any ($1::uuid[]) order by login`,
    values: [[...ids]],
  });
  return rows;
};

/** An actor as events keep it; a login is looked up, and one that nobody has stays as it is. */
export const actorOf = async ({ pool }: Pick<Database, "pool">, typed: string): Promise<string> => {
  if (typed.includes(":") || typed === "public") return typed;
  const { rows } = await pool.query<{ account_id: string }>("select account_id from account where login = $1", [
    foldLogin(typed),
  ]);
  return rows[0] ? `account:${rows[0].account_id}` : typed;
};
