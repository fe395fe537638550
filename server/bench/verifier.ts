import assert from "node:assert/strict";
import { join } from "node:path";
import { sealEvents } from "../audit/seal-events.ts";
import { streamRows } from "../audit/stream-rows.ts";
import { verifyEvents } from "../audit/verify-events.ts";
import { alternate, alone, compareRates, type Figure } from "./figure.ts";
import { fillEvents } from "./fill-events.ts";
import { seed, type Rig } from "./rig.ts";

const rows =
  "select organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac, event_id from event order by organisation_id, chain_no";

/** The verifier over a tenth of `sizes.events` true events, against reading the same rows in the same order and looking at none. */
export async function* verifierFigures(rig: Rig, pause?: () => Promise<void>): AsyncGenerator<Figure> {
  const { services, sizes, superuser, say, folder } = rig;
  const { database, clock } = services;
  const filePath = join(folder, "bench-seals.jsonl");
  await fillEvents({
    client: superuser,
    events: Math.trunc(sizes.events / 10),
    organisations: 20_000,
    seed,
    say,
    chain: database.chain(),
    ...(pause ? { pause } : {}),
  });
  await pause?.();
  const begun = performance.now();
  const seals = await sealEvents(database, filePath, clock.now());
  const sealed = seals.reduce((sum, { events }) => sum + events, 0);
  const sealRate = sealed / ((performance.now() - begun) / 1000);
  const verify = async (): Promise<number> => {
    const report = await verifyEvents({ database, clock, filePath, waitMs: 0 });
    assert.deepEqual(report.faults, []);
    return report.events / (report.milliseconds / 1000);
  };
  const read = async (): Promise<number> => {
    const from = performance.now();
    let n = 0;
    await superuser.query("begin");
    for await (const batch of streamRows<unknown[]>(superuser, rows)) n += batch.length;
    await superuser.query("rollback");
    return n / ((performance.now() - from) / 1000);
  };
  await pause?.();
  const values = await alternate(sizes.rounds, { verify, read });
  yield compareRates(
    { line: "verify.events", unit: "events a second", note: "chains and seals ÷ reading the rows" },
    values.verify,
    values.read,
  );
  yield alone({ line: "verify.seal", unit: "events a second" }, [sealRate]);
}
