import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Seal } from "./seal.ts";

/** The seals outside the database, one a line, never shortened: a database that was set back lacks the newest of them. */
export const sealFilePath = (dataDir: string): string => join(dataDir, "seals", "events.jsonl");

const hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => Buffer.from(text, "hex"));
const Line = z.strictObject({
  sealNo: z.int().positive(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  from: z.string().regex(/^\d+$/),
  to: z.string().regex(/^\d+$/),
  events: z.int().nonnegative(),
  unchained: z.int().nonnegative(),
  digest: hex,
  keyVersion: z.int(),
  mac: hex,
});

const lineOf = (seal: Seal): string =>
  JSON.stringify({
    sealNo: seal.sealNo,
    at: seal.at.toISOString(),
    from: seal.from,
    to: seal.to,
    events: seal.events,
    unchained: seal.unchained,
    digest: seal.digest.toString("hex"),
    keyVersion: seal.keyVersion,
    mac: seal.mac.toString("hex"),
  });

const readLine = (text: string): Seal | null => {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** A line that was cut off while it was written, and was written again in full after it. */
const isTorn = (text: string, next: string | undefined): boolean => next === undefined || next.startsWith(text);

/** Every seal of the file in its order; a line that says nothing as the number of the line. No file: nothing. */
export async function* readSealFile(path: string): AsyncGenerator<Seal | { readonly damagedLine: number }> {
  if (!existsSync(path)) return;
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity });
  let number = 0;
  let waiting: string | null = null;
  for await (const text of lines) {
    if (waiting !== null && !isTorn(waiting, text)) yield { damagedLine: number };
    waiting = null;
    number += 1;
    const seal = readLine(text);
    if (seal) yield seal;
    else waiting = text;
  }
}

const tailBytes = 16_384;

/** The last whole seal of the file; null when there is none. */
export const lastOfSealFile = async (path: string): Promise<Seal | null> => {
  if (!existsSync(path)) return null;
  const { size } = await stat(path);
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, tailBytes)),
      0,
      Math.min(size, tailBytes),
      Math.max(0, size - tailBytes),
    );
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return lines.map(readLine).findLast((seal) => seal !== null) ?? null;
  } finally {
    await file.close();
  }
};

/** Appends seals, durably. A last line that was cut off is left where it is and ended. */
export const appendToSealFile = async (path: string, seals: readonly Seal[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "a+", 0o600);
  try {
    const { size } = await file.stat();
    const end = size === 0 ? null : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
    const text = seals.map((seal) => `${lineOf(seal)}\n`).join("");
    await file.appendFile(end === null || end === "\n" ? text : `\n${text}`);
    await file.sync();
  } finally {
    await file.close();
  }
};
