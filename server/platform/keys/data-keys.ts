import { randomBytes } from "node:crypto";
import { transact, type Database, type Tx } from "../db.ts";
import type { KeyName, KeyProvider } from "./key-provider.ts";
import { keyPurposes, type KeyPurpose } from "./purposes.ts";
import type { ReadyKey } from "./sealed.ts";
import { suites, type SuiteId } from "./suite.ts";

// Any number, the same in every version: two processes that add or rewrap keys do it one after the other.
const keyLock = 7_316_020_182;

/** Waits until no other process changes data keys; held until the transaction ends. */
export const lockKeys = async (tx: Tx): Promise<void> => {
  await tx.client.query("select pg_advisory_xact_lock($1)", [keyLock]);
};

const isPurpose = (text: string): text is KeyPurpose => (keyPurposes as readonly string[]).includes(text);

export interface StoredKey extends KeyName {
  readonly purpose: KeyPurpose;
  readonly kekVersion: number;
  readonly wrapped: Buffer;
  readonly createdAt: Date;
  readonly activeFrom: Date;
}

/** Data keys that may still be needed, by purpose and version. Those of purposes that only a newer program knows are left alone. */
export const storedKeys = async (sql: Database["sql"]): Promise<StoredKey[]> => {
  const rows = await sql
    .selectFrom("data_key")
    .select(["purpose", "version", "suite", "kek_version", "wrapped", "created_at", "active_from"])
    .where("wrapped", "is not", null)
    .orderBy("purpose")
    .orderBy("version")
    .execute();
  return rows.flatMap(({ purpose, wrapped, ...row }) =>
    isPurpose(purpose) && wrapped
      ? {
          purpose,
          wrapped,
          version: row.version,
          suite: row.suite,
          kekVersion: row.kek_version,
          createdAt: row.created_at,
          activeFrom: row.active_from,
        }
      : [],
  );
};

/** A data key taken out of its wrapping. */
export const readyKey = async (provider: KeyProvider, stored: StoredKey): Promise<ReadyKey> => {
  const { purpose, version, suite, activeFrom } = stored;
  return { purpose, version, suite, activeFrom, key: suites[suite].key(await provider.unwrap(stored, stored)) };
};

/** Makes one data key and stores it wrapped. */
export const addDataKey = async (
  tx: Tx,
  provider: KeyProvider,
  name: KeyName & { purpose: KeyPurpose },
  activeFrom: Date,
): Promise<ReadyKey> => {
  const material = randomBytes(32);
  const { kekVersion, wrapped } = await provider.wrap(name, material);
  const { purpose, version, suite } = name;
  await tx.sql
    .insertInto("data_key")
    .values({ purpose, version, suite, kek_version: kekVersion, wrapped, created_at: tx.at, active_from: activeFrom })
    .execute();
  tx.note({ action: "key.created", object: `data_key:${purpose}:${version}`, data: { suite, kekVersion } });
  return { purpose, version, suite, activeFrom, key: suites[suite].key(material) };
};

/**
 * The first data key of each purpose that has none.
 * @param onKeys told before the commit: the event of the commit itself may be chained under a key that is made here
 */
export const addMissingKeys = async (
  database: Database,
  {
    provider,
    suite,
    at,
    onKeys,
  }: { provider: KeyProvider; suite: SuiteId; at: Date; onKeys: (keys: ReadyKey[]) => void },
): Promise<void> => {
  const lacking = async (sql: Database["sql"]): Promise<KeyPurpose[]> => {
    const rows = await sql.selectFrom("data_key").select("purpose").distinct().execute();
    const known = new Set(rows.map(({ purpose }) => purpose));
    return keyPurposes.filter((purpose) => !known.has(purpose));
  };
  if ((await lacking(database.sql)).length === 0) return;
  const nothingLacks = new Error("another process made the keys");
  try {
    await transact(database, { actor: { kind: "system", name: "keys" }, at }, async (tx) => {
      await lockKeys(tx);
      const purposes = await lacking(tx.sql);
      if (purposes.length === 0) throw nothingLacks;
      const keys: ReadyKey[] = [];
      for (const purpose of purposes) keys.push(await addDataKey(tx, provider, { purpose, version: 1, suite }, at));
      onKeys([...(await readyKeys(provider, await storedKeys(tx.sql), keys)), ...keys]);
    });
  } catch (error) {
    if (error !== nothingLacks) throw error;
  }
};

const sameKey = (a: KeyName, b: KeyName): boolean => a.purpose === b.purpose && a.version === b.version;

/** Those of the stored keys that are not among the known ones, taken out of their wrapping. */
export const readyKeys = async (
  provider: KeyProvider,
  stored: readonly StoredKey[],
  known: readonly ReadyKey[],
): Promise<ReadyKey[]> =>
  Promise.all(
    stored.filter((key) => !known.some((other) => sameKey(key, other))).map((key) => readyKey(provider, key)),
  );
