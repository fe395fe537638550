import assert from "node:assert/strict";
import { getOrganisation } from "../organisation/queries.ts";
import { loadNameIndex } from "../organisation/load-names.ts";
import { recordList } from "../record/list-records.ts";
import type { RecordServices } from "../record/services.ts";
import { alone, alternate, compareRates, percentile, type Figure } from "./figure.ts";
import { ensureRecords, sampleOfRecords } from "./loaded.ts";
import { hasPgbench, sameSql, statementsOf } from "./same-sql.ts";
import type { Rig } from "./rig.ts";

const seconds = 4;
const firstPage = 20;

/** Runs `ask` over the samples, round and round, one after the other. */
const rateOf = async <T>(
  samples: readonly T[],
  ask: (sample: T) => Promise<unknown>,
  times: number[],
): Promise<number> => {
  const started = performance.now();
  let n = 0;
  for (; performance.now() - started < seconds * 1000; n += 1) {
    const begun = performance.now();
    await ask(samples[n % samples.length]!);
    times.push(performance.now() - begun);
  }
  return n / ((performance.now() - started) / 1000);
};

const figures = async <T>(
  rig: Rig,
  line: string,
  samples: readonly T[],
  ask: (sample: T) => Promise<unknown>,
  floor: number | undefined,
): Promise<Figure[]> => {
  const sets: Awaited<ReturnType<typeof statementsOf>>[] = [];
  for (const sample of samples) sets.push(await statementsOf(() => ask(sample)));
  const times: number[] = [];
  const values = await alternate(
    rig.sizes.rounds,
    { ours: () => rateOf(samples, ask, times), limit: () => sameSql(rig, sets, seconds) },
    1,
  );
  const all = Float64Array.from(times);
  return [
    compareRates(
      {
        line,
        unit: "a second",
        note: hasPgbench() ? "limit: pgbench, same SQL" : "limit: bare driver, same SQL",
        ...(floor === undefined ? {} : { floor }),
      },
      values.ours,
      values.limit,
    ),
    alone({ line: `${line}.p50`, unit: "ms" }, [percentile(all, 0.5)]),
    alone({ line: `${line}.p99`, unit: "ms" }, [percentile(all, 0.99)]),
  ];
};

/** What the portal's reading side stands on, with the name index loaded. */
export const readingServices = async (rig: Rig): Promise<RecordServices> => {
  const { database, reads, catalogue, clock } = rig.services;
  const { index } = await loadNameIndex(database.pool, clock.today());
  return { database: reads, catalogue, clock, names: { layers: [{ index, replaced: null }] } };
};

/** Page of one organisation: base data, names, codes, counts by item, its latest public records. */
export async function* pageFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRecords(rig);
  const services = await readingServices(rig);
  const list = recordList(services);
  const samples = await sampleOfRecords(rig, 100);
  const ask = async (uscc: string): Promise<unknown> => {
    const organisation = await getOrganisation(services, uscc);
    const { items } = await list({ organisation: uscc, limit: firstPage, format: "json" });
    return { organisation, items };
  };
  for (const uscc of samples.slice(0, 20)) {
    const { rows } = await rig.superuser.query<{ n: number }>(
      "select count(*)::integer as n from public_record_on($1) r join organisation o using (organisation_id) join item i using (item_id) where o.uscc = $2 and i.code <> 'organisation'",
      [services.clock.today(), uscc],
    );
    const { counts } = await getOrganisation(services, uscc);
    assert.equal(
      counts.reduce((sum, { count }) => sum + count, 0),
      rows[0]!.n,
      `public records of ${uscc}`,
    );
  }
  yield* await figures(rig, "page", samples, ask, 0.7);
}

/** First page of a list of public records over all organisations, by item, county, kind and day. */
export async function* listFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRecords(rig);
  const services = await readingServices(rig);
  const list = recordList(services);
  const regions = ["210602", "210603", "210604", "210624", "210681", "210682"];
  const samples = regions.flatMap((region) => [
    { item: "licence", region },
    { item: "licence", region, kind: 1 },
    { item: "commitment", region, from: "2024-01-01", to: "2025-06-30" },
    { item: "penalty", region },
    { region },
  ]);
  for (const filters of samples.slice(0, 10)) {
    const { items } = await list({ ...filters, limit: firstPage, format: "json" });
    assert.ok(
      items.every(
        (item) => item.region?.code === filters.region && (filters.item === undefined || item.item.id === filters.item),
      ),
    );
    assert.deepEqual(
      items.map((item) => item.decidedOn),
      items
        .map((item) => item.decidedOn)
        .toSorted()
        .reverse(),
    );
  }
  yield* await figures(
    rig,
    "list",
    samples,
    (filters) => list({ ...filters, limit: firstPage, format: "json" }),
    undefined,
  );
}
