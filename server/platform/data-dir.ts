import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { accountFor, canEnter } from "./postgres/run-as.ts";

const systemFolder = "/var/lib/chengxin";

const makeWritable = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `can't write to ${folder} (${(error as NodeJS.ErrnoException).code}): set DATA_DIR to a folder of your own`,
      { cause: error },
    );
  }
};

/**
 * Makes the folder below which everything is written. Not set: `./data`; for root `/var/lib/chengxin` when PostgreSQL's own
 * user can't enter `./data` (a checkout below /root).
 * @returns its absolute path
 * @throws Error in plain words when PostgreSQL's user can't enter the folder that was set.
 */
export const prepareDataDir = (configured: string | null, embedded: boolean): string => {
  const wanted = resolve(configured ?? "data");
  makeWritable(wanted);
  if (!embedded) return wanted;
  const account = accountFor(resolve(wanted, "pg", "data"));
  if (canEnter(account, wanted)) return wanted;
  if (configured !== null) {
    throw new Error(
      `user ${account?.name ?? "(self)"}, under which PostgreSQL runs, can't enter ${wanted}: set DATA_DIR to a folder below which everyone may enter, such as ${systemFolder}`,
    );
  }
  makeWritable(systemFolder);
  return systemFolder;
};
