import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { createZstdDecompress } from "node:zlib";
import { hashFile } from "./hashed-file.ts";
import { archiveName, manifestName, postgresManifestName, readManifest, type BackupManifest } from "./manifest.ts";
import { readPostgresManifest, compareWithManifest } from "./postgres-manifest.ts";
import { tarEntries } from "./tar.ts";

/** The archive's entries, unpacked. */
export const archiveEntries = (folder: string): ReturnType<typeof tarEntries> => {
  const packed = createReadStream(join(folder, archiveName), { highWaterMark: 1 << 20 });
  const plain = createZstdDecompress();
  packed.on("error", (error) => plain.destroy(error));
  return tarEntries(packed.pipe(plain) as AsyncIterable<Buffer>);
};

/**
 * Reads every file that a manifest names, and each file within the database's archive against PostgreSQL's own list.
 * @throws Error that names the first file that is missing, too much, or other than it was written
 */
export const verifyFiles = async (folder: string, manifest: BackupManifest, signal?: AbortSignal): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const there = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path !== manifestName);
  const listed = new Set(manifest.files.map(({ path }) => path));
  const extra = there.find((path) => !listed.has(path));
  if (extra !== undefined) throw new Error(`${folder}: ${extra} is not in the manifest`);
  for (const file of manifest.files) {
    signal?.throwIfAborted();
    if (!there.includes(file.path)) throw new Error(`${folder}: ${file.path} is missing`);
    const found = await hashFile(join(folder, file.path));
    if (found.bytes !== file.bytes || found.sha256 !== file.sha256)
      throw new Error(`${folder}: ${file.path} is other than it was written`);
  }
  if (manifest.database.kind === "base-backup") {
    const expected = await readPostgresManifest(join(folder, postgresManifestName));
    await compareWithManifest(expected, archiveEntries(folder), signal);
  }
};

/** Reads a backup from end to end. @throws Error as `verifyFiles`, or that there is no whole backup at all */
export const verifyBackup = async (folder: string, signal?: AbortSignal): Promise<BackupManifest> => {
  const manifest = await readManifest(folder);
  await verifyFiles(folder, manifest, signal);
  return manifest;
};
