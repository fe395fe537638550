import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { migrate, readMigrations, type Migration } from "./migrate.ts";

let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());

const at = new Date("2026-06-01T08:00:00Z");
const own = readMigrations();
const migration = (name: string, sql: string): Migration => ({
  name,
  sql,
  sha256: createHash("sha256").update(sql).digest("hex"),
});
const ask = async (text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

test("a database that is up to date is left alone", async () => {
  assert.deepEqual(await migrate({ url: fresh.url, at }), []);
});

test("processes that start at once apply a new file once", async () => {
  const migrations = [
    ...own,
    migration("9001-counter.sql", "create table counter (n int); insert into counter values (1)"),
  ];
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate({ url: fresh.url, at, migrations })));
  assert.deepEqual(applied.flat(), ["9001-counter.sql"]);
  assert.deepEqual(await ask("select n from counter"), [{ n: 1 }]);
});

test("a file that fails leaves nothing of itself, and says which it was", async () => {
  const migrations = [
    ...own,
    migration("9001-counter.sql", "create table counter (n int); insert into counter values (1)"),
    migration("9002-broken.sql", "create table half (n int); select 1 / 0"),
  ];
  await assert.rejects(migrate({ url: fresh.url, at, migrations }), /9002-broken\.sql/);
  assert.deepEqual(await ask("select to_regclass('half') as half"), [{ half: null }]);
});

test("a file changed after it was applied, or one that only a newer version knows, stops the start", async () => {
  await assert.rejects(
    migrate({
      url: fresh.url,
      at,
      migrations: [...own, migration("9001-counter.sql", "create table counter (n bigint)")],
    }),
    /has been changed/,
  );
  await assert.rejects(migrate({ url: fresh.url, at, migrations: own }), /newer version/);
});
