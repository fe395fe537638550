import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { witnessSigner, type Signer } from "@chengxin/verifier/test/sign.ts";
import { movableClock } from "../../test/account-site.ts";
import { operator } from "../../witness/witness-rig.ts";
import { publishedKeys } from "../keys.ts";
import { logForThisFile } from "../log-rig.ts";
import { placeWaiting } from "../round.ts";
import { addWitness, listWitnesses, presentPolicy, removeWitness, setQuorum, type Witness } from "./configure.ts";
import { publish, shownCheckpoint } from "./publish.ts";
import { keepOutcome } from "./witness-state.ts";

const clock = movableClock("2026-12-01T08:00:00Z");
const rig = logForThisFile(clock);
const by = () => ({ actor: operator, at: clock.now() });
const seconds = (n: number): void => clock.forward(n * 1000);

const signers = new Map<string, Signer>();
const add = async (name: string): Promise<void> => {
  const signer = witnessSigner(`${name}.example/witness`);
  signers.set(signer.vkey, signer);
  await addWitness(rig.database, { name, url: "https://witness.example", vkey: signer.vkey }, by());
};
const witness = async (name: string): Promise<Witness> => {
  const found = (await listWitnesses(rig.database)).find((one) => one.name === name);
  assert.ok(found);
  return found;
};

const grow = async (): Promise<number> => {
  await rig.log(1);
  return (await placeWaiting(rig.services))?.size ?? 0;
};
const cosign = async (name: string, size: number): Promise<void> => {
  const its = await witness(name);
  const { rows } = await rig.database.pool.query<{ note: string }>("select note from log_checkpoint where size = $1", [
    size,
  ]);
  const text = (rows[0]?.note ?? "").split("\n\n")[0];
  const cosignature = { time: 1_798_900_000, line: signers.get(its.vkey)?.line(`${text}\n`) ?? "" };
  await keepOutcome({ ...rig.services, database: rig.database }, its, { kind: "cosigned", size, cosignature });
};
const choose = async (): Promise<void> => {
  const policy = await presentPolicy(rig.database);
  if (policy.quorum === 0) return;
  const client = await rig.database.pool.connect();
  try {
    await publish(client, rig.services.log.logNo, policy, clock.now());
  } finally {
    client.release();
  }
};
const shown = async (): Promise<{ size: number; cosigners: number }> => {
  const found = await shownCheckpoint(rig.database, rig.services.log.logNo, clock.now());
  assert.ok(found);
  const [key] = await publishedKeys(rig.database, rig.services.log.origin);
  const trust = await trustIn([key?.vkey ?? ""], [...signers.keys()], 0);
  const opened = await openCheckpoint(found.note, trust);
  assert.equal(opened.size, found.size);
  return { size: opened.size, cosigners: opened.cosigners.length };
};

test("without a quorum the newest is shown, with whoever cosigned it", async () => {
  await add("邻市");
  const size = await grow();
  assert.deepEqual(await shown(), { size, cosigners: 0 });
  await cosign("邻市", size);
  assert.deepEqual(await shown(), { size, cosigners: 1 });
});

test("with one, the newest that has it is shown for ten seconds after it was overtaken, then the newest", async () => {
  await add("日报");
  await setQuorum(rig.database, 2, by());
  const size = await grow();
  await choose();
  assert.deepEqual(await shown(), { size, cosigners: 0 }, "begins with what was newest");
  await cosign("邻市", size);
  await cosign("日报", size);
  await choose();
  assert.deepEqual(await shown(), { size, cosigners: 2 });
  seconds(3600);
  await choose();
  const next = await grow();
  await cosign("邻市", next);
  for (let passed = 0; passed <= 10; passed += 2) {
    await choose();
    assert.deepEqual(await shown(), { size, cosigners: 2 }, `${passed} s`);
    seconds(2);
  }
  await choose();
  assert.deepEqual(await shown(), { size: next, cosigners: 1 });
  await cosign("日报", next);
  const last = await grow();
  await choose();
  assert.deepEqual(await shown(), { size: next, cosigners: 2 });
  await cosign("邻市", last);
  await cosign("日报", last);
  await choose();
  assert.deepEqual(await shown(), { size: last, cosigners: 2 });
});

test("when nobody chooses any more the newest is shown, and what follows does not go back behind it", async () => {
  const [before] = [await shown()];
  const overtaken = await grow();
  await choose();
  assert.equal((await shown()).size, before.size);
  seconds(20);
  const newest = await grow();
  assert.equal((await shown()).size, newest);
  await cosign("邻市", overtaken);
  await cosign("日报", overtaken);
  await choose();
  assert.equal((await shown()).size, newest);
});

test("a clock set back an hour, and one set forward, take nothing back", async () => {
  for (const by of [-3600, 3600, -3600, 7200]) {
    const newest = await grow();
    const { size } = await shown();
    seconds(by);
    await choose();
    assert.ok((await shown()).size >= size);
    seconds(11);
    await choose();
    assert.equal((await shown()).size, newest);
  }
});

test("a witness that is removed counts no more; one that is needed can't be removed", async () => {
  await assert.rejects(removeWitness(rig.database, "日报", by()), /2 have to cosign, and 1 would be left/);
  await assert.rejects(setQuorum(rig.database, 3, by()), /from 0 to 2/);
  await assert.rejects(setQuorum(rig.database, Number.NaN, by()), /from 0 to 2/);
  const size = await grow();
  await cosign("日报", size);
  await choose();
  await setQuorum(rig.database, 1, by());
  await removeWitness(rig.database, "日报", by());
  await choose();
  assert.deepEqual(await shown(), { size, cosigners: 0 });
});

test("whatever order things happen in, what is shown never goes back", async () => {
  await add("大学");
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.constant("grow" as const) },
    { weight: 4, arbitrary: fc.constant("choose" as const) },
    { weight: 2, arbitrary: fc.constantFrom("邻市" as const, "大学" as const) },
    { weight: 2, arbitrary: fc.constantFrom(0, 1, 4, 9, 16) },
    { weight: 1, arbitrary: fc.constantFrom("quorum 0" as const, "quorum 1" as const, "quorum 2" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 40 }), fc.nat(3), async (actions, lag) => {
      const sizes = [await grow()];
      let last = (await shown()).size;
      for (const one of actions) {
        if (one === "grow") sizes.push(await grow());
        else if (one === "choose") await choose();
        else if (typeof one === "number") seconds(one);
        else if (one.startsWith("quorum")) await setQuorum(rig.database, Number(one.at(-1)), by());
        else await cosign(one, sizes[Math.max(0, sizes.length - 1 - lag)] ?? 0);
        const { size } = await shown();
        assert.ok(size >= last, `${size} after ${last}`);
        last = size;
      }
    }),
    { numRuns: 15 },
  );
});
