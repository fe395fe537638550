import { entryLength } from "@chengxin/verifier/entry.js";
import { mostLeaves } from "./groups.ts";

/**
 * `log_at` in SQL: number of the group × mostLeaves + position in it. Each says where the entry of a row with that column is, given the row's alias; the group's
 * alias is `g`.
 */

export const joinGroup = (row: string): string => `join log_group g on g.group_no = ${row}.log_at / ${mostLeaves}`;

/** null while the group waits for its place. */
export const indexOf = (row: string): string => `g.first_index + ${row}.log_at % ${mostLeaves}`;

/** The entry's bytes. */
export const entryOf = (row: string): string =>
  `substr(g.entries, (${row}.log_at % ${mostLeaves})::integer * ${entryLength} + 1, ${entryLength})`;

/** Whose it is, as four bytes. */
export const ownerOf = (row: string): string =>
  `substr(g.organisations, (${row}.log_at % ${mostLeaves})::integer * 4 + 1, 4)`;
