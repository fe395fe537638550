import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import type { Cluster } from "./cluster.ts";

/** Where a copy stands after recovery. */
export interface Recovered {
  /** `xmin:xmax:xip,…` as pg_current_snapshot() gives it, before anything was written to the copy. */
  readonly snapshot: string;
}

/**
 * Brings a restored data directory to a consistent state and gives its logins the passwords of this data directory: a backup
 * holds none that open anything. PostgreSQL runs alone for it, without listening anywhere.
 * @throws Error with PostgreSQL's own words when it can't recover
 */
export const recoverCluster = async (cluster: Cluster, signal?: AbortSignal): Promise<Recovered> => {
  const { account, binaries, secrets, folder } = cluster;
  const child = spawn(
    join(binaries.folder, "bin", "postgres"),
    ["--single", "-D", folder, "-c", "log_min_messages=log", "-c", "password_encryption=scram-sha-256", "postgres"],
    {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  // A backend that is told to end while it recovers leaves the copy as it was: it begins again.
  const stop = (): void => void child.kill("SIGTERM");
  signal?.addEventListener("abort", stop, { once: true });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err = (err + text).slice(-8000)));
  child.stdin.on("error", () => {}); // it ended early: its exit code says so
  child.stdin.end(
    [
      "select pg_current_snapshot() as horizon",
      ...(
        [
          ["postgres", secrets.superuser],
          ["chengxin_owner", secrets.owner],
          ["chengxin_app", secrets.app],
        ] as const
      ).map(([role, password]) => `alter role ${role} password ${pg.escapeLiteral(password)}`),
      "",
    ].join("\n"),
  );
  const [code] = (await once(child, "close")) as [number | null];
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  const snapshot = /horizon = "([\d:,]+)"/.exec(out)?.[1];
  if (code !== 0 || snapshot === undefined || /^.*\bERROR:/m.test(err))
    throw new Error(`PostgreSQL can't recover the copy:\n${err.trim()}`);
  return { snapshot };
};
