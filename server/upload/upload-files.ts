import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { problem } from "@chengxin/domain/problem.ts";
import { syncFolder } from "../platform/write-durably.ts";

/** Bytes that stay free on the disk: the database lies there too, and must never find it full. */
export const defaultReserve = 512 * 1024 * 1024;

const isFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes((error as { code?: string }).code ?? "");
const isGone = (error: unknown): boolean => (error as { code?: string }).code === "ENOENT";

/** Received bytes below `DATA_DIR/uploads`: one file an upload, named by its id alone. */
export interface UploadFiles {
  path(upload: string): string;
  /** @throws Problem upload.disk_full when so many bytes would not leave the reserve free */
  assertRoom(bytes: number): Promise<void>;
  create(upload: string): Promise<void>;
  /**
   * Writes bytes at a place; they are on disk when it resolves. What stands behind them is cut off: it was never acknowledged.
   * @throws Problem upload.disk_full, upload.file_lost (also where the file is shorter than the place)
   */
  write(upload: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** SHA-256 of the first bytes. @throws Problem upload.file_lost when there are fewer */
  digest(upload: string, bytes: number): Promise<Buffer>;
  remove(upload: string): Promise<void>;
  /** Ids of all files there. */
  list(): Promise<string[]>;
}

const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isFull(error)) throw problem("upload.disk_full");
    if (isGone(error)) throw problem("upload.file_lost");
    throw error;
  }
};

export const openUploadFiles = (dataDir: string, reserve: number = defaultReserve): UploadFiles => {
  const folder = join(dataDir, "uploads");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (upload: string): string => join(folder, upload);

  const assertRoom = async (bytes: number): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < bytes + reserve) throw problem("upload.disk_full");
  };

  return {
    path,
    assertRoom,
    create: (upload) =>
      guarded(async () => {
        await (await open(path(upload), "wx", 0o600)).close();
        await syncFolder(folder);
      }),
    write: (upload, offset, bytes) =>
      guarded(async () => {
        await assertRoom(bytes.length);
        const file = await open(path(upload), "r+");
        try {
          if ((await file.stat()).size < offset) throw problem("upload.file_lost");
          for (let at = 0; at < bytes.length;)
            at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
          await file.truncate(offset + bytes.length);
          await file.sync();
        } finally {
          await file.close();
        }
      }),
    digest: (upload, bytes) =>
      guarded(async () => {
        if ((await stat(path(upload))).size < bytes) throw problem("upload.file_lost");
        const file = await open(path(upload), "r+");
        try {
          await file.truncate(bytes);
          const hash = createHash("sha256");
          for await (const block of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
            hash.update(block as Buffer);
          return hash.digest();
        } finally {
          await file.close();
        }
      }),
    remove: (upload) => rm(path(upload), { force: true }),
    list: () => readdir(folder),
  };
};
