import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { hashColumns, sealedColumns } from "./sealed-columns.ts";

let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());

const columnsLike = async (pattern: string, types: readonly string[]): Promise<string[]> => {
  const { rows } = await fresh.database.pool.query<{ name: string }>(
    `select c.relname || '.' || a.attname as name
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname ~ $1 and a.atttypid = any($2::regtype[]) order by 1`,
    [pattern, types],
  );
  return rows.map(({ name }) => name);
};

test("every column named as sealed is on the list by which keys are rotated, and the list names no other", async () => {
  assert.deepEqual(
    sealedColumns.map(({ table, column }) => `${table}.${column}`).sort(),
    await columnsLike("_sealed$", ["bytea"]),
  );
});

test("every column that names the version of a key is on the list by which old keys are done away with", async () => {
  const listed = [
    ...sealedColumns.flatMap(({ table, lookup }) => (lookup ? [`${table}.${lookup.keyVersion}`] : [])),
    ...hashColumns.map(({ table, keyVersion }) => `${table}.${keyVersion}`),
  ];
  // the keys of the event chain are kept for good
  const found = (await columnsLike("key_version$", ["smallint", "integer", "bigint"])).filter(
    (name) => !/^event(_\w+)?\./.test(name),
  );
  assert.deepEqual(listed.sort(), found);
});

test("the application may seal each listed column anew, found by the primary key of its table", async () => {
  for (const { table, column, id, lookup } of sealedColumns) {
    for (const name of [column, ...(lookup ? [lookup.mac, lookup.keyVersion] : [])]) {
      const { rows } = await fresh.database.pool.query<{ may: boolean }>(
        "select has_column_privilege('chengxin_app', $1, $2, 'update') as may",
        [table, name],
      );
      assert.equal(rows[0]?.may, true, `${table}.${name}`);
    }
    const { rows } = await fresh.database.pool.query<{ name: string }>(
      `select a.attname::text as name from pg_constraint k cross join unnest(k.conkey) with ordinality as u (attnum, n)
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
       where k.conrelid = $1::regclass and k.contype = 'p' order by u.n`,
      [table],
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      id,
      table,
    );
  }
});
