import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Made once for a data directory, kept in `pg/secrets.json`, readable by its maker alone. */
export interface Secrets {
  /** Name of the lock that processes sharing the directory take (`lock.ts`). */
  readonly lock: string;
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

const random = (): string => randomBytes(24).toString("base64url");

/** Reads the secrets of a data directory, making them the first time; two processes that begin at once agree. */
export const secretsOf = (pgFolder: string): Secrets => {
  const file = join(pgFolder, "secrets.json");
  const read = (): Secrets | null => {
    try {
      return JSON.parse(readFileSync(file, "utf8")) as Secrets;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return null;
      if (code === "EACCES")
        throw new Error(
          `${file} belongs to another user; start as that user, or set DATA_DIR to a folder of your own`,
          { cause: error },
        );
      throw error;
    }
  };
  const known = read();
  if (known) return known;
  const draft = `${file}.${process.pid}`;
  const made: Secrets = { lock: random(), superuser: random(), owner: random(), app: random() };
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read() ?? made;
};
