import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** A file that is compressed and hashed while it is written; memory stays at a few buffers. */
export interface OutputFile {
  write(text: string): Promise<void>;
  /** Ends it, flushed to disk. */
  end(): Promise<{ bytes: number; sha256: string }>;
  /** Gives it up; the file stays as it is. */
  abandon(): void;
}

/** @throws what the file system says, from `write` or `end`; an existing file is not overwritten */
export const openOutput = (path: string): OutputFile => {
  const gzip = createGzip({ level: 6 });
  const hash = createHash("sha256");
  let bytes = 0;
  const done = pipeline(
    gzip,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path, { flags: "wx", mode: 0o644, flush: true }),
  );
  // Whoever waits next hears of it; until then it is no unhandled rejection.
  done.catch(() => {});
  return {
    write: async (text) => {
      if (!gzip.write(text)) await Promise.race([once(gzip, "drain"), done]);
    },
    end: async () => {
      gzip.end();
      await done;
      return { bytes, sha256: hash.digest("hex") };
    },
    abandon: () => void gzip.destroy(),
  };
};
