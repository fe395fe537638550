import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import { openDisclosure } from "@chengxin/verifier/disclosure.js";
import { dayInShanghai } from "../platform/clock.ts";
import { commitBeacon } from "./beacon.ts";
import { entriesBetween } from "./bundles.ts";
import { dailyLog } from "./daily.ts";
import { leafHashes } from "./entry.ts";
import { listBeacons } from "./list-beacons.ts";
import { logForThisFile } from "./log-rig.ts";
import { placeWaiting } from "./round.ts";

let now = new Date("2026-11-28T02:00:00Z");
const rig = logForThisFile({ now: () => now, today: () => dayInShanghai(now) });

const dayEnds = (): void => void (now = new Date(now.getTime() + 24 * 3_600_000));
const list = (query: { cursor?: string; limit?: number } = {}) =>
  listBeacons({ database: rig.database }, { limit: 20, ...query }, now);
const place = async (): Promise<void> => {
  while (await placeWaiting(rig.services));
};

test("each day has one beacon, by however many processes; its place is known at once, its value when the day is over", async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => commitBeacon(rig.services)));
  assert.deepEqual(
    made.filter((day) => day !== null),
    ["2026-11-28"],
  );
  assert.deepEqual((await list()).items, [], "it has no place yet");
  await place();
  const [today] = (await list()).items;
  assert.deepEqual([today?.day, today?.log, today?.revealed], ["2026-11-28", 1, null]);
  now = new Date("2026-11-28T15:59:59Z");
  assert.equal((await list()).items[0]?.revealed, null);
  now = new Date("2026-11-28T16:00:00Z");
  const [over] = (await list()).items;
  assert.match(over?.revealed?.statement ?? "", /^beacon\n2026-11-28\n[0-9a-f]{64}\n$/);

  // the value is the one that was entered when the day began
  const { index = -1, time } = over ?? {};
  const { leaf } = await openDisclosure({ uscc: null, time, ...over?.revealed, content: null }, "beacon");
  const entry = (await entriesBetween(rig.database.sql, 1, index, index + 1)) ?? Buffer.alloc(0);
  assert.deepEqual(Buffer.from(leaf), leafHashes(entry, 1));
});

test("the value of the present day stands in no event", async () => {
  assert.equal(await commitBeacon(rig.services), "2026-11-29");
  const { rows } = await rig.database.pool.query<{ statement: string }>(
    "select s.statement from log_beacon b join log_statement s using (log_at)",
  );
  assert.equal(rows.length, 2);
  for (const { statement } of rows) {
    const value = statement.split("\n")[2] ?? "";
    const { rowCount } = await rig.database.pool.query("select from event where data::text like '%' || $1 || '%'", [
      value,
    ]);
    assert.equal(rowCount, 0);
  }
});

test("a day on which nothing ran has no beacon, nor has one that the clock goes back to; the list goes page by page", async () => {
  dayEnds();
  dayEnds();
  assert.equal(await commitBeacon(rig.services), "2026-12-01");
  now = new Date(now.getTime() - 24 * 3_600_000);
  assert.equal(await commitBeacon(rig.services), null);
  dayEnds();
  await place();
  const first = await list({ limit: 2 });
  assert.deepEqual(
    first.items.map(({ day }) => day),
    ["2026-12-01", "2026-11-29"],
  );
  const second = await list({ limit: 2, cursor: first.next ?? "" });
  assert.deepEqual([second.items.map(({ day }) => day), second.next], [["2026-11-28"], null]);
});

test("once a day both are made by themselves, at the first look and as soon as the next day is there", async () => {
  const errors: unknown[] = [];
  const daily = dailyLog(rig.services, (error) => errors.push(error));
  const stored = async () =>
    (
      await rig.database.pool.query<{ days: number; beacons: number }>(
        "select (select count(*) from log_day)::integer as days, (select count(*) from log_beacon)::integer as beacons",
      )
    ).rows[0];
  dayEnds();
  await place();
  daily.start();
  for (let i = 0; i < 200 && (await stored())?.days !== 1; i++) await wait(50);
  assert.deepEqual(await stored(), { days: 1, beacons: 4 });
  await daily.stop();
  daily.start();
  assert.deepEqual(errors, []);
});
