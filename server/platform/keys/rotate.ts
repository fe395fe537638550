import type { Actor } from "@chengxin/domain/access/actor.ts";
import { transact, type Database, type Tx } from "../db.ts";
import { addDataKey, lockKeys, storedKeys } from "./data-keys.ts";
import type { KeyProvider } from "./key-provider.ts";
import { announceMs } from "./keyring.ts";
import { isPurpose, keptForGood, keyPurposes, type KeyPurpose } from "./purposes.ts";
import { hashColumns, sealedColumns, type HashColumn, type SealedColumn } from "./sealed-columns.ts";
import type { SuiteId } from "./suite.ts";

interface By {
  readonly actor: Actor;
  readonly at: Date;
}

const rewrapIn = async (tx: Tx, provider: KeyProvider): Promise<number> => {
  const current = await provider.current();
  let rewrapped = 0;
  for (const stored of await storedKeys(tx.sql)) {
    if (stored.kekVersion === current) continue;
    const { kekVersion, wrapped } = await provider.wrap(stored, await provider.unwrap(stored, stored));
    await tx.sql
      .updateTable("data_key")
      .set({ kek_version: kekVersion, wrapped })
      .where("purpose", "=", stored.purpose)
      .where("version", "=", stored.version)
      .execute();
    rewrapped++;
  }
  tx.note({ action: "key.rewrapped", object: `key_encryption_key:${current}`, data: { dataKeys: rewrapped } });
  return rewrapped;
};

/** Wraps every data key by the newest key-encryption key. What is sealed stays as it is, and so do the keys in memory. @returns how many */
export const rewrapDataKeys = (database: Database, provider: KeyProvider, by: By): Promise<number> =>
  transact(database, by, async (tx) => {
    await lockKeys(tx);
    return rewrapIn(tx, provider);
  });

/** A new key-encryption key, and every data key wrapped by it. */
export const rotateKek = (
  database: Database,
  provider: KeyProvider,
  suite: SuiteId,
  by: By,
): Promise<{ version: number; rewrapped: number }> =>
  transact(database, by, async (tx) => {
    await lockKeys(tx);
    const version = await provider.add(suite, by.at);
    tx.note({ action: "key.rotated", object: `key_encryption_key:${version}`, data: { suite } });
    return { version, rewrapped: await rewrapIn(tx, provider) };
  });

/** A new version of each data key. It is announced now and used from the moment returned. */
export const renewDataKeys = (database: Database, provider: KeyProvider, suite: SuiteId, by: By): Promise<Date> =>
  transact(database, by, async (tx) => {
    await lockKeys(tx);
    const activeFrom = new Date(by.at.getTime() + announceMs);
    const { rows } = await tx.client.query<{ purpose: KeyPurpose; newest: number }>(
      "select purpose, max(version) as newest from data_key where purpose = any($1) group by purpose order by purpose",
      [keyPurposes],
    );
    for (const { purpose, newest } of rows)
      await addDataKey(tx, provider, { purpose, version: newest + 1, suite }, activeFrom);
    return activeFrom;
  });

/** Versions of data keys that something in the database still needs, as `purpose version`. */
const neededVersions = async (
  tx: Tx,
  sealed: readonly SealedColumn[],
  hashes: readonly HashColumn[],
): Promise<Set<string>> => {
  const needed = new Set<string>();
  const collect = async (purpose: KeyPurpose, sql: string): Promise<void> => {
    const { rows } = await tx.client.query<{ version: number | null }>(sql);
    for (const { version } of rows) if (version !== null) needed.add(`${purpose} ${version}`);
  };
  for (const { table, column, purpose } of sealed)
    await collect(
      purpose,
      `select distinct ('x' || encode(substr("${column}", 3, 4), 'hex'))::bit(32)::integer as version from "${table}"`,
    );
  for (const { table, keyVersion, purpose } of [
    ...sealed.flatMap(({ table, purpose, lookup }) =>
      lookup ? [{ table, purpose, keyVersion: lookup.keyVersion }] : [],
    ),
    ...hashes,
  ])
    if (!keptForGood.has(purpose)) await collect(purpose, `select distinct "${keyVersion}" as version from "${table}"`);
  return needed;
};

/** A process that lost its database for this long has ended or has looked for new keys since. */
const restMs = 24 * 3_600_000;

export interface Pruned {
  /** Data keys of which nothing is left, as `purpose version`. */
  readonly retired: readonly string[];
  readonly kekVersions: readonly number[];
}

/** Does away with what nothing needs: data keys replaced a day ago or longer under which nothing is sealed, key-encryption keys that wrap nothing. */
export const pruneKeys = async (
  database: Database,
  provider: KeyProvider,
  by: By,
  columns: { sealed: readonly SealedColumn[]; hashes: readonly HashColumn[] } = {
    sealed: sealedColumns,
    hashes: hashColumns,
  },
): Promise<Pruned> => {
  const retired = await transact(database, by, async (tx) => {
    await lockKeys(tx);
    const stored = await storedKeys(tx.sql);
    const needed = await neededVersions(tx, columns.sealed, columns.hashes);
    const replaced = stored.filter(
      (key) =>
        isPurpose(key.purpose) &&
        !keptForGood.has(key.purpose) &&
        !needed.has(`${key.purpose} ${key.version}`) &&
        stored.some(
          (other) =>
            other.purpose === key.purpose &&
            other.version > key.version &&
            other.activeFrom.getTime() + restMs <= by.at.getTime(),
        ),
    );
    for (const { purpose, version } of replaced) {
      await tx.sql
        .updateTable("data_key")
        .set({ wrapped: null, retired_at: by.at })
        .where("purpose", "=", purpose)
        .where("version", "=", version)
        .execute();
      tx.note({ action: "key.retired", object: `data_key:${purpose}:${version}`, data: {} });
    }
    tx.note({ action: "key.pruned", object: "data_key", data: { retired: replaced.length } });
    return replaced.map(({ purpose, version }) => `${purpose} ${version}`);
  });
  // Only now: the file must not forget a key whose data keys come back when the transaction fails.
  const kekVersions = await transact(database, by, async (tx) => {
    await lockKeys(tx);
    const used = new Set((await storedKeys(tx.sql)).map(({ kekVersion }) => kekVersion));
    const removed = await provider.keepOnly(used);
    tx.note({ action: "key.forgotten", object: "key_encryption_key", data: { versions: removed } });
    return removed;
  });
  return { retired, kekVersions };
};
