import type { showStatistics as route } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { sql } from "kysely";
import { registerItem } from "../organisation/summary.ts";
import { cached } from "./cached.ts";
import type { RecordServices } from "./services.ts";

/** Exact up to here; more is "at least". Counting so far takes some 20 ms an item. */
const mostCounted = 200_000;

const counted = (n: number): { value: number; atLeast: boolean } => ({
  value: Math.min(n, mostCounted),
  atLeast: n > mostCounted,
});

/** The numbers of the first page, remembered for a quarter of a minute and renewed in the background. */
export const statistics = ({
  database,
  catalogue,
  clock,
}: RecordServices): (() => Promise<RouteAnswer<typeof route>>) => {
  const load = async (today: string): Promise<RouteAnswer<typeof route>> => {
    const items = [...catalogue.items.values()].filter(
      (item) => item.id !== registerItem && item.disclosure === "public",
    );
    const most = mostCounted + 1;
    const [counts, organisations, intake] = await Promise.all([
      sql<{ item_id: number; n: number }>`
        select i.item_id, (select count(*) from (select from public_record_on(${today}) r where r.item_id = i.item_id limit ${most}) c) as n
        from unnest(${items.map((item) => item.number)}::smallint[]) as i (item_id)`.execute(database.sql),
      sql<{ n: number }>`
        select count(*) as n from (
          select from organisation o
          where o.registered or exists (select from public_record_on(${today}) r where r.organisation_id = o.organisation_id) limit ${most}) c`.execute(
        database.sql,
      ),
      sql<{ received: Date | null; demonstration: boolean }>`
        select (select max(stored_at) from batch_chunk) as received, exists (select from batch where demonstration) as demonstration`.execute(
        database.sql,
      ),
    ]);
    const byItem = new Map(counts.rows.map(({ item_id, n }) => [item_id, n]));
    return {
      organisations: counted(organisations.rows[0]?.n ?? 0),
      items: items.map((item) => ({ item: item.id, name: item.name, count: counted(byItem.get(item.number) ?? 0) })),
      lastReceivedAt: intake.rows[0]?.received?.toISOString() ?? null,
      demonstration: intake.rows[0]?.demonstration ?? false,
    };
  };
  const remembered = cached({ clock, freshMs: 15_000, usableMs: 120_000, most: 2 }, load);
  return () => remembered(clock.today());
};
