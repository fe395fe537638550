import { chownSync, closeSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { readMigrations } from "../platform/migrate.ts";
import { findBinaries } from "../platform/postgres/binaries.ts";
import type { Cluster } from "../platform/postgres/cluster.ts";
import { recoverCluster } from "../platform/postgres/recover.ts";
import { accountFor, canEnter, type Account } from "../platform/postgres/run-as.ts";
import { secretsOf } from "../platform/postgres/secrets.ts";
import { checkRestored, type RestoredState } from "./check-restored.ts";
import { syncFolder } from "../platform/write-durably.ts";
import { postgresManifestName, type BackupManifest } from "./manifest.ts";
import { compareWithManifest, readPostgresManifest } from "./postgres-manifest.ts";
import { archiveEntries, verifyBackup } from "./verify-backup.ts";

export interface RestoreOptions {
  readonly from: string;
  /** The new DATA_DIR: absent or empty. */
  readonly to: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Restored extends RestoredState {
  readonly manifest: BackupManifest;
  /** pg_current_snapshot() of the copy at its horizon. */
  readonly snapshot: string;
  readonly seconds: {
    readonly verify: number;
    readonly unpack: number;
    readonly recover: number;
    readonly check: number;
  };
}

const draft = "restoring";

/** A folder with nothing in it but what an interrupted restore left, which is removed. */
export const prepareTarget = async (to: string): Promise<void> => {
  await mkdir(to, { recursive: true, mode: 0o755 });
  const there = await readdir(to);
  if (there.some((name) => name !== draft))
    throw new Error(`${to} is not empty: a restore never writes over anything, name a new folder`);
  await rm(join(to, draft), { recursive: true, force: true });
};

/** @throws Error when this program can't run what the backup holds */
export const refuseNewer = (manifest: BackupManifest): void => {
  const known = new Set(readMigrations().map(({ name }) => name));
  const unknown = manifest.schema.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(
      `the backup was made by a newer version of the program (${manifest.program}; migration ${unknown} is unknown here): restore it with that version`,
    );
};

/** Unpacks the database, each file checked as it is written, all of it flushed to the disk. */
const unpack = async (from: string, cluster: string, account: Account | null, signal?: AbortSignal): Promise<void> => {
  const own = (path: string): void => {
    if (account) chownSync(path, account.uid, account.gid);
  };
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  own(cluster);
  const expected = await readPostgresManifest(join(from, postgresManifestName));
  const folders = new Set([cluster]);
  const makeFolder = (path: string): void => {
    if (folders.has(path)) return;
    makeFolder(dirname(path));
    mkdirSync(path, { recursive: true, mode: 0o700 });
    own(path);
    folders.add(path);
  };
  await compareWithManifest(expected, archiveEntries(from), signal, async (entry, data) => {
    const path = join(cluster, entry.name);
    if (entry.kind === "folder") {
      makeFolder(path);
      return;
    }
    makeFolder(dirname(path));
    const file = openSync(path, "wx", 0o600);
    try {
      for await (const part of data) writeSync(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    own(path);
  });
  for (const folder of folders) await syncFolder(folder);
};

export const copyFiles = async (from: string, to: string, manifest: BackupManifest): Promise<void> => {
  for (const { path } of manifest.files) {
    if (!path.startsWith("files/")) continue;
    const target = join(to, path.slice("files/".length));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), target);
    await chmod(target, 0o600);
  }
};

/**
 * Makes a DATA_DIR from a backup: checks it, unpacks it, recovers, starts it once and looks at it, stops it. What is not whole lies
 * below `restoring/`, where no start finds it.
 * @throws Error in plain words; the target holds nothing then
 */
export const restoreBackup = async ({ from, to, say, signal }: RestoreOptions): Promise<Restored> => {
  const lap = ((): (() => number) => {
    let last = performance.now();
    return () => {
      const now = performance.now();
      const seconds = (now - last) / 1000;
      last = now;
      return Math.round(seconds * 1000) / 1000;
    };
  })();
  const manifest = await verifyBackup(from, signal);
  if (manifest.database.kind !== "base-backup")
    throw new Error("this backup is a dump of a server: set DATABASE_URL to the empty database into which it goes");
  refuseNewer(manifest);
  const verify = lap();

  await prepareTarget(to);
  const making = join(to, draft);
  try {
    await mkdir(join(making, "pg"), { recursive: true, mode: 0o755 });
    const folder = join(making, "pg", "data");
    const account = accountFor(folder);
    if (!canEnter(account, making))
      throw new Error(
        `user ${account?.name}, under which PostgreSQL runs, can't enter ${to}: name a folder that it can`,
      );
    await unpack(from, folder, account, signal);
    await copyFiles(from, making, manifest);
    const unpacked = lap();

    const cluster: Cluster = {
      folder,
      binaries: findBinaries(making, account),
      account,
      secrets: secretsOf(join(making, "pg")),
      log: say,
    };
    const { snapshot } = await recoverCluster(cluster, signal);
    const recover = lap();

    const postgres = await useEmbeddedPostgres({ dataDir: making, log: say });
    let state: RestoredState;
    try {
      state = await checkRestored(postgres.url("superuser"), manifest);
    } finally {
      await postgres.release();
    }
    signal?.throwIfAborted();
    // the database last: a folder with a database in its place is whole
    const parts = (await readdir(making)).sort((a, b) => Number(a === "pg") - Number(b === "pg"));
    for (const part of parts) await rename(join(making, part), join(to, part));
    await rm(making, { recursive: true });
    await syncFolder(to);
    return { ...state, manifest, snapshot, seconds: { verify, unpack: unpacked, recover, check: lap() } };
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
};
