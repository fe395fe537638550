import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../platform/write-durably.ts";

/**
 * What was signed, outside the database: a database that was set back would sign another tree of the same size, and nobody could tell which one is true.
 * Before a checkpoint is committed it stands here as intended, with the groups it is made of; a process that is killed in between is followed by
 * one that does exactly the same again.
 */

const Head = z.strictObject({ size: z.int().nonnegative(), root: z.string().regex(/^[0-9a-f]{64}$/) });
export type Head = z.infer<typeof Head>;

const GuardFile = z.strictObject({
  format: z.literal("chengxin-log-1"),
  logNo: z.int().positive(),
  origin: z.string(),
  /** Committed, as far as this file knows. */
  committed: Head,
  /** Signed, committed or about to be. */
  intended: z.strictObject({ ...Head.shape, groups: z.array(z.int().positive()) }).nullable(),
});
export type GuardState = z.infer<typeof GuardFile>;

export const guardFilePath = (dataDir: string): string => join(dataDir, "log", "signed.json");

/** The file is there and says nothing that can be read: the operator has to look. */
export class GuardFileDamaged extends Error {
  override readonly name = "GuardFileDamaged";
}

/** null: nothing was signed here yet. @throws GuardFileDamaged */
export const readGuard = (path: string): GuardState | null => {
  if (!existsSync(path)) return null;
  try {
    return GuardFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new GuardFileDamaged(`${path} can't be read`, { cause: error });
  }
};

/** A crash leaves the old file or the new one. */
export const writeGuard = (path: string, state: GuardState): Promise<void> =>
  writeDurably(path, `${JSON.stringify(state)}\n`);

/** Keeps a copy of the file as it is, before another log begins: evidence of what was signed. @returns where; null: there is none */
export const keepGuard = async (path: string, logNo: number): Promise<string | null> => {
  if (!existsSync(path)) return null;
  const kept = path.replace(/\.json$/, `-${logNo}.json`);
  await writeDurably(kept, readFileSync(path));
  return kept;
};
