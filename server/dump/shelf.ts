import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlainDate } from "@chengxin/domain/words.ts";
import { z } from "zod";

const DumpFile = z.object({
  name: z.string(),
  table: z.enum(["organisations", "records"]),
  bytes: z.int(),
  rows: z.int(),
  sha256: z.string(),
  schema: z.string(),
});

/** What lies beside the files of a dump, written last. */
export const Manifest = z.object({
  id: z.string(),
  madeAt: z.iso.datetime(),
  asOf: PlainDate,
  files: z.array(DumpFile),
});
export type Manifest = z.infer<typeof Manifest>;

const kept = 3;
const unfinished = "making-";
const manifestName = "manifest.json";

/** The folder of dumps. A dump is a folder that appears whole, by being renamed. */
export interface Shelf {
  /** Newest first. */
  list(): Promise<Manifest[]>;
  /** Path of a file of a dump, if the manifest names it. */
  path(manifest: Manifest, name: string): string | null;
  /** A folder to write into; what an interrupted dump left is removed. Call it while holding the lock. */
  begin(id: string): Promise<string>;
  /** Puts the folder on the shelf and takes the oldest away. */
  finish(folder: string, manifest: Manifest): Promise<void>;
}

export const openShelf = (dataDir: string): Shelf => {
  const root = join(dataDir, "dumps");
  const folders = async (): Promise<string[]> =>
    (await readdir(root, { withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const list = async (): Promise<Manifest[]> => {
    const found: Manifest[] = [];
    for (const name of await folders()) {
      if (name.startsWith(unfinished)) continue;
      const text = await readFile(join(root, name, manifestName), "utf8").catch(() => null);
      const read = text === null ? null : Manifest.safeParse(JSON.parse(text));
      if (read?.success && read.data.id === name) found.push(read.data);
    }
    return found.sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  };
  return {
    list,
    path: (manifest, name) =>
      manifest.files.some((file) => file.name === name || file.schema === name) ? join(root, manifest.id, name) : null,
    begin: async (id) => {
      for (const name of await folders())
        if (name.startsWith(unfinished)) await rm(join(root, name), { recursive: true, force: true });
      const folder = join(root, unfinished + id);
      await mkdir(folder, { recursive: true });
      return folder;
    },
    finish: async (folder, manifest) => {
      await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
      await rename(folder, join(root, manifest.id));
      for (const old of (await list()).slice(kept)) await rm(join(root, old.id), { recursive: true, force: true });
    },
  };
};
