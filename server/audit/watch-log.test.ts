import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { loadCatalogue, storeCatalogue } from "../catalogue/load.ts";
import { backfillLock } from "../log/backfill.ts";
import { asSuperuserOf, logForThisFile } from "../log/log-rig.ts";
import { placeWaiting } from "../log/round.ts";
import { fixedClock } from "../platform/clock.ts";
import { findAlerts } from "./alerts.ts";
import { logWatch, watchLog } from "./watch-log.ts";

const clock = fixedClock("2026-06-01T18:30:00Z");
const rig = logForThisFile(clock);
const catalogue = await loadCatalogue("dandong");

const services = () => ({
  database: rig.database,
  keys: rig.keyring,
  catalogue,
  clock,
  guardPath: rig.services.guardPath,
});
const rows = async <T extends object>(text: string): Promise<T[]> =>
  (await rig.database.pool.query<T & object>(text)).rows;
const runs = async (): Promise<number> => (await rows("select from log_monitoring")).length;
const alerts = async () => (await findAlerts(rig.database, catalogue, clock.today(), { rule: "log", limit: 50 })).items;

const failed: unknown[] = [];
/** The program's own watch, until it has looked. */
const looked = async (): Promise<void> => {
  const watch = logWatch(services(), (error) => failed.push(error));
  watch.start();
  await sleep(300);
  await watch.stop();
};

test("the program monitors by itself once a day, and not while what is from before the log is being logged", async () => {
  await storeCatalogue(rig.database, catalogue, clock.now());
  await placeWaiting(rig.services);
  await asSuperuserOf(rig.fresh, async (other) => {
    await other.query("select pg_advisory_lock($1)", [backfillLock]);
    await looked();
    assert.equal(await runs(), 0);
  });
  await looked();
  await looked();
  assert.deepEqual([await runs(), failed], [1, []]);
});

test("a clean database raises nothing; a difference raises one alert a day, which says in both languages what to do", async () => {
  assert.equal((await watchLog(services())).differenceCount, 0);
  assert.deepEqual(await alerts(), []);
  await asSuperuserOf(rig.fresh, (owner) => owner.query("update log_statement set statement = statement || ' '"));
  const { differenceCount } = await watchLog(services());
  assert.ok(differenceCount > 0);
  await watchLog(services());
  const [alert, ...more] = await alerts();
  assert.deepEqual(more, []);
  assert.deepEqual([alert?.kind, alert?.actor, alert?.measured], ["log", "system:log", differenceCount]);
  assert.equal(alert?.from, "2026-06-01T16:00:00.000Z", "the day in Asia/Shanghai");
  assert.match(alert?.meaning.zh ?? "", /npm run log/);
  const [run] = await rows<{ differences: number; report: string }>(
    "select differences, report from log_monitoring order by run_no desc limit 1",
  );
  assert.equal(run?.differences, differenceCount);
  assert.match(run?.report ?? "", /statement\.changed/);
});
