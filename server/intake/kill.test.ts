import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { intakeRig, penaltyCsv, registerCsv, stateOf, type IntakeRig, type PenaltyFields } from "./intake-rig.ts";
import type { Receipt } from "./receipt.ts";

const child = fileURLToPath(new URL("./import-child.ts", import.meta.url));
const rigs: IntakeRig[] = [];
const freshRig = async (): Promise<IntakeRig> => {
  const rig = await intakeRig();
  rigs.push(rig);
  return rig;
};
after(() => Promise.all(rigs.map((rig) => rig.close())));

/** Resolves when a further chunk is stored: a kill then falls between two chunks, however fast the machine is. */
const anotherChunk = async (rig: IntakeRig): Promise<void> => {
  const stored = async (): Promise<number> =>
    (await rig.rows<{ n: number }>("select count(*)::integer as n from batch_chunk"))[0]?.n ?? 0;
  const before = await stored();
  const deadline = performance.now() + 30_000;
  while ((await stored()) === before && performance.now() < deadline) await sleep(2);
};

/** Runs the import in a process; kills it so many milliseconds after it began to import, or after a further chunk, or lets it end. */
const run = async (
  rig: IntakeRig,
  path: string,
  item: string,
  killAfter: number | "chunk" | null,
): Promise<{ receipt: Receipt | null; ms: number }> => {
  const running = spawn(
    process.execPath,
    [child, JSON.stringify({ appUrl: rig.fresh.appUrl, dataDir: rig.folder, path, item, chunkBytes: 16_384 })],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let out = "";
  let errors = "";
  let began = 0;
  running.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (began > 0 || !out.includes("ready")) return;
    began = performance.now();
    if (killAfter === null) return;
    void (killAfter === "chunk" ? anotherChunk(rig) : sleep(killAfter)).then(() => running.kill("SIGKILL"));
  });
  running.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => running.on("close", resolve));
  if (code !== 0 && killAfter === null) assert.fail(`the import failed:\n${errors}`);
  const line = out.split("\n")[1];
  return { receipt: line ? (JSON.parse(line) as Receipt) : null, ms: performance.now() - began };
};

/** The counts of a receipt and what it says, without names of files and numbers of batches. */
const essence = (receipt: Receipt | null): unknown => {
  assert.ok(receipt);
  const { batch: _batch, rejects, receipt: _file, ...rest } = receipt;
  return { ...rest, hasRejects: rejects !== null && existsSync(rejects) };
};

const penalties = (n: number): string =>
  penaltyCsv(
    Array.from({ length: n }, (_, i): PenaltyFields => {
      const decided = i % 50 === 7 ? "2026-02-30" : "2026-05-06";
      // every third decision comes twice, the second time with another fine
      return {
        org: (i * 31) % 211,
        no: `测罚〔2026〕${i % 3 === 2 ? i - 2 : i}号`,
        fine: String(1 + (i % 3)),
        decided,
        name: i % 40 === 0 ? "样例另一个名称公司" : `测试样例${(i * 31) % 211}号有限公司`,
      };
    }),
  );
const register = (n: number): string =>
  registerCsv(
    Array.from({ length: n }, (_, i) => ({
      org: i % 4 === 3 ? i - 3 : i,
      name: `样例${i % 4 === 3 ? `新${i - 3}` : i}号公司`,
      former: i % 9 === 0 ? `样例旧${i}号厂` : "",
    })),
  );

for (const [item, content] of [
  ["penalty", penalties(4000)],
  ["organisation", register(1500)],
] as const) {
  test(`an import of ${item} that is killed again and again ends in the same state and with the same receipt as one that isn't`, async () => {
    const undisturbed = await freshRig();
    const expected = await run(undisturbed, undisturbed.file("file.csv", content), item, null);
    const state = await stateOf(undisturbed);
    let kills = 0;
    let partly = 0;
    for (let round = 0; round < 2; round++) {
      const rig = await freshRig();
      const path = rig.file("file.csv", content);
      let receipt: Receipt | null = null;
      for (let attempt = 0; receipt === null; attempt++) {
        const ended = await run(
          rig,
          path,
          item,
          attempt === 0 ? "chunk" : attempt < 4 ? Math.random() * expected.ms : null,
        );
        receipt = ended.receipt;
        if (receipt === null) kills++;
        const [stored] = await rig.rows<{ n: number }>("select count(*)::integer as n from batch_chunk");
        if (receipt === null && (stored?.n ?? 0) > 0) partly++;
      }
      assert.deepEqual(essence(receipt), essence(expected.receipt));
      assert.deepEqual(await stateOf(rig), state);
      assert.equal((await rig.rows("select from batch")).length, 1, "it is one batch, gone on with");
      // killed between receipt and end mark, the same batch is told once more; otherwise all is known
      const again = await run(rig, path, item, null);
      assert.ok(
        again.receipt &&
          (again.receipt.batch === receipt.batch || again.receipt.accepted + again.receipt.corrected === 0),
      );
      assert.deepEqual(await stateOf(rig), state);
    }
    assert.ok(kills >= 2, `${kills} kills`);
    assert.ok(partly >= 1, "no kill fell between chunks");
  });
}
