import { join } from "node:path";
import { after, before } from "node:test";
import pg from "pg";
import { systemClock, type Clock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { DataKeyring } from "../platform/keys/keyring.ts";
import { freshDatabase, testPostgres, type FreshDatabase } from "../test/database.ts";
import { testKeyring } from "../test/keyring.ts";
import { bundleOf, entriesBetween, newestCheckpoint, tileHashes } from "./bundles.ts";
import { guardFilePath } from "./guard.ts";
import { ensureLog, type Log } from "./keys.ts";
import { logStatements } from "./log-statements.ts";
import type { RoundServices } from "./round.ts";
import { readTilePath } from "./tile-path.ts";

/** Somebody with every right does something behind the program's back. */
export const asSuperuserOf = async <T>(fresh: FreshDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const postgres = await testPostgres();
  const client = new pg.Client({
    connectionString: postgres.url("superuser", new URL(fresh.url).pathname.slice(1)),
  });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
    await postgres.release();
  }
};

/** What rounds need, and the log that they are about at first. */
export interface RigServices extends RoundServices {
  readonly log: Log;
}

/** A log on a database of one test file's own. */
export interface LogRig {
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly keyring: DataKeyring;
  readonly dataDir: string;
  readonly services: RigServices;
  /** Logs so many statements in one transaction. */
  log(statements: number): Promise<void>;
  /** What the log serves, by its path below `/log/`; null: nothing. */
  read(path: string): Promise<Uint8Array | null>;
}

export const logForThisFile = (clock: Clock = systemClock): LogRig => {
  let fresh: FreshDatabase | undefined;
  let keys: Awaited<ReturnType<typeof testKeyring>> | undefined;
  let services: RigServices | undefined;
  before(async () => {
    fresh = await freshDatabase();
    const { database } = fresh;
    keys = await testKeyring(database);
    const log = await ensureLog(database, keys.keyring, "test.invalid/log", clock.now());
    services = { database, keys: keys.keyring, clock, log, guardPath: guardFilePath(join(keys.dataDir, "data")) };
  });
  after(async () => {
    keys?.close();
    await fresh?.close();
  });
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error("only while the tests run");
    return thing;
  };
  let stated = 0;
  return {
    get fresh() {
      return there(fresh);
    },
    get database() {
      return there(fresh).database;
    },
    get keyring() {
      return there(keys).keyring;
    },
    get dataDir() {
      return there(keys).dataDir;
    },
    get services() {
      return there(services);
    },
    async log(statements) {
      await transact(
        there(fresh).database,
        { actor: { kind: "system", name: "test" }, at: clock.now() },
        async (tx) => {
          const digests = Array.from({ length: statements }, () => (++stated).toString(16).padStart(64, "0"));
          await logStatements(
            tx,
            digests.map((digest) => ({ kind: "rules", digest })),
          );
          tx.note({ action: "test.logged", object: "log:1", data: {} });
        },
      );
    },
    async read(path) {
      const { sql } = there(fresh).database;
      const { logNo } = there(services).log;
      if (path === "checkpoint") return Buffer.from((await newestCheckpoint(sql, logNo))?.note ?? "");
      const asked = readTilePath(path.replace(/^tile\//, ""));
      if (!asked) return null;
      const { level, n, width } = asked;
      if (level !== "entries") return tileHashes(sql, logNo, level, n, width);
      const entries = await entriesBetween(sql, logNo, n * 256, n * 256 + width);
      return entries && bundleOf(entries);
    },
  };
};
