import { withClient } from "./compare.ts";
import type { Acknowledged } from "./load.ts";

/** Writes that were acknowledged and are not in the database. An empty list: none was lost. */
export const lostWrites = (url: string, { events, receipts }: Acknowledged): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ object: string }>(
      `select object from unnest($1::text[]) object
       where not exists (select from event e where e.action = 'drill.written' and e.object = object.object)
          or not exists (select from authority a where a.name = '演练机关第' || substr(object.object, 7) || '号')`,
      [events],
    );
    const lost = rows.map(({ object }) => `event ${object}`);
    for (const { batch, accepted, corrected } of receipts) {
      const { rows: found } = await client.query<{ state: string | null; stored: string }>(
        `select (select state from batch where batch_id = $1) as state, (select count(*) from public.record where batch_id = $1)::text as stored`,
        [batch],
      );
      const { state, stored } = found[0] ?? { state: null, stored: "0" };
      if (state !== "finished") lost.push(`batch ${batch} is ${state ?? "gone"}`);
      if (Number(stored) !== accepted + corrected)
        lost.push(`batch ${batch} has ${stored} records, its receipt says ${accepted + corrected}`);
    }
    return lost;
  });
