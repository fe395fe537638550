import assert from "node:assert/strict";
import { test } from "node:test";
import { freshDatabase } from "../test/database.ts";
import { partitionOf } from "./partition-of.ts";

test("the partition that rows are ordered by is the one that PostgreSQL puts them in", async () => {
  const fresh = await freshDatabase();
  try {
    const ids = [...Array.from({ length: 500 }, (_, i) => i), 65_535, 65_536, 1_000_003, 2 ** 31 - 1];
    const { rows } = await fresh.database.pool.query<{ id: number; partition: number }>(
      `select id, p as partition from unnest($1::integer[]) as id, generate_series(0, 7) as p
       where satisfies_hash_partition('record'::regclass, 8, p, id)`,
      [ids],
    );
    assert.equal(rows.length, ids.length);
    for (const { id, partition } of rows) assert.equal(partitionOf(id), partition, String(id));
  } finally {
    await fresh.close();
  }
});
