import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { systemClock } from "../platform/clock.ts";
import { openDatabase, type Database } from "../platform/db.ts";
import type { EventMac } from "../platform/events.ts";
import { useEmbeddedPostgres, type EmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { migrate, readMigrations } from "../platform/migrate.ts";

/** A migrated, empty database of its own on a real PostgreSQL, gone after `close`. */
export interface FreshDatabase {
  /** As the application: role chengxin_app. */
  readonly database: Database;
  /** URL of the owner, as DATABASE_URL would have it. */
  readonly url: string;
  /** URL of the application's role, as DATABASE_APP_URL would have it. */
  readonly appUrl: string;
  close(): Promise<void>;
}

/** Chains the events of test databases with a key that everybody knows. */
export const testChain: EventMac = {
  mac: (data) => ({ keyVersion: 1, mac: createHmac("sha256", "test").update(data).digest() }),
  verify: (_version, data, mac) =>
    mac.length === 32 && timingSafeEqual(createHmac("sha256", "test").update(data).digest(), mac),
};

const repository = fileURLToPath(new URL("../../", import.meta.url));
const fingerprint = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** One PostgreSQL for all tests of a checkout and a user; each test process joins it, the last one stops it. */
export const testDataDir = (): string => {
  const folder =
    process.env["TEST_DATA_DIR"] ??
    join(tmpdir(), `chengxin-test-${process.getuid?.() ?? 0}-${fingerprint(repository)}`);
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Small, since many tests share the machine; nothing that changes what a statement does or whether it lasts. */
export const testPostgres = (): Promise<EmbeddedPostgres> =>
  useEmbeddedPostgres({
    dataDir: testDataDir(),
    settings: { shared_buffers: "256MB", max_wal_size: "2GB", max_connections: "200" },
  });

const asSuperuser = async <T>(
  postgres: EmbeddedPostgres,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: postgres.url("superuser", database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A database with the present migrations applied, made once for each state of the migrations. */
const ensureTemplate = (postgres: EmbeddedPostgres): Promise<string> =>
  asSuperuser(postgres, "postgres", async (client) => {
    const migrations = readMigrations();
    const name = `template_${fingerprint(migrations.map((migration) => migration.sha256).join())}`;
    await client.query("select pg_advisory_lock(1)");
    const known = await client.query("select from pg_database where datname = $1 and datistemplate", [name]);
    if (known.rowCount) return name;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} owner chengxin_owner`);
    await migrate({ url: postgres.url("owner", name), at: systemClock.now(), migrations });
    await client.query(`alter database ${name} is_template true allow_connections false`);
    return name;
  });

/** Databases of test processes that were killed. */
const dropAbandoned = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database d where datname ~ '^test_\\d+_' and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
  );
  for (const { datname } of rows) {
    const pid = Number(datname.split("_")[1]);
    try {
      process.kill(pid, 0);
    } catch {
      await client.query(`drop database if exists ${datname}`);
    }
  }
};

/** A new database, cloned from the migrated template; one for each test file, or for each test that needs an empty one. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const postgres = await testPostgres();
  try {
    const template = await ensureTemplate(postgres);
    const name = `test_${process.pid}_${randomUUID().replaceAll("-", "")}`;
    await asSuperuser(postgres, "postgres", async (client) => {
      await dropAbandoned(client);
      await client.query(`create database ${name} template ${template} owner chengxin_owner`);
    });
    const appUrl = postgres.url("app", name);
    const database = openDatabase({ url: appUrl });
    database.useChain(testChain);
    database.useReadings(() => Promise.resolve([]));
    return {
      database,
      url: postgres.url("owner", name),
      appUrl,
      close: async () => {
        await database.close();
        await asSuperuser(postgres, "postgres", (client) => client.query(`drop database ${name} with (force)`));
        await postgres.release();
      },
    };
  } catch (error) {
    await postgres.release();
    throw error;
  }
};
