import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Source } from "@chengxin/domain/catalogue/code-table.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { Declaration, declareDecisions, listDeclarations } from "@chengxin/domain/quality/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { reportingLimit } from "./decisions-sql.ts";
import type { QualityServices } from "./services.ts";

interface Place {
  readonly source: Source;
  readonly item: CatalogueItem;
  readonly month: string;
}

/** @throws Problem object.not_found, catalogue.item_not_found */
export const findPlace = (
  catalogue: Catalogue,
  args: { readonly source: string; readonly item: string; readonly month: string },
): Place => {
  const source = catalogue.sources.get(args.source);
  if (!source) throw problem("object.not_found");
  const item = catalogue.items.get(args.item);
  if (!item) throw problem("catalogue.item_not_found", { item: args.item });
  return { source, item, month: args.month };
};

interface DeclarationRow {
  readonly decisions: number;
  readonly remark: string | null;
  readonly at: Date;
  readonly account_id: string;
}

const view = (row: DeclarationRow, ask: Ask): Declaration => ({
  decisions: row.decisions,
  remark: row.remark,
  at: row.at.toISOString(),
  mine: ask.actor.kind === "account" && ask.actor.accountId === row.account_id,
});

/** Declares the decisions of a month; what was declared before stays. @throws Problem declaration.not_asked, declaration.month */
export const declareMonth = async (
  { database, catalogue, clock }: QualityServices,
  args: RouteArgs<typeof declareDecisions>,
  ask: Ask<"declaration.make">,
): Promise<Declaration> => {
  const { source, item, month } = findPlace(catalogue, args);
  ask.permit({ source: source.id });
  if (!source.items.includes(item.id) || reportingLimit(catalogue, item) === null)
    throw problem("declaration.not_asked");
  if (month > clock.today().slice(0, 7)) throw problem("declaration.month", { month });
  const { accountId } = ask.account();
  return transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    const { source: sourceId, item: itemId } = { source: source.number, item: item.number };
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `declaration:${sourceId}:${itemId}:${month}`,
    ]);
    const { rows } = await client.query<DeclarationRow>(
      `insert into declaration (source_id, item_id, month, declaration_no, decisions, remark, account_id, at)
       select $1, $2, $3::date, coalesce(max(declaration_no), 0) + 1, $4, nullif($5, ''), $6, $7
       from declaration where source_id = $1 and item_id = $2 and month = $3::date
       returning decisions, remark, at, account_id`,
      [sourceId, itemId, `${month}-01`, args.decisions, args.remark, accountId, at],
    );
    note({
      action: "declaration.made",
      object: `declaration:${source.id}:${item.id}:${month}`,
      role: ask.standing,
      data: { decisions: args.decisions },
    });
    return view(rows[0] as DeclarationRow, ask);
  });
};

/** Everything that was declared for a month, newest first. */
export const declarationsOf = async (
  { database, catalogue }: QualityServices,
  args: RouteArgs<typeof listDeclarations>,
  ask: Ask<"quality.read-rows">,
): Promise<RouteAnswer<typeof listDeclarations>> => {
  const { source, item, month } = findPlace(catalogue, args);
  ask.permit({ source: source.id, region: source.region });
  const { rows } = await database.pool.query<DeclarationRow>(
    `select decisions, remark, at, account_id from declaration
     where source_id = $1 and item_id = $2 and month = $3::date order by declaration_no desc limit 100`,
    [source.number, item.number, `${month}-01`],
  );
  return {
    source: { id: source.id, name: source.name },
    item: { id: item.id, name: item.name },
    items: rows.map((row) => view(row, ask)),
  };
};
