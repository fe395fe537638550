import { userInfo } from "node:os";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { openDatabase, transact, type DatabaseOptions } from "../platform/db.ts";
import { openKeyring } from "../platform/keys/open-keyring.ts";
import { readMigrations } from "../platform/migrate.ts";
import type { BackupManifest } from "./manifest.ts";

/**
 * Notes that the operator took a copy of everything, as an event like any other.
 * @throws Error in plain words when this program may not write here: the database is of another version, or the keys are not at hand
 */
export const noteBackup = async (options: {
  readonly app: Pick<DatabaseOptions, "url" | "role">;
  readonly config: Config;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly manifest: BackupManifest;
}): Promise<void> => {
  const { app, config, dataDir, clock, manifest } = options;
  const own = readMigrations().map(({ name }) => name);
  if (own.join() !== manifest.schema.join()) throw new Error("the database is of another version than this program");
  const database = openDatabase({ ...app, connections: 2 });
  try {
    await openKeyring(database, { config, dataDir, clock });
    const actor = { kind: "operator", name: userInfo().username } as const;
    await transact(database, { actor, at: clock.now() }, async (tx) => {
      const { database: copy, keys } = manifest;
      tx.note({
        action: "backup.made",
        object: `backup:${manifest.id}`,
        data: { kind: copy.kind, files: manifest.files.length, withKeys: keys.included },
      });
    });
  } finally {
    await database.close();
  }
};
