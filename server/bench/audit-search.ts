import assert from "node:assert/strict";
import type { EventFilters } from "../audit/event-filters.ts";
import { findEvents } from "../audit/search-events.ts";
import { alone, alternate, compareRates, percentile, type Figure } from "./figure.ts";
import { accountNo, fillEvents } from "./fill-events.ts";
import { ensureRegister } from "./loaded.ts";
import { seed, type Rig } from "./rig.ts";
import { sameSql, statementsOf } from "./same-sql.ts";

const seconds = 1;
const limit = 50;

/** What auditors look for; each must come within the three seconds after which a question is ended. */
const searches = (uscc: string, object: string): Readonly<Record<string, EventFilters>> => ({
  newest: {},
  actor: { actor: accountNo(1) },
  "actor.rare": { actor: accountNo(1999) },
  organisation: { organisation: uscc },
  day: { from: "2025-03-03", to: "2025-03-03" },
  action: { action: "session.failed" },
  "action.rare": { action: "alert.raised" },
  "action.none": { action: "key.rotated" },
  purpose: { purpose: "window-query" },
  role: { role: "auditor" },
  readings: { only: "readings" },
  object: { object },
  "actor+action": { actor: accountNo(1), action: "access.refused" },
  "actor+month": { actor: accountNo(40), from: "2024-05-01", to: "2024-05-31" },
  "actor+purpose": { actor: accountNo(1500), purpose: "mandate-check" },
  "organisation+purpose": { organisation: uscc, purpose: "data-check" },
  "role.none": { role: "operator" },
  "role+action": { role: "countyOffice", action: "read.mandate.read" },
  "action+day": { action: "alert.raised", from: "2024-05-04", to: "2024-05-06" },
});

const deepPages = 40;

/** The cursor behind so many full pages, as somebody gets there who presses "next". */
const deepCursor = async (rig: Rig, filters: EventFilters): Promise<string> => {
  let cursor: string | undefined;
  for (let page = 0; page < deepPages; page += 1) {
    const { next } = await findEvents(rig.services.reads, filters, { cursor, limit: 100 });
    assert.ok(next, `page ${page + 2} of ${JSON.stringify(filters)}`);
    cursor = next;
  }
  return cursor ?? "";
};

const figuresOf = async (rig: Rig, name: string, filters: EventFilters, cursor?: string): Promise<Figure[]> => {
  const ask = () => findEvents(rig.services.reads, filters, { cursor, limit });
  const sets = [await statementsOf(ask)];
  const times: number[] = [];
  const ours = async (): Promise<number> => {
    const started = performance.now();
    let n = 0;
    for (; performance.now() - started < seconds * 1000; n += 1) {
      const begun = performance.now();
      await ask();
      times.push(performance.now() - begun);
    }
    return n / ((performance.now() - started) / 1000);
  };
  const values = await alternate(rig.sizes.rounds, { ours, same: () => sameSql(rig, sets, seconds) }, 1);
  const line = `audit.${name}`;
  const all = Float64Array.from(times);
  return [
    compareRates({ line, unit: "a second" }, values.ours, values.same),
    alone({ line: `${line}.p50`, unit: "ms" }, [percentile(all, 0.5)]),
    // A search that takes longer than this is felt as slow.
    alone({ line: `${line}.p99`, unit: "ms", budget: 500, floor: 1 }, [percentile(all, 0.99)]),
  ];
};

/** The auditor's searches over `sizes.events` events, against the same statements sent bare. */
export async function* auditSearchFigures(rig: Rig, pause?: () => Promise<void>): AsyncGenerator<Figure> {
  await ensureRegister(rig);
  const { superuser, sizes, say } = rig;
  const { rows } = await superuser.query<{ uscc: string; last: number }>(
    "select uscc, (select max(organisation_id) from organisation)::integer as last from organisation where organisation_id = 3",
  );
  const { uscc, last } = rows[0]!;
  await fillEvents({
    client: superuser,
    events: sizes.events,
    organisations: last,
    seed,
    say,
    ...(pause ? { pause } : {}),
  });
  const deep = { organisation: "platform" } as const;
  for (const [name, filters] of Object.entries(searches(uscc, `mandate:${await anyMandate(rig)}`))) {
    await pause?.();
    yield* await figuresOf(rig, name, filters);
  }
  for (const [name, filters] of Object.entries({ newest: {}, actor: { actor: accountNo(1) }, platform: deep })) {
    await pause?.();
    yield* await figuresOf(rig, `${name}.deep`, filters, await deepCursor(rig, filters));
  }
}

const anyMandate = async ({ superuser }: Rig): Promise<string> =>
  (
    await superuser.query<{ id: string }>(
      "select substr(object, 9) as id from event where action = 'mandate.asked' order by at desc limit 1",
    )
  ).rows[0]?.id ?? "0";
