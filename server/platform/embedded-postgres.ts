import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { findBinaries } from "./postgres/binaries.ts";
import {
  connectSuperuser,
  ensureCluster,
  findPostmaster,
  startPostmaster,
  stopPostmaster,
  type Cluster,
  type Postmaster,
} from "./postgres/cluster.ts";
import { enter, leave, othersIn } from "./postgres/holders.ts";
import { underLock } from "./postgres/lock.ts";
import { isSameProcess } from "./postgres/process-identity.ts";
import { accountFor } from "./postgres/run-as.ts";
import { secretsOf } from "./postgres/secrets.ts";

/** A PostgreSQL that this process uses, perhaps together with others. Released by `release`. */
export interface EmbeddedPostgres {
  /** URL of a database for a role; `superuser` for tests' templates only. */
  url(role: "superuser" | "owner" | "app", database?: string): string;
  /** The postmaster's pid, now. */
  pid(): number;
  /** Lets go; whoever is last stops PostgreSQL. */
  release(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Absolute; PostgreSQL's files go to `pg/` below it. */
  readonly dataDir: string;
  /** Lines for people: recovery, restarts. */
  readonly log?: (line: string) => void;
  /** Laid over the settings of `postgres/settings.ts`; for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

const databaseName = "chengxin";
const roleNames = { superuser: "postgres", owner: "chengxin_owner", app: "chengxin_app" } as const;

/** The two roles and the database, the same after any number of interrupted starts. */
const ensureRoles = async (cluster: Cluster, postmaster: Postmaster): Promise<void> => {
  const client = await connectSuperuser(cluster, postmaster);
  try {
    for (const [role, password] of [
      ["chengxin_owner", cluster.secrets.owner],
      ["chengxin_app", cluster.secrets.app],
    ] as const) {
      const known = await client.query("select from pg_roles where rolname = $1", [role]);
      if (known.rowCount === 0) await client.query(`create role ${role} login password ${pg.escapeLiteral(password)}`);
    }
    await client.query("grant chengxin_app to chengxin_owner");
    const known = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (known.rowCount === 0) await client.query(`create database ${databaseName} owner chengxin_owner`);
  } finally {
    await client.end();
  }
};

/**
 * Uses the PostgreSQL of a data directory: makes it the first time, starts it, or joins the one that another live process
 * uses. One that nobody alive uses any more (its users were killed) is stopped first and started afresh. When it dies while
 * in use, one of its users starts it again on the same port.
 * @throws Error in plain words: no binaries for this platform, folder not enterable, does not start.
 */
export const useEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const pgFolder = join(options.dataDir, "pg");
  const folder = join(pgFolder, "data");
  const holders = join(pgFolder, "users");
  const log = options.log ?? (() => {});
  mkdirSync(pgFolder, { recursive: true });
  const account = accountFor(folder);
  const cluster: Cluster = {
    folder,
    binaries: findBinaries(options.dataDir, account),
    account,
    secrets: secretsOf(pgFolder),
    log,
  };
  const token = randomUUID();

  let postmaster = await underLock(cluster.secrets.lock, async () => {
    ensureCluster(cluster);
    const running = findPostmaster(cluster);
    enter(holders, token);
    try {
      const shared = othersIn(holders, token) > 0;
      if (running && shared) {
        await (await connectSuperuser(cluster, running)).end();
        return running;
      }
      if (running) {
        log("stopping the PostgreSQL that an interrupted run left behind");
        await stopPostmaster(cluster, running);
      }
      const started = await startPostmaster(
        cluster,
        { port: running?.port ?? null, keep: false },
        options.settings ?? {},
      );
      await ensureRoles(cluster, started);
      return started;
    } catch (error) {
      leave(holders, token);
      throw error;
    }
  });

  let released = false;
  let reviving: Promise<void> | null = null;
  const revive = (): Promise<void> =>
    underLock(cluster.secrets.lock, async () => {
      if (released) return;
      const running = findPostmaster(cluster);
      if (running) {
        postmaster = running;
        return;
      }
      log("PostgreSQL died; starting it again");
      postmaster = await startPostmaster(cluster, { port: postmaster.port, keep: true }, options.settings ?? {});
      log("PostgreSQL is back");
    });
  const watch = setInterval(() => {
    if (reviving || isSameProcess(postmaster.process)) return;
    reviving = revive()
      .catch((error: unknown) =>
        log(`PostgreSQL could not be started again: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => (reviving = null));
  }, 250);
  watch.unref();

  return {
    url: (role, database = databaseName) =>
      `postgres://${roleNames[role]}:${cluster.secrets[role]}@127.0.0.1:${postmaster.port}/${database}`,
    pid: () => postmaster.process.pid,
    release: async () => {
      if (released) return;
      released = true;
      clearInterval(watch);
      await reviving;
      await underLock(cluster.secrets.lock, async () => {
        leave(holders, token);
        const running = findPostmaster(cluster);
        if (running && othersIn(holders, token) === 0) await stopPostmaster(cluster, running);
      });
    },
  };
};
