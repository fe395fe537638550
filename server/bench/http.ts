import { getOrganisation } from "../organisation/queries.ts";
import { recordList } from "../record/list-records.ts";
import { alternate, compareRates, type Figure } from "./figure.ts";
import { ensureRecords, sampleOfRecords } from "./loaded.ts";
import { readingServices } from "./pages.ts";
import type { Rig } from "./rig.ts";
import { fetcher, hasPortal, openSite } from "./site.ts";

const seconds = 5;
const clients = 4;
const firstPage = 20;

/** Pages a second by `clients` callers at a time, each asking for the next of the samples when it has been answered. */
const rateOf = async (
  samples: readonly string[],
  callers: readonly ((uscc: string) => Promise<unknown>)[],
): Promise<number> => {
  const started = performance.now();
  const until = started + seconds * 1000;
  let n = 0;
  await Promise.all(
    callers.map(async (ask) => {
      while (performance.now() < until) await ask(samples[n++ % samples.length]!);
    }),
  );
  return n / ((performance.now() - started) / 1000);
};

/** The page of one organisation by four callers at a time: through the data layer, as two answers of the API, as rendered HTML. */
export async function* httpFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRecords(rig);
  const services = await readingServices(rig);
  const list = recordList(services);
  const samples = await sampleOfRecords(rig, 200);
  const site = await openSite(rig);
  const json = Array.from({ length: clients }, () => fetcher(site.origin, "application/json"));
  const html = Array.from({ length: clients }, () => fetcher(site.origin, "text/html"));
  try {
    const runs: Record<string, () => Promise<number>> = {
      data: () =>
        rateOf(
          samples,
          json.map(() => async (uscc) => {
            await getOrganisation(services, uscc);
            await list({ organisation: uscc, limit: firstPage, format: "json" });
          }),
        ),
      api: () =>
        rateOf(
          samples,
          json.map((client) => async (uscc) => {
            await client.fetch(`/api/v1/organisations/${uscc}`);
            await client.fetch(`/api/v1/records?organisation=${uscc}&limit=${firstPage}`);
          }),
        ),
      ...(hasPortal()
        ? {
            rendered: () =>
              rateOf(
                samples,
                html.map((client) => (uscc) => client.fetch(`/organisations/${uscc}`)),
              ),
          }
        : {}),
    };
    const { data, api, rendered } = await alternate(rig.sizes.rounds, runs, 1);
    const unit = "pages a second";
    yield compareRates({ line: "page.http", unit, note: "API over loopback ÷ data layer" }, api!, data!);
    if (rendered) yield compareRates({ line: "page.render", unit, note: "HTML ÷ API" }, rendered, api!);
  } finally {
    for (const client of [...json, ...html]) client.close();
    await site.stop();
  }
}
