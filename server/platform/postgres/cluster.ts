import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Binaries } from "./binaries.ts";
import { identifyProcess, processesIn, type ProcessIdentity } from "./process-identity.ts";
import type { Account } from "./run-as.ts";
import type { Secrets } from "./secrets.ts";
import { serverSettings } from "./settings.ts";

/** One PostgreSQL data directory and what is needed to run it. */
export interface Cluster {
  /** `pg/data` of the data directory. */
  readonly folder: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly secrets: Secrets;
  readonly log: (line: string) => void;
}

/** A postmaster that runs in the cluster's folder. */
export interface Postmaster {
  readonly process: ProcessIdentity;
  readonly port: number;
}

const superuser = "postgres";
const asAccount = ({ account }: Cluster): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {};

/** Makes the data directory: whole or not at all (a folder that was cut off half-made is removed). Only under the lock. */
export const ensureCluster = (cluster: Cluster): void => {
  if (existsSync(join(cluster.folder, "PG_VERSION"))) return;
  const parent = dirname(cluster.folder);
  for (const entry of readdirSync(parent)) {
    if (entry.startsWith("new-")) rmSync(join(parent, entry), { recursive: true, force: true });
  }
  const draft = mkdtempSync(join(parent, "new-"));
  const data = join(draft, "data");
  const passwordFile = join(draft, "password");
  writeFileSync(passwordFile, cluster.secrets.superuser, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (cluster.account)
    for (const path of [draft, passwordFile, data]) chownSync(path, cluster.account.uid, cluster.account.gid);
  const made = spawnSync(
    join(cluster.binaries.folder, "bin", "initdb"),
    [
      "-D",
      data,
      "-U",
      superuser,
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ],
    { cwd: draft, encoding: "utf8", env: { PATH: "/usr/bin:/bin", LC_ALL: "C" }, ...asAccount(cluster) },
  );
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data directory: ${made.stderr || String(made.error)}`);
  }
  renameSync(data, cluster.folder);
  rmSync(draft, { recursive: true, force: true });
};

const readPostmasterFile = (folder: string): { pid: number; port: number } | null => {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
};

/** The postmaster of exactly this folder, if one runs: its working directory says so, not its pid. */
export const findPostmaster = (cluster: Cluster): Postmaster | null => {
  const file = readPostmasterFile(cluster.folder);
  if (!file || !(file.pid > 0)) return null;
  const identity = identifyProcess(file.pid);
  if (!identity) return null;
  try {
    if (readlinkSync(`/proc/${file.pid}/cwd`) !== realpathSync(cluster.folder)) return null;
  } catch {
    return null;
  }
  return { process: identity, port: file.port };
};

/** Below the range from which the kernel takes ports for outgoing connections, so that nobody takes it by accident. */
const freePort = async (preferred: number | null): Promise<number> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = attempt === 0 && preferred ? preferred : 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error("no free port on 127.0.0.1");
};

/** A connection as superuser; answers when the server has recovered and accepts work. */
export const connectSuperuser = async (
  cluster: Cluster,
  postmaster: Postmaster,
  database = "postgres",
): Promise<pg.Client> => {
  const begun = performance.now();
  let said = false;
  for (;;) {
    const client = new pg.Client({
      host: "127.0.0.1",
      port: postmaster.port,
      user: superuser,
      password: cluster.secrets.superuser,
      database,
    });
    client.on("error", () => {}); // the failing query reports it
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code } = error as { code?: string };
      // 57P03: starting up or recovering; refused: not listening yet
      if (code !== "57P03" && code !== "ECONNREFUSED" && code !== "ECONNRESET") throw error;
      if (identifyProcess(postmaster.process.pid)?.startedAt !== postmaster.process.startedAt)
        throw new Error("PostgreSQL ended while starting", { cause: error });
      if (!said && performance.now() - begun > 5000) {
        said = true;
        cluster.log("PostgreSQL is recovering after it was cut off; this can take some minutes");
      }
      await sleep(15);
    }
  }
};

/** What a killed postmaster left: its children end by themselves within seconds; then its stale pid file may go. */
const clearRemains = async (cluster: Cluster): Promise<void> => {
  const folder = realpathSync(cluster.folder);
  const deadline = performance.now() + 60_000;
  while (processesIn(folder).length > 0) {
    if (performance.now() > deadline)
      throw new Error(`processes of an earlier PostgreSQL still work in ${cluster.folder}`);
    await sleep(50);
  }
  rmSync(join(cluster.folder, "postmaster.pid"), { force: true });
};

const memoryLimit = (): number => {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
};

/**
 * Starts PostgreSQL in a session of its own, so that Ctrl-C reaches us alone. Only under the lock, and when none runs.
 * @param port tried first; `keep`: no other will do, because somebody is connected to it
 */
export const startPostmaster = async (
  cluster: Cluster,
  { port: preferredPort, keep }: { readonly port: number | null; readonly keep: boolean },
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> => {
  await clearRemains(cluster);
  const disk = statfsSync(cluster.folder);
  const all = { ...serverSettings({ memory: memoryLimit(), freeDisk: disk.bavail * disk.bsize }), ...settings };
  const startLog = join(dirname(cluster.folder), "start.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 || keep ? preferredPort : null);
    if (keep && port !== preferredPort) throw new Error(`its port ${preferredPort} was taken by another program`);
    const out = openSync(startLog, "w", 0o600);
    const child: ChildProcess = spawn(
      join(cluster.binaries.folder, "bin", "postgres"),
      [
        "-D",
        cluster.folder,
        "-p",
        String(port),
        ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      {
        cwd: "/",
        detached: true,
        stdio: ["ignore", out, out],
        env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
        ...asAccount(cluster),
      },
    );
    closeSync(out);
    child.unref();
    const spawned = await new Promise<boolean>((resolve) =>
      child.once("spawn", () => resolve(true)).once("error", () => resolve(false)),
    );
    const identity = spawned && child.pid ? identifyProcess(child.pid) : null;
    try {
      if (!identity) throw new Error("PostgreSQL could not be run");
      const postmaster: Postmaster = { process: identity, port };
      const client = await connectSuperuser(cluster, postmaster);
      await client.end();
      return postmaster;
    } catch (error) {
      if (attempt >= 5) {
        throw new Error(`PostgreSQL does not start:\n${readFileSync(startLog, "utf8").trim()}`, { cause: error });
      }
      await clearRemains(cluster);
      await sleep(100 * attempt);
    }
  }
};

const signal = (postmaster: Postmaster, name: NodeJS.Signals): void => {
  try {
    if (identifyProcess(postmaster.process.pid)?.startedAt === postmaster.process.startedAt)
      process.kill(postmaster.process.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** Fast shutdown: transactions are rolled back, everything is written. Waits until the last process has left the folder. */
export const stopPostmaster = async (cluster: Cluster, postmaster: Postmaster): Promise<void> => {
  const folder = realpathSync(cluster.folder);
  const begun = performance.now();
  let urged = false;
  signal(postmaster, "SIGINT");
  while (processesIn(folder).length > 0) {
    const waited = performance.now() - begun;
    if (!urged && waited > 120_000) {
      urged = true;
      cluster.log("PostgreSQL does not end; stopping it at once, it will recover at the next start");
      signal(postmaster, "SIGQUIT");
    }
    if (waited > 150_000) throw new Error("PostgreSQL does not end");
    await sleep(10);
  }
};
