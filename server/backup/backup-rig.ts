import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { systemClock } from "../platform/clock.ts";
import { openDatabase, transact, type Database } from "../platform/db.ts";
import { useEmbeddedPostgres, type EmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { migrate } from "../platform/migrate.ts";
import { testChain } from "../test/database.ts";
import { makeBackup, type BackupMade } from "./make-backup.ts";

/** For tests of backup and restore: a data directory with a PostgreSQL of its own, and a writer. */
export interface BackupRig {
  readonly folder: string;
  readonly dataDir: string;
  readonly postgres: EmbeddedPostgres;
  readonly database: Database;
  backup(to: string, keyFile?: string): Promise<BackupMade>;
  close(): Promise<void>;
}

export const small = { shared_buffers: "32MB", max_wal_size: "64MB", min_wal_size: "32MB" };

export const openBackupRig = async (): Promise<BackupRig> => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-backup-"));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  const postgres = await useEmbeddedPostgres({ dataDir, settings: small });
  await migrate({ url: postgres.url("owner"), at: systemClock.now() });
  const database = openDatabase({ url: postgres.url("app") });
  database.useChain(testChain);
  return {
    folder,
    dataDir,
    postgres,
    database,
    backup: (to, keyFile) =>
      makeBackup({
        dataDir,
        to,
        replicationUrl: postgres.url("superuser"),
        ownerUrl: postgres.url("owner"),
        keyFile: keyFile ?? null,
        clock: systemClock,
        program: "test",
      }),
    close: async () => {
      await database.close();
      await postgres.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Stores an authority, and answers when that is committed. */
export const write = async (database: Database, name: string): Promise<void> => {
  database.useChain(testChain);
  await transact(database, { actor: { kind: "system", name: "test" }, at: systemClock.now() }, async (tx) => {
    await tx.sql.insertInto("authority").values({ name }).execute();
    tx.note({ action: "authority.stored", object: `authority:${name}`, data: {} });
  });
};

/** Writes until it is stopped; names of what was acknowledged, in order. */
export const writer = (database: Database, prefix: string) => {
  const acknowledged: string[] = [];
  let going = true;
  const done = (async () => {
    for (let n = 1; going; n += 1) {
      await write(database, `${prefix}-${n}`);
      acknowledged.push(`${prefix}-${n}`);
    }
  })();
  return {
    acknowledged,
    stop: async (): Promise<void> => {
      going = false;
      await done;
    },
  };
};

export const query = async <T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

export interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;
}

/** Runs one of the commands itself. @param prefix a program that starts it, such as a shell that limits it */
export const runProgram = (
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  prefix: readonly string[] = [],
): Run => {
  const [program = "", ...rest] = [
    ...prefix,
    process.execPath,
    fileURLToPath(new URL(`../${file}`, import.meta.url)),
    ...args,
  ];
  const child = spawn(program, rest, {
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  return { child, said: () => said, ended: once(child, "close") as Run["ended"] };
};
