import { join, resolve } from "node:path";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db.ts";
import { eventChain } from "./event-chain.ts";
import { keyFileProvider } from "./key-file-provider.ts";
import { createKeyFile, keyFileExists } from "./key-file.ts";
import { KeyFault } from "./key-provider.ts";
import { DataKeyring } from "./keyring.ts";

/** Where the key-encryption keys are: `KEY_FILE`, else a file below the data directory. Absolute. */
export const keyFilePath = (keyFile: string | null, dataDir: string): string =>
  keyFile === null ? join(dataDir, "keys", "keys.json") : resolve(keyFile);

const hasDataKeys = async ({ pool }: Pick<Database, "pool">): Promise<boolean> =>
  (await pool.query<{ some: boolean }>("select exists (select from data_key) as some")).rows[0]?.some ?? false;

/**
 * Makes the key file at the very first start. A lost file is never replaced: what is sealed would be lost for good without a word.
 * @throws KeyFault with what to do
 */
const ensureKeyFile = async (
  path: string,
  { keyFile, keySuite }: Pick<Config, "keyFile" | "keySuite">,
  database: Pick<Database, "pool">,
  at: Date,
): Promise<void> => {
  if (keyFileExists(path)) return;
  if (await hasDataKeys(database))
    throw new KeyFault(
      `the key file ${path} is missing, and this database holds data sealed under its keys: put the file back from its own backup, or let KEY_FILE name the place where it is now. No new one was made, since it would open nothing`,
    );
  if (keyFile !== null)
    throw new KeyFault(
      `KEY_FILE names ${path}, where there is no file: mount it, or make a new one by "npm run keys -- create"`,
    );
  createKeyFile(path, keySuite, at);
};

interface KeyringOptions {
  readonly config: Pick<Config, "keyFile" | "keySuite">;
  readonly dataDir: string;
  readonly clock: Clock;
}

/**
 * A keyring that is not loaded yet, for a database whose own writes need one; `load` follows. Makes the key file at the first start.
 * @throws KeyFault in plain words: file missing, open to others, damaged
 */
const prepareKeyring = async (
  database: Pick<Database, "pool">,
  { config, dataDir, clock }: KeyringOptions,
): Promise<DataKeyring> => {
  const path = keyFilePath(config.keyFile, dataDir);
  await ensureKeyFile(path, config, database, clock.now());
  return new DataKeyring(keyFileProvider(path), clock);
};

/**
 * Opens the keys of a database whose schema is up to date, and chains its events with them; makes key file and data keys at the first start.
 * @throws KeyFault as above, and when the file is another installation's
 */
export const openKeyring = async (database: Database, options: KeyringOptions): Promise<DataKeyring> => {
  const keyring = await prepareKeyring(database, options);
  database.useChain(eventChain(keyring));
  await keyring.load(database, options.config.keySuite);
  return keyring;
};
