import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// These scripts run on the machine's own Node (20 or newer) before anything is installed: no packages, no TypeScript.

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const say = (line) => process.stderr.write(`${line}\n`);

/** Ends the script with one line for people, no stack. */
export const giveUp = (line, code = 1) => {
  say(line);
  process.exit(code);
};

/** Node 24: the one installed with the project (Linux on x86-64), else the machine's own when it is new enough. */
export const nodeProgram = () => {
  const own = join(root, "node_modules", ".bin", "node");
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return giveUp(
    `Chengxin brings its own Node and PostgreSQL for Linux on x86-64 only; on ${process.platform}-${process.arch} install Node 24 and set DATABASE_URL to a PostgreSQL 15 to 18.`,
  );
};

/** A program of an installed package, to be run with `nodeProgram()`. */
export const packageProgram = (name) => join(root, "node_modules", ".bin", name);
