import { entryLength } from "@chengxin/verifier/entry.js";
import type pg from "pg";

/** Part of a group that has its place. */
export interface GroupPart {
  readonly groupNo: number;
  /** Place of the part's first entry. */
  readonly index: number;
  readonly leaves: number;
  readonly entries: Buffer;
}

interface Row {
  readonly group_no: number;
  readonly first_index: number;
  readonly leaves: number;
}

/** Entries in memory at once, about. */
const leavesAtOnce = 16_384;

/** Parts of these groups that are read together: many small groups, or one slice of a large one. */
const portions = (rows: readonly Row[]): (Row & { readonly skip: number })[][] => {
  const all: (Row & { skip: number })[][] = [[]];
  let room = leavesAtOnce;
  for (const row of rows)
    for (let skip = 0; skip < row.leaves;) {
      if (room === 0) {
        all.push([]);
        room = leavesAtOnce;
      }
      const leaves = Math.min(row.leaves - skip, room);
      all.at(-1)?.push({ ...row, first_index: row.first_index + skip, leaves, skip });
      skip += leaves;
      room -= leaves;
    }
  return all.filter((portion) => portion.length > 0);
};

/** Groups of a log in order of their places. Needs an open transaction. */
export async function* storedGroups(client: pg.ClientBase, logNo: number): AsyncGenerator<GroupPart> {
  const cursor = `groups_of_${logNo}`;
  await client.query(
    `declare ${cursor} no scroll cursor for
     select group_no, first_index, leaves from log_group where log_no = ${logNo} and first_index is not null order by first_index, group_no`,
  );
  for (;;) {
    const { rows } = await client.query<Row>(`fetch 2000 from ${cursor}`);
    if (rows.length === 0) break;
    for (const portion of portions(rows)) {
      const read = await client.query<{ entries: Buffer }>(
        `select substr(g.entries, w.skip * ${entryLength} + 1, w.leaves * ${entryLength}) as entries
         from unnest($1::bigint[], $2::integer[], $3::integer[]) with ordinality as w (group_no, skip, leaves, n) join log_group g using (group_no) order by w.n`,
        [portion.map((part) => part.group_no), portion.map(({ skip }) => skip), portion.map(({ leaves }) => leaves)],
      );
      for (const [i, part] of portion.entries())
        yield {
          groupNo: part.group_no,
          index: part.first_index,
          leaves: part.leaves,
          entries: read.rows[i]?.entries ?? Buffer.alloc(0),
        };
    }
  }
  await client.query(`close ${cursor}`);
}
