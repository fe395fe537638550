import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const LastBackup = z.object({ id: z.string(), finishedAt: z.iso.datetime(), folder: z.string() });
/** The newest backup made of a DATA_DIR, as `last-backup.json` in it tells. */
export type LastBackup = z.infer<typeof LastBackup>;

const fileOf = (dataDir: string): string => join(dataDir, "last-backup.json");

export const noteLastBackup = async (dataDir: string, last: LastBackup): Promise<void> => {
  const unfinished = `${fileOf(dataDir)}.${process.pid}.part`;
  await writeFile(unfinished, `${JSON.stringify(last)}\n`, { mode: 0o640, flush: true });
  await rename(unfinished, fileOf(dataDir));
};

/** null: none was ever made, or its note can't be read. */
export const findLastBackup = async (dataDir: string): Promise<LastBackup | null> => {
  try {
    return LastBackup.parse(JSON.parse(await readFile(fileOf(dataDir), "utf8")));
  } catch {
    return null;
  }
};
