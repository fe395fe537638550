import type { listBeacons as route } from "@chengxin/domain/log/api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { Database } from "../platform/db.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { entryOf, indexOf, joinGroup } from "./places.ts";

const scope = "listBeacons";

interface Row {
  readonly day: string;
  readonly log: number;
  readonly index: number;
  readonly entry: Buffer;
  readonly salt: Buffer;
  readonly statement: string;
}

const placed = `
  select b.day, g.log_no as log, ${indexOf("b")} as index,
    ${entryOf("b")} as entry, s.salt, s.statement
  from log_beacon b join log_statement s using (log_at) ${joinGroup("b")}
  where g.first_index is not null and ($1::date is null or b.day < $1) order by b.day desc limit $2`;

/** Beacons that have their place in the log; the value of a day that is not over stays closed. */
export const listBeacons = async (
  { database }: { readonly database: Pick<Database, "pool"> },
  { cursor, limit }: RouteArgs<typeof route>,
  at: Date,
): Promise<RouteAnswer<typeof route>> => {
  const [before = null] = cursor === undefined ? [] : readCursor(scope, z.tuple([z.iso.date()]), cursor);
  const { rows } = await database.pool.query<Row>(placed, [before, limit + 1]);
  const today = dayInShanghai(at);
  const items = rows.slice(0, limit).map(({ day, log, index, entry, salt, statement }) => ({
    day,
    log,
    index,
    time: Number(entry.readBigUInt64BE(2)),
    revealed: day < today ? { salt: salt.toString("hex"), statement } : null,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? writeCursor(scope, [last.day]) : null, count: null };
};
