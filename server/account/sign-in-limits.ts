import {
  afterFailure,
  knownAddressDays,
  lockoutRules,
  waitOf,
  type Failures,
  type LockoutKind,
} from "@chengxin/domain/account/lockout.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type pg from "pg";
import { transact, type Database, type Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";

type By = Parameters<typeof transact>[1];

interface Limited {
  readonly database: Database;
  readonly keys: Keyring;
}

/** What is counted: a login as typed and folded, known or not; an address. */
export interface Counted {
  readonly kind: LockoutKind;
  readonly text: string;
}

interface Row {
  failures: number;
  last_at: Date;
  wait_until: Date | null;
}

/** Callers of this machine stand for many: the operator, or a proxy that isn't named as one (`platform/callers.ts`). */
const isCounted = ({ kind, text }: Counted): boolean =>
  kind === "login" || kind === "known" || !/^127\.|^0:0:0:0$/.test(text);

const macs = ({ keys }: Limited, { kind, text }: Counted): Buffer[] =>
  keys.macs("session", `sign-in-limit:${kind}:${text}`).map(({ mac }) => mac);

const failuresOf = (row: Row | undefined): Failures | null =>
  row ? { failures: row.failures, lastAt: row.last_at, waitUntil: row.wait_until } : null;

const refuse = (waitMs: number): never => {
  throw problem("sign_in.wait", { retryAfter: Math.ceil(waitMs / 1000) });
};

/** Under which count a try with a login falls: strangers share one, an address at which the owner signed in before has its own. */
export const countOf = async (
  db: Pick<pg.ClientBase, "query">,
  login: string,
  address: string,
  at: Date,
): Promise<Counted> => {
  const { rows } = await db.query<{ known: boolean }>({
    name: "sign-in.count-of",
    text: `select exists (
      select from session s join account a on a.account_id = s.account_id
      where a.login = $1 and s.address = $2 and s.second_factor_at is not null and s.created_at > $3) as known`,
    values: [login, address, new Date(at.getTime() - knownAddressDays * 86_400_000)],
  });
  return rows[0]?.known ? { kind: "known", text: `${address} ${login}` } : { kind: "login", text: login };
};

/** Turns away who has to wait, before any work is done. @throws Problem sign_in.wait */
export const assertNoWait = async (services: Limited, counted: readonly Counted[], at: Date): Promise<void> => {
  const asked = counted.filter(isCounted);
  const { rows } = await services.database.pool.query<{ wait_until: Date }>(
    `select max(l.wait_until) as wait_until from sign_in_limit l
     join unnest($1::text[], $2::bytea[]) as c (kind, mac) on c.kind = l.kind and c.mac = l.mac
     where l.wait_until > $3 having max(l.wait_until) is not null`,
    [asked.flatMap((one) => macs(services, one).map(() => one.kind)), asked.flatMap((one) => macs(services, one)), at],
  );
  if (rows[0]) refuse(rows[0].wait_until.getTime() - at.getTime());
};

/**
 * Locks a count until the transaction ends, so that tries under it come one after the other however many arrive at once.
 * @throws Problem sign_in.wait
 */
export const lockCount = async (services: Limited, tx: Tx, counted: Counted, at: Date): Promise<Failures | null> => {
  const known = await lockRow(services, tx, counted, at);
  const wait = waitOf(known, at);
  if (wait > 0) refuse(wait);
  return known;
};

const lockRow = async (services: Limited, tx: Tx, counted: Counted, at: Date): Promise<Failures | null> => {
  const { keyVersion, mac } = services.keys.mac("session", `sign-in-limit:${counted.kind}:${counted.text}`);
  await tx.client.query(
    `insert into sign_in_limit (kind, mac, key_version, failures, last_at) values ($1, $2, $3, 0, $4) on conflict (kind, mac) do nothing`,
    [counted.kind, mac, keyVersion, at],
  );
  const { rows } = await tx.client.query<Row>(
    `select failures, last_at, wait_until from sign_in_limit where kind = $1 and mac = any($2) order by failures desc, mac for update`,
    [counted.kind, macs(services, counted)],
  );
  return failuresOf(rows.find(({ failures }) => failures > 0));
};

/** Counts one more failure under a count (locked before), and of the address it came from. */
export const countFailure = async (
  services: Limited,
  tx: Tx,
  { counted, address, known, at }: { counted: Counted; address: string; known: Failures | null; at: Date },
): Promise<void> => {
  await store(services, tx, counted, afterFailure(known, at, lockoutRules[counted.kind]));
  await countAddress(services, tx, address, at);
};

/** Counts one more failure of an address, where no login was named. */
export const countAddress = async (services: Limited, tx: Tx, address: string, at: Date): Promise<void> => {
  const counted: Counted = { kind: "address", text: address };
  if (isCounted(counted)) {
    const before = await lockRow(services, tx, counted, at);
    await store(services, tx, counted, afterFailure(before, at, lockoutRules.address));
  }
  await forget(tx, at);
};

/**
 * Counts one more registration from an address, in a transaction of its own: it counts whatever becomes of it.
 * @throws Problem registration.wait
 */
export const countRegistration = async (services: Limited, address: string, by: By): Promise<void> => {
  const counted: Counted = { kind: "registration", text: address };
  if (!isCounted(counted)) return;
  await transact(services.database, by, async (tx) => {
    const known = await lockRow(services, tx, counted, by.at);
    const wait = waitOf(known, by.at);
    if (wait > 0) throw problem("registration.wait", { retryAfter: Math.ceil(wait / 1000) });
    await store(services, tx, counted, afterFailure(known, by.at, lockoutRules.registration));
    await forget(tx, by.at);
    tx.note({ action: "account.registration-tried", object: "account:new", data: {} });
  });
};

const store = (services: Limited, tx: Tx, counted: Counted, next: Failures) =>
  tx.client.query(
    `update sign_in_limit set failures = $3, last_at = $4, wait_until = $5 where kind = $1 and mac = any($2)`,
    [counted.kind, macs(services, counted), next.failures, next.lastAt, next.waitUntil],
  );

/** A complete sign-in ends its own count; that of the address goes on. */
export const clearCount = async (services: Limited, tx: Tx, counted: Counted): Promise<void> => {
  await tx.client.query("delete from sign_in_limit where kind = $1 and mac = any($2)", [
    counted.kind,
    macs(services, counted),
  ]);
};

/** Counts nobody will need any more, a few at a time. */
const forget = (tx: Tx, at: Date) =>
  tx.client.query(
    `delete from sign_in_limit where (kind, mac) in (
       select kind, mac from sign_in_limit where last_at < $1 order by last_at limit 20 for update skip locked)`,
    [new Date(at.getTime() - lockoutRules.login.forgetMs - lockoutRules.login.longestWaitMs)],
  );
