import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Hex of the file's bytes. */
  readonly sha256: string;
}

const ownFolder = fileURLToPath(new URL("../migrations", import.meta.url));
// Any number, the same in every version: two processes that start at once migrate one after the other.
const migrationLock = 7_316_020_181;

/** The `.sql` files of a folder in order of their names. */
export const readMigrations = (folder: string = ownFolder): Migration[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { name, sql: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex") };
    });

/** The application's role, when we are allowed to make it; on a managed server the operator makes it beforehand. */
export const ensureAppRole = async (client: pg.Client): Promise<void> => {
  const known = await client.query("select from pg_roles where rolname = 'chengxin_app'");
  try {
    if (known.rowCount === 0) await client.query("create role chengxin_app nologin");
  } catch (error) {
    // 42710, 23505: made by another process meanwhile
    if (!["42710", "23505"].includes((error as { code?: string }).code ?? "")) throw await asWish(client, error);
  }
  const { rows } = await client.query<{ member: boolean }>(
    "select pg_has_role(current_user, 'chengxin_app', 'member') as member",
  );
  if (rows[0]?.member) return;
  await client.query("grant chengxin_app to current_user").catch(async (error: unknown) => {
    throw await asWish(client, error);
  });
};

/** Not allowed → what an administrator has to do once. */
const asWish = async (client: pg.Client, error: unknown): Promise<unknown> => {
  if ((error as { code?: string }).code !== "42501") return error;
  const { rows } = await client.query<{ name: string }>("select quote_ident(current_user) as name");
  return new Error(
    `the user of DATABASE_URL may not make roles: let an administrator run once "create role chengxin_app nologin; grant chengxin_app to ${rows[0]?.name};"`,
    { cause: error },
  );
};

/**
 * Brings the database of `url` to the newest schema, each file in a transaction of its own, under an advisory lock.
 * @returns names of the files applied now
 * @throws Error when a file that was applied has been changed since or is missing (a database of a newer version)
 */
export const migrate = async ({
  url,
  at,
  migrations = readMigrations(),
}: {
  url: string;
  at: Date;
  migrations?: readonly Migration[];
}): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url, application_name: "chengxin-migrate" });
  client.on("error", () => {}); // the failing query reports it
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await ensureAppRole(client);
    await client.query(
      "create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)",
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      "select name, sha256 from schema_migration order by name",
    );
    const known = new Map(migrations.map((migration) => [migration.name, migration]));
    for (const row of rows) {
      const migration = known.get(row.name);
      if (!migration)
        throw new Error(`the database was made by a newer version (migration ${row.name} is unknown here)`);
      if (migration.sha256 !== row.sha256)
        throw new Error(`migration ${row.name} has been changed after it was applied to this database`);
    }
    const applied = new Set(rows.map((row) => row.name));
    const names: string[] = [];
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      try {
        await client.query("begin");
        await client.query(migration.sql);
        await client.query("insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)", [
          migration.name,
          migration.sha256,
          at,
        ]);
        await client.query("commit");
      } catch (error) {
        throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
      }
      names.push(migration.name);
    }
    return names;
  } finally {
    await client.end();
  }
};
