import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const File = z.object({
  /** Below the backup's folder. */
  path: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupFile = z.infer<typeof File>;

const BaseBackup = z.object({
  kind: z.literal("base-backup"),
  /** `18.4`: the copy runs on this major version only. */
  postgres: z.string(),
  systemId: z.string(),
  timeline: z.int(),
  startLsn: z.string(),
  /** The copy is the database as it was at this place of the log. */
  stopLsn: z.string(),
});

const Dump = z.object({ kind: z.literal("pg-dump"), postgres: z.string() });

/** What a backup says of itself, in `manifest.json`; times are instants in UTC. */
export const BackupManifest = z.object({
  format: z.literal("chengxin-backup/1"),
  id: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Version of the program that made it. */
  program: z.string(),
  database: z.discriminatedUnion("kind", [BaseBackup, Dump]),
  /** Names of the migrations in the copy, in order. */
  schema: z.array(z.string()),
  /** The newest event that is certainly in the copy; those committed while it was taken may follow. */
  lastEvent: z.object({ id: z.string(), at: z.iso.datetime() }).nullable(),
  /** Versions of key-encryption keys without which sealed fields can't be read, and whether the keys lie in this backup. */
  keys: z.object({ needed: z.array(z.int()), included: z.boolean() }),
  files: z.array(File),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

export const manifestName = "manifest.json";
export const archiveName = "database.tar.zst";
export const dumpName = "database.dump";
/** PostgreSQL's own manifest of the base backup. */
export const postgresManifestName = "backup_manifest";

/** @throws Error in plain words when the folder holds no whole backup */
export const readManifest = async (folder: string): Promise<BackupManifest> => {
  let text: string;
  try {
    text = await readFile(join(folder, manifestName), "utf8");
  } catch (error) {
    throw new Error(
      `${folder} is no whole backup: ${manifestName} can't be read (${(error as NodeJS.ErrnoException).code})`,
      { cause: error },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${folder}: ${manifestName} is damaged`);
  }
  const read = BackupManifest.safeParse(value);
  if (!read.success) throw new Error(`${folder}: ${manifestName} is damaged or of another version of the program`);
  return read.data;
};
