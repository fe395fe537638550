import { randomBytes } from "node:crypto";
import { NothingToDo, transactIfDue, type Database, type Tx } from "../db.ts";
import type { KeyName, KeyProvider, WrappedKey } from "./key-provider.ts";
import { isPurpose, keyPurposes, type KeyPurpose } from "./purposes.ts";
import type { ReadyKey } from "./sealed.ts";
import { suites, type SuiteId } from "./suite.ts";

// Any number, the same in every version: two processes that add or rewrap keys do it one after the other.
const keyLock = 7_316_020_182;

/** Waits until no other process changes data keys; held until the transaction ends. */
export const lockKeys = async (tx: Tx): Promise<void> => {
  await tx.client.query("select pg_advisory_xact_lock($1)", [keyLock]);
};

/** A data key as the table holds it. The purpose may be one that only a newer program knows: its key is rewrapped with the others, not loaded. */
export interface StoredKey extends KeyName, WrappedKey {
  readonly createdAt: Date;
  readonly activeFrom: Date;
}

/** Data keys that may still be needed, by purpose and version. */
export const storedKeys = async (sql: Database["sql"]): Promise<StoredKey[]> => {
  const rows = await sql
    .selectFrom("data_key")
    .select(["purpose", "version", "suite", "kek_version", "wrapped", "created_at", "active_from"])
    .where("wrapped", "is not", null)
    .orderBy("purpose")
    .orderBy("version")
    .execute();
  return rows.map((row) => ({
    purpose: row.purpose,
    version: row.version,
    suite: row.suite,
    kekVersion: row.kek_version,
    wrapped: row.wrapped!,
    createdAt: row.created_at,
    activeFrom: row.active_from,
  }));
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
  await transactIfDue(database, { actor: { kind: "system", name: "keys" }, at }, async (tx) => {
    await lockKeys(tx);
    const purposes = await lacking(tx.sql);
    // another process made them
    if (purposes.length === 0) throw new NothingToDo();
    const keys: ReadyKey[] = [];
    for (const purpose of purposes) keys.push(await addDataKey(tx, provider, { purpose, version: 1, suite }, at));
    onKeys([...(await readyKeys(provider, await storedKeys(tx.sql), keys)), ...keys]);
  });
};

/** Those of the stored keys that are not among the known ones, taken out of their wrapping. */
export const readyKeys = async (
  provider: KeyProvider,
  stored: readonly StoredKey[],
  known: readonly ReadyKey[],
): Promise<ReadyKey[]> => {
  const keys: ReadyKey[] = [];
  for (const row of stored) {
    const { purpose, version, suite, activeFrom } = row;
    if (!isPurpose(purpose) || known.some((key) => key.purpose === purpose && key.version === version)) continue;
    keys.push({ purpose, version, suite, activeFrom, key: suites[suite].key(await provider.unwrap(row, row)) });
  }
  return keys;
};
