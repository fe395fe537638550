import { mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { copyHashed } from "./hashed-file.ts";
import type { BackupFile } from "./manifest.ts";

/** Folders of DATA_DIR that can't be made again, beside the database. Keys are not among them: they are kept apart, on purpose. */
const otherFolders = ["receipts", "uploads"] as const;

/** Paths of the plain files below a folder, from `root`; none when the folder isn't there. */
const filesBelow = async (root: string, folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
};

/**
 * Copies these folders to `files/` of the backup. The database is copied first, so every file that it names is here;
 * one that is removed meanwhile is no loss, and one that still grows is taken as far as it had come.
 */
export const copyOtherFiles = async (dataDir: string, backup: string, signal?: AbortSignal): Promise<BackupFile[]> => {
  const copied: BackupFile[] = [];
  for (const folder of otherFolders) {
    for (const path of await filesBelow(dataDir, folder)) {
      signal?.throwIfAborted();
      const to = join("files", path);
      await mkdir(join(backup, dirname(to)), { recursive: true, mode: 0o700 });
      try {
        copied.push({ path: to, ...(await copyHashed(join(dataDir, path), join(backup, to))) });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  }
  return copied;
};

/** The key file, where a restore puts it back: below `keys/` of the new DATA_DIR. */
export const copyKeyFile = async (keyFile: string, backup: string): Promise<BackupFile> => {
  const path = join("files", "keys", "keys.json");
  await mkdir(join(backup, dirname(path)), { recursive: true, mode: 0o700 });
  return { path, ...(await copyHashed(keyFile, join(backup, path))) };
};
