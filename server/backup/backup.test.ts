import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { takeBaseBackup } from "./base-backup.ts";
import { openBackupRig, query, runProgram, write, writer, type BackupRig } from "./backup-rig.ts";
import { archiveName, manifestName, readManifest } from "./manifest.ts";
import { verifyBackup } from "./verify-backup.ts";

let rig: BackupRig;
before(async () => {
  rig = await openBackupRig();
});
after(() => rig.close());

const slots = (): Promise<{ n: string }[]> =>
  query(rig.postgres.url("superuser"), "select count(*) as n from pg_replication_slots");
const env = (): Record<string, string> => ({ DATA_DIR: rig.dataDir, DEMO: "off" });

test("a backup is taken while others write, is whole, and holds at least what was written before it began", async () => {
  await write(rig.database, "before");
  const load = writer(rig.database, "during");
  const { folder, manifest } = await rig.backup(join(rig.folder, "hot"));
  const during = load.acknowledged.length;
  await load.stop();
  assert.ok(during > 0, "the server was not held up");
  assert.deepEqual(readdirSync(join(rig.folder, "hot")), [manifest.id]);
  assert.equal(manifest.database.kind, "base-backup");
  assert.ok(Number(manifest.lastEvent?.id) > 0);
  assert.deepEqual(await verifyBackup(folder), manifest);
  assert.equal(statSync(folder).mode & 0o777, 0o700, "its maker's alone");
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  assert.deepEqual(await slots(), [{ n: "0" }]);
});

test("receipts and uploads are in the backup; keys and passwords are not, unless the keys are asked for", async () => {
  for (const [path, text] of [
    ["receipts/000001-penalty.json", "{}"],
    ["uploads/a/part.1", "rows"],
    ["keys/keys.json", '{"a":"key-encryption-key-kept-apart"}'],
  ] as const) {
    mkdirSync(join(rig.dataDir, path, ".."), { recursive: true });
    writeFileSync(join(rig.dataDir, path), text);
  }
  const { folder, manifest } = await rig.backup(join(rig.folder, "files"));
  assert.deepEqual(
    manifest.files.map(({ path }) => path),
    [archiveName, "backup_manifest", "files/receipts/000001-penalty.json", "files/uploads/a/part.1"],
  );
  const secrets = JSON.parse(readFileSync(join(rig.dataDir, "pg/secrets.json"), "utf8")) as Record<string, string>;
  const archive = spawnSync(
    process.execPath,
    [
      "-e",
      "process.stdout.write(require('zlib').zstdDecompressSync(require('fs').readFileSync(process.argv[1])))",
      join(folder, archiveName),
    ],
    { maxBuffer: 1 << 30 },
  ).stdout;
  assert.ok(archive.length > 1e7);
  assert.ok(archive.includes("SCRAM-SHA-256$"), "the search finds what is there");
  for (const secret of [...Object.values(secrets), "key-encryption-key-kept-apart"])
    assert.ok(!archive.includes(secret));

  const withKeys = await rig.backup(join(rig.folder, "files"), join(rig.dataDir, "keys/keys.json"));
  assert.equal(withKeys.manifest.keys.included, true);
  assert.match(readFileSync(join(withKeys.folder, "files/keys/keys.json"), "utf8"), /kept-apart/);
});

test("verifying finds a changed byte, a missing file, one too many, and a manifest cut off", async () => {
  const { folder } = await rig.backup(join(rig.folder, "verify"));
  const damage = async (change: (copy: string) => void, words: RegExp): Promise<void> => {
    const copy = join(rig.folder, "damaged");
    cpSync(folder, copy, { recursive: true });
    change(copy);
    await assert.rejects(verifyBackup(copy), words);
    const run = runProgram("backup.ts", ["--verify", copy], {});
    assert.deepEqual(await run.ended, [1, null]);
    assert.match(run.said(), words);
    rmSync(copy, { recursive: true });
  };
  await damage((copy) => {
    const path = join(copy, archiveName);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  }, /database\.tar\.zst is other than it was written/);
  await damage((copy) => rmSync(join(copy, archiveName)), /database\.tar\.zst is missing/);
  await damage((copy) => writeFileSync(join(copy, "more"), ""), /more is not in the manifest/);
  await damage((copy) => {
    const path = join(copy, manifestName);
    writeFileSync(path, readFileSync(path).subarray(0, 200));
  }, /manifest\.json is damaged/);
  await damage((copy) => rmSync(join(copy, manifestName)), /no whole backup/);
  await damage((copy) => appendFileSync(join(copy, "backup_manifest"), " "), /backup_manifest is other/);
});

