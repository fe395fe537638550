import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Upload } from "@chengxin/domain/upload/api.ts";
import { penaltyCsv, penaltyHeaders, stateOf, type PenaltyFields } from "../intake/intake-rig.ts";
import { parts, zipOf } from "../intake/zip-rig.ts";
import { accountOf, uploadRig, type Caller, type UploadRig } from "./upload-rig.ts";

const source = "market-supervision";
const rigs: UploadRig[] = [];
const children: ChildProcess[] = [];
const freshRig = async (options: Parameters<typeof uploadRig>[0] = {}): Promise<{ rig: UploadRig; clerk: Caller }> => {
  const rig = await uploadRig(options);
  rigs.push(rig);
  return { rig, clerk: rig.as(accountOf("departmentClerk", source)) };
};
after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(rigs.map((rig) => rig.close()));
});

const penalties = penaltyCsv(
  Array.from({ length: 1500 }, (_, i): PenaltyFields => ({
    org: (i * 31) % 211,
    no: `测罚〔2026〕${i}号`,
    decided: i % 50 === 7 ? "2026-02-30" : "2026-05-06",
  })),
);

const chunksOf = async (rig: UploadRig): Promise<number> =>
  (await rig.rows<{ n: number }>("select count(*)::integer as n from batch_chunk"))[0]?.n ?? 0;

test("a process killed while it reads a file in is followed by one that goes on: one batch, the same records, nothing twice", async () => {
  const { rig: whole, clerk: someone } = await freshRig();
  await someone.send("处罚.csv", penalties);
  await whole.readInAll();

  const { rig, clerk } = await freshRig();
  const { uploadId } = await clerk.send("处罚.csv", penalties);
  const queue = (): ChildProcess => {
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("./queue-child-rig.ts", import.meta.url)),
        JSON.stringify({ appUrl: rig.fresh.appUrl, dataDir: rig.folder, chunkBytes: 16_384 }),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    children.push(child);
    return child;
  };
  const stateNow = async (): Promise<Upload> => (await clerk.ask<Upload>("GET", `/uploads/${uploadId}`)).body;
  let kills = 0;
  const seen: number[] = [];
  for (let before = 0; kills < 3; before = await chunksOf(rig)) {
    const child = queue();
    const deadline = performance.now() + 60_000;
    while ((await chunksOf(rig)) === before && performance.now() < deadline) await sleep(2);
    child.kill("SIGKILL");
    await once(child, "close");
    kills++;
    const { state, progress } = await stateNow();
    assert.equal(state, "importing");
    seen.push(progress?.part ?? 0);
  }
  assert.ok(
    seen.every((part, n) => part > (seen[n - 1] ?? 0) && part < 1),
    `progress ${seen.join(", ")}`,
  );
  const last = queue();
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(20))
    if ((await stateNow()).state !== "importing") break;
  last.kill("SIGTERM");
  assert.deepEqual(await once(last, "close"), [0, null], "told to stop it ends by itself");
  assert.deepEqual((await stateNow()).state, "finished");
  assert.deepEqual(await rig.rows("select state, file_name from batch"), [
    { state: "finished", file_name: "处罚.csv" },
  ]);
  assert.deepEqual(await stateOf(rig), await stateOf(whole));
  assert.deepEqual(await rig.files.list(), []);
});

test("killed after the batch was finished and before the upload knew, the file is not read in again", async () => {
  const { rig, clerk } = await freshRig();
  const { uploadId } = await clerk.send("处罚.csv", penaltyCsv([{}]));
  await rig.readInAll();
  const asOwner = await rig.fresh.database.pool.connect();
  await asOwner.query("update upload set state = 'importing' where upload_id = $1", [uploadId]);
  asOwner.release();
  writeFileSync(rig.files.path(uploadId), penaltyCsv([{}]));
  await rig.readInAll();
  assert.deepEqual(await rig.rows("select count(*)::integer as n from batch"), [{ n: 1 }]);
  assert.equal((await clerk.ask<Upload>("GET", `/uploads/${uploadId}`)).body.state, "finished");
  assert.deepEqual(await rig.files.list(), []);
});

