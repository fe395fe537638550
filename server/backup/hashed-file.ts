import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

export interface Hashed {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a stream of bytes to a new file, flushed to the disk. */
export const writeHashed = async (
  path: string,
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  mode = 0o600,
): Promise<Hashed> => {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx", mode);
  try {
    for await (const part of source) {
      hash.update(part);
      bytes += part.length;
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
};

/** Copies a file as far as it has come. @throws ENOENT when it is gone, before anything is made */
export const copyHashed = async (from: string, to: string): Promise<Hashed> => {
  const source = await open(from, "r");
  try {
    return await writeHashed(to, source.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }));
  } finally {
    await source.close();
  }
};

export const hashFile = async (path: string): Promise<Hashed> => {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
  }
  return { bytes, sha256: hash.digest("hex") };
};
