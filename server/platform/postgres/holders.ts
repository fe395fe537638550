import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, isSameProcess, type ProcessIdentity } from "./process-identity.ts";

const fileOf = (folder: string, token: string): string => join(folder, `${token}.json`);

/** Says that this process uses the database. Only under the lock. */
export const enter = (folder: string, token: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, token), JSON.stringify(identifyProcess(process.pid)));
};

export const leave = (folder: string, token: string): void => rmSync(fileOf(folder, token), { force: true });

/** Who else uses the database; the files of processes that died are removed. Only under the lock. */
export const othersIn = (folder: string, token: string): number => {
  mkdirSync(folder, { recursive: true });
  let alive = 0;
  for (const entry of readdirSync(folder)) {
    if (entry === `${token}.json`) continue;
    const path = join(folder, entry);
    let holder: ProcessIdentity | null;
    try {
      holder = JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity | null;
    } catch {
      holder = null; // cut off while being written: its writer is gone
    }
    if (holder && isSameProcess(holder)) alive += 1;
    else rmSync(path, { force: true });
  }
  return alive;
};
