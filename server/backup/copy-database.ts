import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { constants, createZstdCompress } from "node:zlib";
import type pg from "pg";
import { takeBaseBackup, type BaseBackup } from "./base-backup.ts";
import { hashFile, writeHashed } from "./hashed-file.ts";
import { archiveName, dumpName, postgresManifestName, type BackupFile, type BackupManifest } from "./manifest.ts";

/** The database's part of a backup, written below `folder`. */
export interface DatabaseCopy {
  readonly database: BackupManifest["database"];
  readonly files: readonly BackupFile[];
}

// The fastest level: a hot backup shares the processor with the service, and takes what the disk gives.
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

/** A base backup, compressed as it comes, with PostgreSQL's own manifest beside it. */
export const copyByBaseBackup = async (
  url: string,
  postgres: string,
  folder: string,
  label: string,
  signal?: AbortSignal,
): Promise<DatabaseCopy> => {
  const archive = new PassThrough({ highWaterMark: 1 << 22 });
  const packed = archive.pipe(createZstdCompress(compression));
  archive.on("error", (error) => packed.destroy(error));
  const written = writeHashed(join(folder, archiveName), packed as AsyncIterable<Buffer>);
  const failed = new Promise<never>((_, reject) => void written.catch(reject));
  failed.catch(() => {});
  let copy: BaseBackup;
  try {
    copy = await Promise.race([
      takeBaseBackup(
        url,
        label,
        {
          write: (bytes) => archive.write(bytes),
          drained: async () => void (await Promise.race([once(archive, "drain"), failed])),
        },
        signal,
      ),
      failed,
    ]);
    archive.end();
  } catch (error) {
    archive.destroy(error as Error);
    await written.catch(() => {});
    throw error;
  }
  const manifest = Buffer.from(copy.manifest, "utf8");
  return {
    database: {
      kind: "base-backup",
      postgres,
      systemId: copy.systemId,
      timeline: copy.timeline,
      startLsn: copy.startLsn,
      stopLsn: copy.stopLsn,
    },
    files: [
      { path: archiveName, ...(await written) },
      { path: postgresManifestName, ...(await writeHashed(join(folder, postgresManifestName), [manifest])) },
    ],
  };
};

/** Runs a PostgreSQL program on a database, its password handed over in the environment and not on the command line. */
export const runClientProgram = async (
  program: "pg_dump" | "pg_restore",
  url: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<void> => {
  const withoutPassword = new URL(url);
  const password = decodeURIComponent(withoutPassword.password);
  withoutPassword.password = "";
  const child = spawn(program, [...args, "--dbname", withoutPassword.href], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", ...(password === "" ? {} : { PGPASSWORD: password }) },
    ...(signal ? { signal } : {}),
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${program} failed: ${said.trim() || `exit code ${code}`}`);
};

/** A dump in PostgreSQL's own format, for a server that isn't ours: a base backup would take the whole of it. @throws Error in plain words without pg_dump */
export const copyByDump = async (
  url: string,
  postgres: string,
  folder: string,
  signal?: AbortSignal,
): Promise<DatabaseCopy> => {
  const path = join(folder, dumpName);
  try {
    await runClientProgram("pg_dump", url, ["--format=custom", "--compress=1", "--file", path], signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(
      `pg_dump is not installed: install PostgreSQL's client programs (postgresql-client, version ${postgres.split(".")[0]} or newer), or back the server up by its own means (base backups and WAL archiving)`,
      { cause: error },
    );
  }
  return { database: { kind: "pg-dump", postgres }, files: [{ path: dumpName, ...(await hashFile(path)) }] };
};

/** `18.4`, whatever a distribution adds to it. */
export const postgresVersion = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  return rows[0]?.version.split(" ")[0] ?? "";
};
