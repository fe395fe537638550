import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** The account PostgreSQL runs under. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const passwd = (): Account[] =>
  readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [name, , uid, gid] = line.split(":");
      return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
    });

/** The owner of a folder that exists already, else null. */
const ownerOf = (folder: string): number | null => {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat ? stat.uid : null;
};

/**
 * Which account PostgreSQL runs under: it refuses root, so root hands it to `postgres`, else `nobody`; a data directory that
 * exists is run by its owner. null: as ourselves.
 * @throws Error in plain words when that is impossible.
 */
export const accountFor = (clusterFolder: string): Account | null => {
  const self = process.getuid?.() ?? -1;
  const owner = ownerOf(clusterFolder);
  const accounts = passwd();
  if (self !== 0) {
    if (owner !== null && owner !== self) {
      throw new Error(
        `${clusterFolder} belongs to another user; start as that user, or set DATA_DIR to a folder of your own`,
      );
    }
    if (!accounts.some((account) => account.uid === self)) {
      throw new Error(
        "PostgreSQL needs a user that is listed in /etc/passwd; start as such a user, or set DATABASE_URL",
      );
    }
    return null;
  }
  const account =
    (owner ? accounts.find((candidate) => candidate.uid === owner) : undefined) ??
    accounts.find((candidate) => candidate.name === "postgres") ??
    accounts.find((candidate) => candidate.name === "nobody");
  if (!account || account.uid === 0)
    throw new Error("PostgreSQL refuses to run as root and there is no user postgres or nobody; set DATABASE_URL");
  return account;
};

/** Can this account enter the folder? Asked of the system itself, so that access lists and mounts count too. */
export const canEnter = (account: Account | null, folder: string): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], {
    cwd: "/",
    stdio: "ignore",
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }).status === 0;
