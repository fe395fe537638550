import type { Actor } from "@chengxin/domain/access/actor.ts";
import { transact, type Database } from "../platform/db.ts";
import { retrying } from "./retrying.ts";

const load = async (database: Database, names: readonly string[], cache: Map<string, number>): Promise<void> => {
  const { rows } = await database.pool.query<{ authority_id: number; name: string }>(
    "select authority_id, name from authority where name = any ($1::text[])",
    [names],
  );
  for (const row of rows) cache.set(row.name, row.authority_id);
};

/** Names of deciding authorities → their numbers; new ones are added. Some hundreds for a city, all kept. */
export const authorityNumbers = (
  database: Database,
  by: { actor: Actor; now(): Date },
  object: string,
): ((names: readonly string[]) => Promise<number[]>) => {
  const cache = new Map<string, number>();
  return async (names) => {
    const unseen = names.filter((name) => !cache.has(name));
    if (unseen.length > 0) await load(database, unseen, cache);
    const unknown = unseen.filter((name) => !cache.has(name));
    if (unknown.length > 0) {
      await retrying(() =>
        transact(database, { actor: by.actor, at: by.now() }, async (tx) => {
          await tx.client.query(
            `insert into authority (name) select n from unnest($1::text[]) as n order by n collate "C" on conflict (name) do nothing`,
            [unknown],
          );
          tx.note({ action: "authority.added", object, data: { names: unknown } });
        }),
      );
      await load(database, unknown, cache);
    }
    return names.map((name) => {
      const id = cache.get(name);
      if (id === undefined) throw new Error("an authority was added and is not found");
      return id;
    });
  };
};