test("a backup killed at any moment leaves nothing that looks whole, and the next one clears it away", async () => {
  const to = join(rig.folder, "killed");
  for (const patience of [0, 60, 250]) {
    const run = runProgram("backup.ts", ["--to", to], env());
    while (!existsSync(to) || !readdirSync(to).some((name) => name.startsWith("unfinished-"))) await sleep(5);
    await sleep(patience);
    run.child.kill("SIGKILL");
    await run.ended;
    for (const name of readdirSync(to)) {
      if (name.startsWith("unfinished-")) await assert.rejects(verifyBackup(join(to, name)));
      else await verifyBackup(join(to, name));
    }
  }
  const whole = await rig.backup(to);
  assert.ok(!readdirSync(to).some((name) => name.startsWith("unfinished-")));
  await verifyBackup(whole.folder);
  const deadline = performance.now() + 10_000;
  while ((await slots())[0]?.n !== "0" && performance.now() < deadline) await sleep(50);
  assert.deepEqual(await slots(), [{ n: "0" }], "no slot holds the log back for ever");
});

test("Ctrl-C ends it with 130 and nothing is left", async () => {
  const to = join(rig.folder, "stopped");
  const run = runProgram("backup.ts", ["--to", to], env());
  while (!existsSync(to) || readdirSync(to).length === 0) await sleep(5);
  run.child.kill("SIGINT");
  assert.deepEqual(await run.ended, [130, null], run.said());
  assert.deepEqual(readdirSync(to), []);
});

test("on a full disk it says so, leaves nothing, and the server goes on", async () => {
  const disk = join(rig.folder, "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "none", disk]).status === 0;
  try {
    // Without the right to mount, a limit on the size of a file: the same failure of write(2), with another code.
    const run = runProgram(
      "backup.ts",
      ["--to", disk],
      env(),
      mounted ? [] : ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh"],
    );
    assert.deepEqual(await run.ended, [1, null], run.said());
    assert.match(run.said(), mounted ? /The disk is full/ : /EFBIG/);
    assert.deepEqual(readdirSync(disk), []);
    await write(rig.database, "after the disk was full");
  } finally {
    if (mounted) spawnSync("umount", [disk]);
  }
});

test("however much is written while a slow disk takes the copy, the log it needs stays", async () => {
  await query(rig.postgres.url("owner"), "create table filler (n int, t text)");
  let bytes = 0;
  let waited: Promise<void> | null = null;
  const fill = async (): Promise<void> => {
    for (let n = 0; n < 6; n += 1) {
      await query(
        rig.postgres.url("owner"),
        "insert into filler select n, repeat(md5(n::text), 20) from generate_series(1, 60000) n",
      );
      await query(rig.postgres.url("superuser"), "checkpoint");
    }
  };
  const copy = await takeBaseBackup(rig.postgres.url("superuser"), "slow-disk", {
    write: (part) => (bytes += part.length) < 5e6 || waited !== null,
    drained: () => (waited ??= fill()),
  });
  await query(rig.postgres.url("owner"), "drop table filler");
  const [distance] = await query<{ mb: number }>(
    rig.postgres.url("superuser"),
    `select (('${copy.stopLsn}'::pg_lsn - '${copy.startLsn}'::pg_lsn) / 1e6)::float8 as mb`,
  );
  assert.ok(
    distance && distance.mb > 3 * 64,
    `${distance?.mb} MB, more than three times what the server keeps by itself`,
  );
  assert.ok(bytes > distance.mb * 1e6, "the log is in the archive");
});

test("the command takes a backup of an instance that runs, notes when, and of one that stands still", async () => {
  const run = runProgram("backup.ts", ["--to", join(rig.folder, "command")], env());
  assert.deepEqual(await run.ended, [0, null], run.said());
  const folder = run.said().trim().split("\n").at(-1) ?? "";
  const manifest = await readManifest(folder);
  const noted = JSON.parse(readFileSync(join(rig.dataDir, "last-backup.json"), "utf8")) as { id: string };
  assert.equal(noted.id, manifest.id);
  const verified = runProgram("backup.ts", ["--verify", folder], {});
  assert.deepEqual(await verified.ended, [0, null]);
  const empty = runProgram("backup.ts", [], { DATA_DIR: join(rig.folder, "nothing") });
  assert.deepEqual(await empty.ended, [1, null]);
  assert.match(empty.said(), /there is no database in/);
  const misused = runProgram("backup.ts", ["--too", "x"], env());
  assert.deepEqual(await misused.ended, [2, null]);
  assert.match(misused.said(), /npm run backup/);
});

test("files that come and go while they are copied are no fault", async () => {
  const folder = join(rig.dataDir, "receipts");
  mkdirSync(folder, { recursive: true });
  let going = true;
  const churn = (async () => {
    for (let n = 0; going; n += 1) {
      writeFileSync(join(folder, `churn-${n % 200}.part`), "rows");
      renameSync(join(folder, `churn-${n % 200}.part`), join(folder, `churn-${(n * 7) % 200}`));
      await sleep(1);
    }
  })();
  try {
    for (let n = 0; n < 2; n += 1) await verifyBackup((await rig.backup(join(rig.folder, "churn"))).folder);
  } finally {
    going = false;
    await churn;
  }
});
