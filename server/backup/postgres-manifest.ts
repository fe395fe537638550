import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { TarEntry } from "./tar.ts";

const Manifest = z.object({
  "PostgreSQL-Backup-Manifest-Version": z.int(),
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      "Encoded-Path": z.string().optional(),
      Size: z.int(),
      "Checksum-Algorithm": z.literal("SHA256"),
      Checksum: z.string(),
    }),
  ),
  "Manifest-Checksum": z.string(),
});

/** Size and SHA-256 of each file of a base backup, the log's own files aside. */
export type PostgresManifest = ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>;

/** @throws Error when the manifest is damaged: its last line holds the SHA-256 of all lines before */
export const readPostgresManifest = async (path: string): Promise<PostgresManifest> => {
  const text = await readFile(path, "utf8");
  const before = text.slice(0, text.lastIndexOf('"Manifest-Checksum"'));
  const manifest = Manifest.parse(JSON.parse(text));
  if (createHash("sha256").update(before).digest("hex") !== manifest["Manifest-Checksum"])
    throw new Error("PostgreSQL's list of the files in the backup is damaged");
  return new Map(
    manifest.Files.map((file) => [
      file.Path ?? Buffer.from(file["Encoded-Path"] ?? "", "hex").toString("utf8"),
      { bytes: file.Size, sha256: file.Checksum },
    ]),
  );
};

/**
 * Reads an archive to its end against PostgreSQL's list; `take` is given each entry and the bytes as they pass.
 * @throws Error that names the first file that is other, missing or too much
 */
export const compareWithManifest = async (
  expected: PostgresManifest,
  entries: AsyncIterable<TarEntry>,
  signal?: AbortSignal,
  take: (entry: TarEntry, data: AsyncIterable<Buffer>) => Promise<void> = async (_entry, data) => {
    for await (const _part of data);
  },
): Promise<void> => {
  const left = new Map(expected);
  for await (const entry of entries) {
    signal?.throwIfAborted();
    const hash = createHash("sha256");
    const hashed = async function* (): AsyncGenerator<Buffer> {
      for await (const part of entry.data) {
        hash.update(part);
        yield part;
      }
    };
    await take(entry, hashed());
    if (entry.kind === "folder") continue;
    const known = left.get(entry.name);
    // the log's segments are no part of the list: recovery itself checks each of their records
    if (!known && entry.name.startsWith("pg_wal/")) continue;
    if (!known) throw new Error(`the database's copy holds ${entry.name}, which is not in its list`);
    if (known.bytes !== entry.bytes || known.sha256 !== hash.digest("hex"))
      throw new Error(`the database's copy: ${entry.name} is other than it was read`);
    left.delete(entry.name);
  }
  const [missing] = left.keys();
  if (missing !== undefined) throw new Error(`the database's copy lacks ${missing}`);
};
