import { randomBytes } from "node:crypto";
import { ed25519Of, newSeed } from "../platform/ed25519.ts";
import type pg from "pg";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { transact, type Database, type Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { logSeed, placeOf } from "../platform/keys/sealed-columns.ts";
import { vkeyOf } from "../platform/note-key.ts";
import { logStatements, type OwnStatement } from "./log-statements.ts";
import { seedSigner, type LogSigner } from "./signer.ts";

interface StoredKey {
  readonly version: number;
  readonly public_key: Buffer;
  readonly seed_sealed: Buffer;
  readonly active_from: Date;
  readonly active_until: Date | null;
}

const place = (version: number): string => placeOf(logSeed, [version]);

const storedKeys = async ({ pool }: Pick<Database, "pool">): Promise<StoredKey[]> =>
  (
    await pool.query<StoredKey>(
      "select version, public_key, seed_sealed, active_from, active_until from log_key order by version",
    )
  ).rows;

/** A name of a new log: it may never be used twice. */
export const newOrigin = (base: string): string => `${base}/${randomBytes(4).toString("hex")}`;

const isActive = (key: StoredKey, at: Date): boolean =>
  key.active_from <= at && (key.active_until === null || key.active_until > at);

/** Those that sign checkpoints of this origin now. */
export const activeSigners = async (
  database: Pick<Database, "pool">,
  keys: Keyring,
  origin: string,
  at: Date,
): Promise<LogSigner[]> =>
  (await storedKeys(database))
    .filter((key) => isActive(key, at))
    .map((key) =>
      seedSigner(origin, Buffer.from(keys.open(logSeed.purpose, place(key.version), key.seed_sealed), "hex")),
    );

/** A verifier key and when it signs. */
export interface PublishedKey {
  readonly vkey: string;
  readonly activeFrom: string;
  /** null: until further notice. */
  readonly activeUntil: string | null;
}

/** All keys that ever signed checkpoints of this origin or will, oldest first: those that are active until another log continues it. */
export const publishedKeys = async (
  { pool }: { readonly pool: Pick<pg.ClientBase, "query"> },
  origin: string,
): Promise<PublishedKey[]> => {
  const { rows } = await pool.query<StoredKey>(
    `select k.version, k.public_key, k.seed_sealed, k.active_from, k.active_until
     from log l left join log n on n.log_no = l.log_no + 1
     join log_key k on k.active_from < coalesce(n.begun_at, 'infinity') and coalesce(k.active_until, 'infinity') > l.begun_at
     where l.origin = $1 order by k.version`,
    [origin],
  );
  return rows.map((key) => ({
    vkey: vkeyOf(origin, "log", key.public_key),
    activeFrom: key.active_from.toISOString(),
    activeUntil: key.active_until?.toISOString() ?? null,
  }));
};

/**
 * Adds a key that signs from now on, and its entry.
 * @param beside what is logged behind it, in the same group
 * @returns its verifier key
 */
export const addKey = async (
  tx: Tx,
  keys: Keyring,
  origin: string,
  beside: readonly OwnStatement[] = [],
): Promise<string> => {
  const { rows } = await tx.client.query<{ next: number }>("select coalesce(max(version), 0) + 1 as next from log_key");
  const version = rows[0]?.next ?? 1;
  const seed = newSeed();
  const { publicKey } = ed25519Of(seed);
  await tx.client.query("insert into log_key (version, public_key, seed_sealed, active_from) values ($1, $2, $3, $4)", [
    version,
    publicKey,
    keys.seal(logSeed.purpose, place(version), seed.toString("hex")),
    tx.at,
  ]);
  const vkey = vkeyOf(origin, "log", publicKey);
  await logStatements(tx, [{ kind: "key", vkey }, ...beside]);
  tx.note({ action: "log.key_added", object: `log-key:${version}`, data: { vkey } });
  return vkey;
};

const system: Actor = { kind: "system", name: "log" };

/** The present log of the platform; made at the first start. */
export interface Log {
  readonly logNo: number;
  /** First line of its checkpoints, and the name of its keys. */
  readonly origin: string;
}

export const presentLog = async (reader: Pick<pg.ClientBase, "query">): Promise<Log | null> => {
  const { rows } = await reader.query<{ log_no: number; origin: string }>(
    "select log_no, origin from log order by log_no desc limit 1",
  );
  return rows[0] ? { logNo: rows[0].log_no, origin: rows[0].origin } : null;
};

/** What the name of a log begins with: the site's address without scheme, else the city's. */
export const originFor = (site: string | null, city: string): string =>
  `${site === null ? `${city}.chengxin.invalid` : new URL(site).host}/log`;

/** Any number, the same in every version: logs are begun and keys added one at a time. */
export const beginLock = 7_316_020_195;

/**
 * The present log, begun with its first key where there is none. Its name stays, whatever the address becomes later.
 * @param origin what it is called if it begins now; a random part follows, since a name may never be used twice
 */
export const ensureLog = async (database: Database, keys: Keyring, origin: string, at: Date): Promise<Log> => {
  const known = await presentLog(database.pool);
  if (known) return known;
  await transact(database, { actor: system, at }, async (tx) => {
    await tx.client.query("select pg_advisory_xact_lock($1)", [beginLock]);
    if ((await tx.client.query("select from log")).rowCount) {
      tx.note({ action: "log.found", object: "log:1", data: {} });
      return;
    }
    const name = newOrigin(origin);
    await tx.client.query("insert into log (log_no, origin, begun_at) values (1, $1, $2)", [name, tx.at]);
    await addKey(tx, keys, name);
    tx.note({ action: "log.begun", object: "log:1", data: { origin: name } });
  });
  const begun = await presentLog(database.pool);
  if (!begun) throw new Error("the log was not begun");
  return begun;
};

/**
 * A new key signs from now on; those before it go on for the overlap, so that whoever trusts one of them can learn the new one from the log itself.
 * @param overlapMs how long, in milliseconds
 */
export const rotateKey = (
  database: Database,
  keys: Keyring,
  by: { readonly actor: Actor; readonly at: Date },
  log: Log,
  overlapMs: number,
): Promise<string> =>
  transact(database, by, async (tx) => {
    await tx.client.query("select pg_advisory_xact_lock($1)", [beginLock]);
    await tx.client.query("update log_key set active_until = $1 where active_until is null and active_from < $1", [
      new Date(tx.at.getTime() + overlapMs),
    ]);
    return addKey(tx, keys, log.origin);
  });
