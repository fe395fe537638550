import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { z } from "zod";
import { KeyFault } from "./key-provider.ts";
import { suiteIds, type SuiteId } from "./suite.ts";
import { wrappings } from "./wrap.ts";

/** One key-encryption key. `secret`: 64 hex digits; for SM the private key of SM2. */
const KekVersion = z.strictObject({
  version: z.int().positive(),
  suite: z.enum(suiteIds),
  createdAt: z.iso.datetime(),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
});
export type KekVersion = z.output<typeof KekVersion>;

const KeyFile = z.strictObject({
  format: z.literal("chengxin-keys-1"),
  keys: z
    .array(KekVersion)
    .min(1)
    .refine((keys) => new Set(keys.map(({ version }) => version)).size === keys.length),
});

const text = (keys: readonly KekVersion[]): string =>
  `${JSON.stringify({ format: "chengxin-keys-1", keys }, null, 2)}\n`;

export const newKek = (version: number, suite: SuiteId, at: Date): KekVersion => ({
  version,
  suite,
  createdAt: at.toISOString(),
  secret: wrappings[suite].newSecret(),
});

/** A filesystem without modes (FAT, some mounts of other systems) shows the same mode whatever is asked for. */
const modesMeanNothing = (path: string): boolean => {
  const probe = `${path}.${randomUUID()}`;
  try {
    closeSync(openSync(probe, "wx", 0o600));
    chmodSync(probe, 0o600);
    return (statSync(probe).mode & 0o077) !== 0;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
};

/** Like PostgreSQL's rule for its own key: nobody but the owner; a file of root's may be readable by our group. */
const assertClosed = (path: string): void => {
  const { mode, uid } = statSync(path);
  const self = process.getuid?.();
  if (self === undefined) return;
  if (uid !== self && uid !== 0)
    throw new KeyFault(
      `the key file ${path} belongs to another user (${uid}): it has to belong to this one or to root`,
    );
  const tooOpen = mode & (uid === 0 && self !== 0 ? 0o037 : 0o077);
  if (tooOpen === 0 || modesMeanNothing(path)) return;
  throw new KeyFault(
    `others may read or change the key file ${path} (mode ${(mode & 0o777).toString(8)}): run "chmod 600 ${path}", and if others did read it, "npm run keys -- rotate" afterwards`,
  );
};

/** Written whole and flushed below another name first; `put` gives it its own. */
const writeWhole = (path: string, keys: readonly KekVersion[], put: (temporary: string) => void): void => {
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      if (existsSync(path)) {
        // root may change the keys of a service that runs as somebody else
        const { uid, gid, mode } = statSync(path);
        if (process.getuid?.() === 0) fchownSync(file, uid, gid);
        fchmodSync(file, mode & 0o777);
      }
      writeSync(file, text(keys));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    put(temporary);
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    throw new KeyFault(
      `the key file ${path} can't be written (${(error as NodeJS.ErrnoException).code}): if another program provides it, let that program add or remove the key, then run "npm run keys -- rewrap"`,
      { cause: error },
    );
  } finally {
    rmSync(temporary, { force: true });
  }
};

export const keyFileExists = (path: string): boolean => existsSync(path);

/**
 * The key-encryption keys, oldest version first.
 * @throws KeyFault when the file can't be read, is open to others or isn't a key file. Its contents are never repeated.
 */
export const readKeyFile = (path: string): readonly [KekVersion, ...KekVersion[]] => {
  let raw: string;
  try {
    assertClosed(path);
    raw = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof KeyFault) throw error;
    throw new KeyFault(`the key file ${path} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let parsed;
  try {
    parsed = KeyFile.safeParse(JSON.parse(raw));
  } catch {
    parsed = null; // the parser's message would quote the file
  }
  if (!parsed?.success) throw new KeyFault(`${path} is not a key file, or a damaged one: put the right one back`);
  return parsed.data.keys.sort((a, b) => a.version - b.version) as [KekVersion, ...KekVersion[]];
};

/** Makes a key file with one new key, mode 0600 in a folder 0700. Another process that was quicker is left its file. */
export const createKeyFile = (path: string, suite: SuiteId, at: Date): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeWhole(path, [newKek(1, suite, at)], (temporary) => {
    try {
      linkSync(temporary, path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return;
      if (code !== "EPERM" && code !== "ENOTSUP") throw error;
      if (!existsSync(path)) renameSync(temporary, path); // no links on this filesystem
    }
  });
};

/** Replaces the keys of the file at one stroke; owner and mode stay. */
export const replaceKeys = (path: string, keys: readonly KekVersion[]): void =>
  writeWhole(path, keys, (temporary) => renameSync(temporary, path));
