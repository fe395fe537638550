import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readCheckpoint } from "@chengxin/verifier/checkpoint.js";
import { parseNote, parseVkey, signersOf } from "@chengxin/verifier/note.js";
import { writeDurably } from "../platform/write-durably.ts";

/**
 * The newest cosigned checkpoint of each log, outside the database: one that was set back to an older backup would else let this witness cosign another
 * past than the one it vouched for. A file is the checkpoint itself with our cosignature, so it proves what it says.
 */

export interface Cosigned {
  readonly size: number;
  readonly root: Uint8Array;
  /** Seconds since 1970. */
  readonly time: number;
  /** The checkpoint with the log's signatures, and our lines. */
  readonly signed: string;
  readonly cosignatures: string;
}

export const keptPath = (dataDir: string, originHash: Buffer): string =>
  join(dataDir, "witness", `${originHash.toString("hex")}.checkpoint`);

/** Where our lines begin is not marked: they are the last ones, by our own keys. */
const split = (note: string, ours: ReadonlySet<string>): Pick<Cosigned, "signed" | "cosignatures"> => {
  const lines = note.slice(0, -1).split("\n");
  const first = lines.findLastIndex((line) => !ours.has(line)) + 1;
  const join = (part: readonly string[]): string => part.map((line) => `${line}\n`).join("");
  return { signed: join(lines.slice(0, first)), cosignatures: join(lines.slice(first)) };
};

/**
 * @param vkeys every key that this witness ever had
 * @returns null: none is kept
 * @throws Error when the file is not what we wrote
 */
export const readKept = async (path: string, vkeys: readonly string[]): Promise<Cosigned | null> => {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const note = parseNote(text);
    const keys = await Promise.all(vkeys.map((vkey) => parseVkey(vkey, "witness")));
    const times = (await signersOf(note, keys)).map(({ time }) => time ?? 0);
    if (times.length === 0) throw new Error("no key of ours signed it");
    const { size, root } = readCheckpoint(note.text);
    const ours = new Set(text.split("\n").filter((line) => keys.some((key) => line.startsWith(`\u2014 ${key.name} `))));
    return { size, root, time: Math.max(...times), ...split(text, ours) };
  } catch (error) {
    throw new Error(
      `${path} is not a checkpoint that this witness cosigned: nothing is cosigned for that log until it is put right. After a new key and on purpose, move the file aside`,
      { cause: error },
    );
  }
};

/** The log's row is locked meanwhile, so nobody else writes the file. */
export const keepCheckpoint = (path: string, { signed, cosignatures }: Cosigned): Promise<void> =>
  writeDurably(path, signed + cosignatures);
