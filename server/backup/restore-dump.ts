import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { ensureAppRole } from "../platform/migrate.ts";
import { checkRestored, type RestoredState } from "./check-restored.ts";
import { runClientProgram } from "./copy-database.ts";
import { dumpName, type BackupManifest } from "./manifest.ts";
import { copyFiles, prepareTarget, refuseNewer } from "./restore-backup.ts";
import { verifyBackup } from "./verify-backup.ts";

const prepareDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: "chengxin-restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ filled: boolean }>(
      "select exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')) as filled",
    );
    if (rows[0]?.filled)
      throw new Error("the database of DATABASE_URL is not empty: a restore never writes over anything");
    await ensureAppRole(client);
  } finally {
    await client.end();
  }
};

/**
 * Puts a dump into an empty database of a server and the files into an empty DATA_DIR.
 * @throws Error in plain words; the database is as it was, since pg_restore works in one transaction
 */
export const restoreDump = async (options: {
  readonly from: string;
  readonly to: string;
  readonly url: string;
  readonly signal?: AbortSignal;
}): Promise<RestoredState & { readonly manifest: BackupManifest }> => {
  const { from, to, url, signal } = options;
  const manifest = await verifyBackup(from, signal);
  refuseNewer(manifest);
  await prepareTarget(to);
  await prepareDatabase(url);
  await runClientProgram(
    "pg_restore",
    url,
    ["--single-transaction", "--exit-on-error", "--no-owner", join(from, dumpName)],
    signal,
  );
  const state = await checkRestored(url, manifest);
  await mkdir(to, { recursive: true });
  await copyFiles(from, to, manifest);
  return { ...state, manifest };
};
