import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readManifest, type BackupManifest } from "./backup/manifest.ts";
import { runCommand, say, UsageError } from "./backup/program.ts";
import { restoreBackup } from "./backup/restore-backup.ts";
import { restoreDump } from "./backup/restore-dump.ts";
import type { RestoredState } from "./backup/check-restored.ts";
import { readConfig } from "./platform/config.ts";
import { readKeyFile } from "./platform/keys/key-file.ts";
import { keyFilePath } from "./platform/keys/open-keyring.ts";

const usage = `npm run restore -- --from BACKUP --to NEW_DATA_DIR
  makes a new DATA_DIR from a backup; the folder must be absent or empty. The running instance is not touched.
  A dump of a server of your own goes into the empty database that DATABASE_URL names.
Exit codes: 0 done, 1 failed (nothing half-made is left), 2 wrong use, 130 interrupted.`;

/** Which of the keys are at hand that the copy was sealed under; a key file that can't be read has none. */
const tellKeys = ({ keys }: BackupManifest, to: string): void => {
  if (keys.needed.length === 0) return;
  const path = keyFilePath(readConfig(process.env).keyFile, to);
  let known: readonly number[] = [];
  try {
    known = readKeyFile(path).map(({ version }) => version);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  const missing = keys.needed.filter((version) => !known.includes(version));
  if (missing.length === 0) return;
  say(
    `Key versions ${missing.join(", ")} are not in ${path}. Put the key file there from its own backup, or let KEY_FILE name it.`,
  );
  say(
    "  Until then the program does not start on this copy: sealed fields can't be read by anybody, and the chain of events can't be verified.",
  );
  say(
    "  If the keys are lost for good, sealed fields are lost with them; everything else is in the database in plain text.",
  );
};

const tell = ({ lastEvent, rows }: RestoredState, manifest: BackupManifest, to: string): void => {
  for (const [table, n] of Object.entries(rows)) say(`  ${table.padEnd(28)} ${n}`);
  say(
    `${to} is current to ${lastEvent ? `event ${lastEvent.id} of ${lastEvent.at}` : "the empty register"} (backup ${manifest.id}, begun ${manifest.startedAt})`,
  );
  tellKeys(manifest, to);
};

await runCommand(usage, async (signal) => {
  const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });
  if (values.from === undefined || values.to === undefined) throw new UsageError("--from and --to are needed");
  const [from, to] = [resolve(values.from), resolve(values.to)];
  const { database } = await readManifest(from);
  if (database.kind === "pg-dump") {
    const config = readConfig(process.env);
    if (config.database.kind !== "server")
      throw new Error("this backup is a dump of a server: set DATABASE_URL to the empty database into which it goes");
    const restored = await restoreDump({ from, to, url: config.database.url, signal });
    tell(restored, restored.manifest, to);
    return 0;
  }
  const restored = await restoreBackup({ from, to, say, signal });
  tell(restored, restored.manifest, to);
  const { verify, unpack, recover, check } = restored.seconds;
  say(`  checked in ${verify} s, unpacked in ${unpack} s, recovered in ${recover} s, started and read in ${check} s`);
  say(`Start it with DATA_DIR=${to}`);
  return 0;
});
