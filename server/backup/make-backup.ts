import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { Clock } from "../platform/clock.ts";
import { identifyProcess, isSameProcess, type ProcessIdentity } from "../platform/postgres/process-identity.ts";
import { copyByBaseBackup, copyByDump, postgresVersion } from "./copy-database.ts";
import { writeHashed } from "./hashed-file.ts";
import { syncFolder } from "../platform/write-durably.ts";
import { manifestName, type BackupManifest } from "./manifest.ts";
import { copyKeyFile, copyOtherFiles } from "./other-files.ts";
import { verifyFiles } from "./verify-backup.ts";

export interface BackupOptions {
  readonly dataDir: string;
  /** The folder in which the backup appears, under a name of its own. */
  readonly to: string;
  /** A user with the right REPLICATION on the embedded PostgreSQL; null: a server of the operator's own, of which a dump is taken. */
  readonly replicationUrl: string | null;
  /** Whoever owns the schema. */
  readonly ownerUrl: string;
  /** Put this file with the key-encryption keys into the backup; null: leave them out, as is right for a backup that travels. */
  readonly keyFile: string | null;
  readonly clock: Clock;
  /** Version of the program. */
  readonly program: string;
  readonly signal?: AbortSignal;
}

export interface BackupMade {
  readonly folder: string;
  readonly manifest: BackupManifest;
}

const unfinished = "unfinished-";
const holderName = "writer.json";

/** Folders that killed backups left: whole backups never bear this name. */
const removeAbandoned = async (to: string): Promise<void> => {
  for (const name of await readdir(to)) {
    if (!name.startsWith(unfinished)) continue;
    const text = await readFile(join(to, name, holderName), "utf8").catch(() => null);
    let writer: ProcessIdentity | null = null;
    try {
      writer = text === null ? null : (JSON.parse(text) as ProcessIdentity | null);
    } catch {
      // cut off while being written: its writer is gone
    }
    if (writer === null || !isSameProcess(writer)) await rm(join(to, name), { recursive: true, force: true });
  }
};

const read = async <T extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<T[]> =>
  (await client.query<T>(sql)).rows;

/** Versions of the key-encryption keys under which its data keys are wrapped. */
export const neededKeys = async (client: pg.Client): Promise<number[]> => {
  const [known] = await read<{ there: boolean }>(client, "select to_regclass('public.data_key') is not null as there");
  if (!known?.there) return []; // of a version before there were keys
  const versions = await read<{ version: number }>(
    client,
    "select distinct kek_version as version from data_key where wrapped is not null order by 1",
  );
  return versions.map(({ version }) => version);
};

/** What the database holds now; a copy begun afterwards holds at least that. */
const stateOf = async (url: string) => {
  const client = new pg.Client({ connectionString: url, application_name: "chengxin-backup" });
  client.on("error", () => {});
  await client.connect();
  try {
    const schema = await read<{ name: string }>(client, "select name from schema_migration order by name");
    const [event] = await read<{ id: string; at: Date }>(
      client,
      "select event_id::text as id, at from event order by transaction desc, event_id desc limit 1",
    );
    return {
      postgres: await postgresVersion(client),
      schema: schema.map(({ name }) => name),
      lastEvent: event ? { id: event.id, at: event.at.toISOString() } : null,
      keysNeeded: await neededKeys(client),
    };
  } finally {
    await client.end();
  }
};

/**
 * Takes a backup while the program runs: the database as of one instant, then the files that can't be made again. It is written
 * under a name that says so, read back, and given its own name only when it is whole.
 * @throws Error; then nothing of it is left
 */
export const makeBackup = async (options: BackupOptions): Promise<BackupMade> => {
  const { clock, dataDir, to, signal } = options;
  await mkdir(to, { recursive: true, mode: 0o700 });
  await removeAbandoned(to);
  const startedAt = clock.now().toISOString();
  const id = `chengxin-${startedAt.slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${randomUUID().slice(0, 4)}`;
  const folder = join(to, unfinished + id);
  await mkdir(folder, { mode: 0o700 });
  try {
    await writeFile(join(folder, holderName), JSON.stringify(identifyProcess(process.pid)));
    const state = await stateOf(options.ownerUrl);
    const copy =
      options.replicationUrl === null
        ? await copyByDump(options.ownerUrl, state.postgres, folder, signal)
        : await copyByBaseBackup(options.replicationUrl, state.postgres, folder, id, signal);
    const others = await copyOtherFiles(dataDir, folder, signal);
    if (options.keyFile !== null) others.push(await copyKeyFile(options.keyFile, folder));
    const manifest: BackupManifest = {
      format: "chengxin-backup/1",
      id,
      startedAt,
      finishedAt: clock.now().toISOString(),
      program: options.program,
      database: copy.database,
      schema: state.schema,
      lastEvent: state.lastEvent,
      keys: { needed: state.keysNeeded, included: options.keyFile !== null },
      files: [...copy.files, ...others],
    };
    await rm(join(folder, holderName));
    await verifyFiles(folder, manifest, signal);
    // Last: without it a folder is no backup.
    await writeHashed(join(folder, manifestName), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
    await syncFolder(folder);
    signal?.throwIfAborted();
    await rename(folder, join(to, id));
    await syncFolder(to);
    return { folder: join(to, id), manifest };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
};
