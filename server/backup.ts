import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { noteLastBackup } from "./backup/last-backup.ts";
import { makeBackup, type BackupMade } from "./backup/make-backup.ts";
import type { BackupManifest } from "./backup/manifest.ts";
import { noteBackup } from "./backup/note-backup.ts";
import { inMegabytes, programVersion, runCommand, say } from "./backup/program.ts";
import { verifyBackup } from "./backup/verify-backup.ts";
import { systemClock } from "./platform/clock.ts";
import { readConfig, type Config } from "./platform/config.ts";
import { prepareDataDir } from "./platform/data-dir.ts";
import type { DatabaseOptions } from "./platform/db.ts";
import { useEmbeddedPostgres } from "./platform/embedded-postgres.ts";
import { keyFilePath } from "./platform/keys/open-keyring.ts";

const usage = `npm run backup -- [--to FOLDER] [--with-keys]   takes a backup while the program runs (or stands still)
npm run backup -- --verify BACKUP                reads a backup from end to end and compares it with its manifest
Exit codes: 0 done, 1 failed (nothing half-made is left), 2 wrong use, 130 interrupted.`;

const bytesOf = (manifest: BackupManifest): number => manifest.files.reduce((sum, file) => sum + file.bytes, 0);

const tell = ({ folder, manifest }: BackupMade): void => {
  const { lastEvent, keys } = manifest;
  say(`${folder}: whole, ${manifest.files.length} files, ${inMegabytes(bytesOf(manifest))}`);
  say(`  current at least to ${lastEvent ? `event ${lastEvent.id} of ${lastEvent.at}` : "the empty register"}`);
  if (keys.needed.length > 0)
    say(
      `  sensitive fields need the key versions ${keys.needed.join(", ")}; ${keys.included ? "the keys lie in it: keep it as you keep them" : "the keys are not in it: keep them apart"}`,
    );
};

interface DatabaseUrls {
  readonly replicationUrl: string | null;
  readonly ownerUrl: string;
  readonly app: Pick<DatabaseOptions, "url" | "role">;
}

const backUp = async (
  config: Config,
  to: string | null,
  withKeys: boolean,
  signal: AbortSignal,
): Promise<BackupMade> => {
  const dataDir = prepareDataDir(config.dataDir, config.database.kind === "embedded");
  const target = to === null ? join(dataDir, "backups") : resolve(to);
  if (to === null)
    say(`Without --to the backup goes to ${target}: take it to another machine, a disk fails as a whole.`);
  const keyFile = withKeys ? keyFilePath(config.keyFile, dataDir) : null;
  const options = { dataDir, to: target, keyFile, clock: systemClock, program: programVersion, signal };
  const make = async (urls: DatabaseUrls): Promise<BackupMade> => {
    const made = await makeBackup({ ...options, ...urls });
    await noteBackup({ app: urls.app, config, dataDir, clock: systemClock, manifest: made.manifest }).catch(
      (error: unknown) => say(`No event of it was noted: ${error instanceof Error ? error.message : String(error)}`),
    );
    return made;
  };
  const makeEmbedded = async (): Promise<BackupMade> => {
    if (!existsSync(join(dataDir, "pg", "data", "PG_VERSION"))) throw new Error(`there is no database in ${dataDir}`);
    const postgres = await useEmbeddedPostgres({ dataDir, log: say });
    try {
      return await make({
        replicationUrl: postgres.url("superuser"),
        ownerUrl: postgres.url("owner"),
        app: { url: postgres.url("app") },
      });
    } finally {
      await postgres.release();
    }
  };
  const made =
    config.database.kind === "embedded"
      ? await makeEmbedded()
      : await make({
          replicationUrl: null,
          ownerUrl: config.database.url,
          app:
            config.database.appUrl === null
              ? { url: config.database.url, role: "chengxin_app" }
              : { url: config.database.appUrl },
        });
  await noteLastBackup(dataDir, {
    id: made.manifest.id,
    finishedAt: made.manifest.finishedAt,
    folder: made.folder,
  });
  return made;
};

await runCommand(usage, async (signal) => {
  const { values } = parseArgs({
    options: {
      to: { type: "string" },
      verify: { type: "string" },
      "with-keys": { type: "boolean", default: false },
    },
  });
  if (values.verify !== undefined) {
    const folder = resolve(values.verify);
    tell({ folder, manifest: await verifyBackup(folder, signal) });
    return 0;
  }
  const made = await backUp(readConfig(process.env), values.to ?? null, values["with-keys"], signal);
  tell(made);
  process.stdout.write(`${made.folder}\n`);
  return 0;
});
