import { randomUUID } from "node:crypto";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import { mostViews, type deleteView, type saveView, type SavedView } from "@chengxin/domain/workbench/api.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Database } from "../platform/db.ts";

interface ViewRow {
  readonly view_id: string;
  readonly list: string;
  readonly name: string;
  readonly query: string;
  readonly saved_at: Date;
}

const viewOf = ({ view_id: viewId, list, name, query, saved_at: savedAt }: ViewRow): SavedView => ({
  viewId,
  list,
  name,
  query,
  savedAt: savedAt.toISOString(),
});

/** The views of the account that asks, by list and name. */
export const findViews = async (
  { sql }: Database,
  { list }: { list?: string | undefined },
  ask: Ask,
): Promise<{ items: SavedView[]; most: number }> => {
  const rows = await sql
    .selectFrom("saved_view")
    .select(["view_id", "list", "name", "query", "saved_at"])
    .where("account_id", "=", ask.account().accountId)
    .$if(list !== undefined, (query) => query.where("list", "=", list ?? ""))
    .orderBy("list")
    .orderBy("name")
    .execute();
  return { items: rows.map(viewOf), most: mostViews };
};

/**
 * Keeps a view under its name; one of the same name on the same list is replaced.
 * @throws Problem view.too_many
 */
export const keepView = (database: Database, args: RouteArgs<typeof saveView>, ask: Ask): Promise<SavedView> => {
  const { accountId } = ask.account();
  return transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    // Two saves of one account wait for each other, or both could be the last one that fits.
    await client.query("select pg_advisory_xact_lock(hashtextextended('saved_view:' || $1, 0))", [accountId]);
    const { rows } = await client.query<ViewRow>(
      `insert into saved_view (account_id, view_id, list, name, query, saved_at)
       select $1, $2, $3, $4, $5, $6
       where (select count(*) from saved_view where account_id = $1) < $7
         or exists (select from saved_view where account_id = $1 and list = $3 and name = $4)
       on conflict (account_id, list, name) do update set query = excluded.query, saved_at = excluded.saved_at
       returning view_id, list, name, query, saved_at`,
      [accountId, randomUUID(), args.list, args.name, args.query, at, mostViews],
    );
    const [row] = rows;
    if (!row) throw problem("view.too_many", { most: mostViews });
    note({ action: "view.saved", object: `view:${row.view_id}`, data: { list: row.list } });
    return viewOf(row);
  });
};

/** Deletes a view of the account that asks. @throws Problem object.not_found also where it is somebody else's */
export const dropView = async (
  database: Database,
  { viewId }: RouteArgs<typeof deleteView>,
  ask: Ask<"view.manage">,
): Promise<Record<string, never>> => {
  const owner = await database.sql
    .selectFrom("saved_view")
    .select("account_id")
    .where("view_id", "=", viewId)
    .executeTakeFirst();
  if (!owner) throw problem("object.not_found");
  ask.permit({ accountId: owner.account_id });
  await transact(database, { actor: ask.actor, at: ask.at }, async ({ sql, note }) => {
    await sql
      .deleteFrom("saved_view")
      .where("account_id", "=", owner.account_id)
      .where("view_id", "=", viewId)
      .execute();
    note({ action: "view.deleted", object: `view:${viewId}`, data: {} });
  });
  return {};
};
