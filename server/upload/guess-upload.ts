import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import { matchHeader } from "@chengxin/domain/intake/match-header.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { guessUpload as route } from "@chengxin/domain/upload/api.ts";
import { markerColumns } from "@chengxin/domain/intake/header-row.ts";
import type { Ask } from "../platform/ask.ts";
import { sendersOf } from "./queries.ts";

type Guess = RouteAnswer<typeof route>["guess"];

/** The one item that knows the columns: all of them, or the most. Null: none, or it can't be told. */
const guessItem = (items: readonly CatalogueItem[], headers: readonly string[]): Guess => {
  const columns = headers.filter((header) => header.trim() !== "").length;
  if (columns === 0) return null;
  const found = items.map((item) => {
    const result = matchHeader(item, headers, []);
    if ("match" in result) return { item: item.id, fits: true, unknown: [] as string[], columns: result.match.fields };
    const unknown = result.problems.flatMap(({ code, data }) =>
      code === "file.column_unknown" ? [String(data["header"])] : [],
    );
    const told = result.problems.every(({ code }) => code === "file.column_unknown");
    return { item: item.id, fits: false, unknown: told ? unknown : [...headers], columns: [] };
  });
  const taken = ({ columns: fields }: { columns: readonly (string | null)[] }): number =>
    fields.filter((field) => field !== null).length;
  const fitting = found.filter(({ fits }) => fits).toSorted((a, b) => taken(b) - taken(a));
  const [first, second] = fitting;
  if (first) {
    // two items that know the columns equally well: the clerk knows better
    if (second && taken(first) === taken(second)) return null;
    return { item: first.item, known: columns, columns, unknown: [] };
  }
  const nearest = found.toSorted((a, b) => a.unknown.length - b.unknown.length);
  const [near, next] = nearest;
  if (!near || near.unknown.length * 2 > columns || near.unknown.length === next?.unknown.length) return null;
  return { item: near.item, known: columns - near.unknown.length, columns, unknown: near.unknown };
};

/** What the actor may send, and which of it a file with these headers is. Nothing of the headers is kept. */
export const guessUpload = (
  catalogue: Catalogue,
  { headers: sent }: RouteArgs<typeof route>,
  ask: Ask<"upload.list">,
): RouteAnswer<typeof route> => {
  // a workbook of rejected rows that was mended
  const headers = sent.filter((header) => header !== markerColumns.row && header !== markerColumns.reason);
  const sources = sendersOf(catalogue, ask.actor);
  const mine = new Set(sources.flatMap(({ items }) => items));
  const items = [...catalogue.items.values()].filter(({ id }) => mine.has(id));
  return {
    sources: sources.map(({ id, name, items: its }) => ({
      id,
      name,
      items: items.filter((item) => its.includes(item.id)).map((item) => ({ id: item.id, name: item.name })),
    })),
    guess: guessItem(items, headers),
  };
};
