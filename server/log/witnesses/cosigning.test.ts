import assert from "node:assert/strict";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { eventually } from "../../drill/instance.ts";
import { openWitnessRig, operator, type WitnessRig } from "../../witness/witness-rig.ts";
import { accountWith } from "../../audit/audit-rig.ts";
import { addLog } from "../../witness/witnessed-logs.ts";
import { continueLog } from "../continue-log.ts";
import { publishedKeys } from "../keys.ts";
import { asSuperuserOf, logForThisFile } from "../log-rig.ts";
import { LogStands, placeWaiting } from "../round.ts";
import { logWork } from "../work.ts";
import { addWitness } from "./configure.ts";
import { Cosigning } from "./cosigning.ts";
import { showWitnesses } from "./witness-state.ts";

const rig = logForThisFile();
let neighbour: WitnessRig;
let url: string;
/** Takes every connection and never answers. */
let hanging: Server;
const held = new Set<Socket>();
before(async () => {
  neighbour = await openWitnessRig();
  neighbour.clock.forward(Date.now() - neighbour.clock.now().getTime());
  url = `${await neighbour.app.listen({ port: 0, host: "127.0.0.1" })}/witness`;
  hanging = createServer((socket) => void held.add(socket)).listen(0, "127.0.0.1");
  await once(hanging, "listening");
});
after(async () => {
  for (const socket of held) socket.destroy();
  hanging.close();
  await neighbour.close();
});

const errors: unknown[] = [];
const warnings: string[] = [];
const begin = (): Cosigning => {
  const cosigning = new Cosigning({
    ...rig.services,
    database: rig.database,
    onError: (error) => void errors.push(error),
    warn: (facts, message) => void warnings.push(`${message} ${JSON.stringify(facts)}`),
    everyMs: 50,
  });
  cosigning.start();
  return cosigning;
};
const cosignedBy = async (name: string): Promise<number> =>
  (await showWitnesses(rig.database, rig.services.clock)).witnesses.find((one) => one.name === name)?.cosignedSize ??
  -1;
const grow = async (): Promise<{ size: number; ms: number }> => {
  await rig.log(1);
  const begun = performance.now();
  const size = (await placeWaiting(rig.services))?.size ?? 0;
  return { size, ms: performance.now() - begun };
};

test("one that hangs delays neither signing, nor the other witnesses, nor the stop; of two processes one asks", async () => {
  const by = { actor: operator, at: new Date() };
  const [key] = await publishedKeys(rig.database, rig.services.log.origin);
  await addLog(neighbour.fresh.database, rig.services.log.origin, key?.vkey ?? "", by);
  const { vkey } = witnessSigner("hangs.example/witness");
  await addWitness(
    rig.database,
    { name: "挂起", url: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`, vkey },
    by,
  );
  await addWitness(rig.database, { name: "邻市", url, vkey: neighbour.vkey }, by);
  await grow();
  const both = [begin(), begin()];
  for (let n = 0; n < 5; n++) {
    const { size, ms } = await grow();
    assert.ok(ms < 2000, `${ms} ms`);
    await eventually("the other one has cosigned", async () => (await cosignedBy("邻市")) >= size, 5000);
  }
  assert.ok(held.size >= 1 && held.size <= 2, `${held.size} connections`);
  await eventually(
    "the one that hangs is given up",
    () => Promise.resolve(warnings.some((line) => line.includes("timeout"))),
    12_000,
  );
  const begun = performance.now();
  await Promise.all(both.map((one) => one.stop()));
  assert.ok(performance.now() - begun < 1500);
  assert.deepEqual(errors, []);
  assert.equal(warnings.length, 1, warnings.join("\n"));
});

test("started again it goes on from what is stored", async () => {
  const { size } = await grow();
  const cosigning = begin();
  await eventually("cosigned", async () => (await cosignedBy("邻市")) === size, 5000);
  await cosigning.stop();
});

test("a database set back, its guard's file lost with it, is brought to a stand by what the witness shows", async () => {
  const before = await cosignedBy("邻市");
  await asSuperuserOf(rig.fresh, async (client) => {
    await client.query("set session_replication_role = replica");
    for (const table of ["log_cosignature", "log_witness_state", "log_checkpoint", "log_tile"])
      await client.query(`delete from ${table}`);
    await client.query("update log_group set log_no = null, first_index = null");
    await client.query("delete from log_group where group_no > (select min(group_no) from log_group)");
  });
  rmSync(rig.services.guardPath);
  const { size } = await grow();
  assert.ok(size < before, "it has signed another past, as nothing here tells it otherwise");
  const cosigning = begin();
  await eventually(
    "the witness's proof is noted",
    async () => (await showWitnesses(rig.database, rig.services.clock)).contradictions === 1,
    10_000,
  );
  await cosigning.stop();
  await rig.log(1);
  await assert.rejects(
    placeWaiting(rig.services),
    (error) => error instanceof LogStands && error.reason === "contradicted" && error.message.includes("邻市"),
  );
  assert.ok(warnings.some((line) => line.includes("contradicted.ahead")));
  const work = logWork(rig.database);
  assert.deepEqual(
    (await work(accountWith("auditor"), rig.services.clock.today())).map(({ code, count }) => [code, count]),
    [["log.contradicted", 1]],
  );
  assert.deepEqual(await work(accountWith("creditOffice"), rig.services.clock.today()), []);
});

test("the log that takes its place continues what the witness proved, and finds its way to the same witnesses", async () => {
  const cosigning = begin();
  const by = { actor: operator, at: new Date() };
  const proven = await rig.database.pool.query<{ size: number }>("select size from log_contradiction");
  const { log, continues } = await continueLog(rig.services, by, "test.invalid/log", null);
  assert.equal(continues.size, proven.rows[0]?.size);
  assert.equal(continues.origin, rig.services.log.origin);
  const [key] = await publishedKeys(rig.database, log.origin);
  await addLog(neighbour.fresh.database, log.origin, key?.vkey ?? "", by);
  const { size } = await grow();
  assert.ok(size >= 2);
  await eventually("cosigned", async () => (await cosignedBy("邻市")) === size, 10_000);
  await cosigning.stop();
  assert.deepEqual(await logWork(rig.database)(accountWith("auditor"), rig.services.clock.today()), []);
  assert.deepEqual(errors, []);
});