test("on a full disk what was acknowledged stays, and the upload goes on when there is room", async () => {
  const disk = mkdtempSync(join(tmpdir(), "chengxin-disk-"));
  chmodSync(disk, 0o755);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m,mode=755", "none", disk]).status === 0;
  try {
    // Without the right to mount: a reserve that the disk can't meet while a file stands there has the same answer.
    const { rig, clerk } = await freshRig(mounted ? { dataDir: disk } : {});
    const content = Buffer.alloc(2_500_000, "x");
    const { body } = await clerk.ask<Upload>("POST", "/uploads", {
      fileName: "大.csv",
      bytes: content.length,
      item: "penalty",
      source,
      fingerprint: "full",
    });
    const put = (from: number, to: number) =>
      clerk.ask<{ received: number; code: string }>(
        "PUT",
        `/uploads/${body.uploadId}/parts/${from}`,
        content.subarray(from, to),
      );
    assert.equal((await put(0, 1_000_000)).body.received, 1_000_000);
    if (!mounted) return;
    mkdirSync(join(disk, "other"));
    writeFileSync(join(disk, "other", "filler"), Buffer.alloc(1_500_000));
    const full = await put(1_000_000, 2_500_000);
    assert.deepEqual([full.status, full.body.code], [507, "upload.disk_full"]);
    assert.equal((await clerk.ask<Upload>("GET", `/uploads/${body.uploadId}`)).body.received, 1_000_000);
    const other = await clerk.ask("POST", "/uploads", {
      fileName: "又一个.csv",
      bytes: 2_000_000,
      item: "penalty",
      source,
      fingerprint: "no room",
    });
    assert.equal(other.status, 507, "a file that will not fit is refused before it is sent");
    rmSync(join(disk, "other"), { recursive: true });
    assert.equal((await put(1_000_000, 2_500_000)).body.received, 2_500_000);
    assert.equal((await clerk.ask<Upload>("POST", `/uploads/${body.uploadId}/completion`, {})).body.state, "queued");
    assert.equal((await rig.files.digest(body.uploadId, content.length)).length, 32);
  } finally {
    if (mounted) spawnSync("umount", [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
});

test("a disk that would have less than its reserve left takes nothing, though there is room", async () => {
  const { clerk } = await freshRig({ reserve: 2 ** 60 });
  await assert.rejects(clerk.send("处罚.csv", penaltyCsv([{}])), /upload\.disk_full/);
});

test("a workbook that unpacks to more than it may is refused, and the service goes on", async () => {
  const bomb = zipOf(parts(Buffer.alloc(64 * 1024 * 1024, " ")));
  const { rig, clerk } = await freshRig();
  const { uploadId } = await clerk.send("炸弹.xlsx", bomb);
  const good = await clerk.send("好.csv", penaltyCsv([{}]));
  await rig.readInAll();
  const { body } = await clerk.ask<Upload>("GET", `/uploads/${uploadId}`);
  assert.deepEqual([body.state, body.faults[0]?.code], ["refused", "file.xlsx_too_large_unpacked"]);
  assert.equal((await clerk.ask<Upload>("GET", `/uploads/${good.uploadId}`)).body.state, "finished");
});

test("what nobody went on with for a week is thrown away, a stray file too; one that waits is kept", async () => {
  const { rig, clerk } = await freshRig();
  const begun = async (fingerprint: string): Promise<string> =>
    (
      await clerk.ask<Upload>("POST", "/uploads", {
        fileName: "旧.csv",
        bytes: 10,
        item: "penalty",
        source,
        fingerprint,
      })
    ).body.uploadId;
  const [old, young] = [await begun("old"), await begun("young")];
  await rig.rows("update upload set changed_at = changed_at - interval '8 days' where upload_id = $1", [old]);
  writeFileSync(rig.files.path("stray"), "x");
  await rig.readInAll();
  assert.deepEqual(await rig.files.list(), [young]);
  assert.equal((await clerk.ask<Upload>("GET", `/uploads/${old}`)).body.state, "expired");
  assert.equal(
    (await clerk.ask<{ code: string }>("PUT", `/uploads/${old}/parts/0`, Buffer.from("x"))).body.code,
    "upload.closed",
  );
});

test("a file with column names alone is finished with nothing read, which no count hides", async () => {
  const { rig, clerk } = await freshRig();
  const { uploadId } = await clerk.send("只有列名.csv", `${penaltyHeaders.join(",")}\n`);
  await rig.readInAll();
  const { body } = await clerk.ask<Upload>("GET", `/uploads/${uploadId}`);
  assert.equal(body.state, "finished");
  assert.equal(body.progress?.rows ?? 0, 0);
});
