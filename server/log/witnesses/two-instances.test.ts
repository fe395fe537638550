import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openCheckpoint, trustIn, type Checkpoint } from "@chengxin/verifier/checkpoint.js";
import { eventually, startInstance, type Instance } from "../../drill/instance.ts";
import { transact } from "../../platform/db.ts";
import type { Services } from "../../services.ts";
import { beside } from "../../test/beside.ts";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { operator } from "../../witness/witness-rig.ts";
import { makeKey } from "../../witness/witness-keys.ts";
import { addLog } from "../../witness/witnessed-logs.ts";
import { presentLog, publishedKeys } from "../keys.ts";
import { logStatements } from "../log-statements.ts";
import { addWitness, setQuorum } from "./configure.ts";

/** Two instances of the whole program, each the other's witness; one of them is killed for a while. */

interface City {
  readonly name: string;
  readonly fresh: FreshDatabase;
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  instance: Instance;
  origin: string;
  logKey: string;
  witnessKey: string;
}

const cities: City[] = [];

const start = (settings: City["settings"], folder: string): Promise<Instance> => startInstance(folder, settings);

const openCity = async (name: string): Promise<City> => {
  const fresh = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), `chengxin-${name}-`));
  const settings = { DATABASE_URL: fresh.url, DATABASE_APP_URL: fresh.appUrl, DATA_DIR: folder };
  const instance = await start(settings, folder);
  const city = { name, fresh, folder, settings, instance, origin: "", logKey: "", witnessKey: "" };
  await eventually(`${name} is ready`, () => instance.ready());
  await beside(settings, async (services) => {
    const log = await presentLog(services.database.pool);
    city.origin = log?.origin ?? "";
    city.logKey = (await publishedKeys(services.database, city.origin))[0]?.vkey ?? "";
    city.witnessKey = await makeKey(services, `${name}.example/witness`, by(services));
  });
  return city;
};

const by = ({ clock }: Services) => ({ actor: operator, at: clock.now() });

/** `city` offers its log to `other`, which witnesses it. */
const witnessedBy = async (city: City, other: City): Promise<void> => {
  await beside(other.settings, (services) => addLog(services.database, city.origin, city.logKey, by(services)));
  await beside(city.settings, async (services) => {
    await addWitness(
      services.database,
      { name: other.name, url: `${other.instance.url}/witness`, vkey: other.witnessKey },
      by(services),
    );
    await setQuorum(services.database, 1, by(services));
  });
};

before(async () => {
  cities.push(...(await Promise.all([openCity("a"), openCity("b")])));
  const [a, b] = cities;
  if (!a || !b) throw new Error("there are two");
  await witnessedBy(a, b);
  await witnessedBy(b, a);
});
after(async () => {
  for (const { instance, fresh, folder } of cities) {
    await instance.stop();
    await fresh.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

const state = async ({ instance }: City) => {
  const answer = await fetch(`${instance.url}/api/v1/log/witnesses`, { headers: { "cache-control": "no-cache" } });
  assert.equal(answer.status, 200);
  return (await answer.json()) as {
    newestSize: number;
    shownSize: number;
    shownCosignatures: number;
    witnesses: { name: string; cosignedSize: number | null; failure: string | null; failingSince: string | null }[];
  };
};

const checkpoint = async (city: City, witness: City, quorum: number): Promise<Checkpoint> => {
  const answer = await fetch(`${city.instance.url}/log/checkpoint`);
  return openCheckpoint(await answer.text(), await trustIn([city.logKey], [witness.witnessKey], quorum));
};

const grow = ({ settings }: City): Promise<void> =>
  beside(settings, (services) =>
    transact(services.database, by(services), async (tx) => {
      await logStatements(tx, [{ kind: "rules", digest: "ab".repeat(32) }]);
      tx.note({ action: "test.logged", object: "log:1", data: {} });
    }),
  );

const isWitnessed = async (city: City): Promise<boolean> => {
  const { newestSize, shownSize, shownCosignatures } = await state(city);
  return newestSize === shownSize && shownCosignatures === 1;
};

test("each cosigns the other's log, and an outsider who demands that finds it in the checkpoint", async () => {
  const [a, b] = cities as [City, City];
  for (const city of [a, b]) await eventually(`${city.name} is witnessed`, () => isWitnessed(city));
  for (const [city, witness] of [
    [a, b],
    [b, a],
  ] as const) {
    const { size, cosigners } = await checkpoint(city, witness, 1);
    assert.equal(cosigners.length, 1);
    assert.equal((await state(city)).witnesses[0]?.cosignedSize, size);
    const there = await fetch(
      `${witness.instance.url}/witness/${Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(city.origin))).toString("hex")}/checkpoint`,
    );
    const seen = await openCheckpoint(await there.text(), await trustIn([city.logKey], [witness.witnessKey]));
    assert.equal(seen.size, size);
  }
});

test("cosigning makes no entries: two that witness each other come to rest", async () => {
  const [a, b] = cities as [City, City];
  const sizes = async (): Promise<string> => `${(await state(a)).newestSize} ${(await state(b)).newestSize}`;
  // what was configured is sealed within ten seconds, and the seal is an entry; a cosignature that made an event would be followed by another seal, for ever
  await eventually("nothing grows for longer than seals take", async () => {
    const before = await sizes();
    await sleep(12_000);
    return (await sizes()) === before;
  });
});

test("while its witness is dead a log goes on signing and is shown; come back, the witness catches up", async () => {
  const [a, b] = cities as [City, City];
  process.kill(b.instance.pid, "SIGKILL");
  const before = await checkpoint(a, b, 1);
  await grow(a);
  await eventually("the entry is signed", async () => (await state(a)).newestSize > before.size, 5000);
  await eventually(
    "the newest is shown, though nobody cosigned it",
    async () => (await checkpoint(a, b, 0)).size > before.size,
    20_000,
  );
  const { witnesses } = await state(a);
  assert.equal(witnesses[0]?.failure, "unreachable");
  assert.ok(witnesses[0]?.failingSince);
  await grow(a);
  // the port is the one that the other city knows
  b.instance = await start({ ...b.settings, PORT: new URL(b.instance.url).port }, b.folder);
  await eventually("it cosigns again", () => isWitnessed(a));
  const { size, cosigners } = await checkpoint(a, b, 1);
  assert.ok(size > before.size && cosigners.length === 1);
  assert.equal((await state(a)).witnesses[0]?.failure, null);
});
