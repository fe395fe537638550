import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../platform/clock.ts";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { createKeyFile } from "../platform/keys/key-file.ts";
import { openBackupRig, query, runProgram, small, write, writer, type BackupRig } from "./backup-rig.ts";
import type { BackupMade } from "./make-backup.ts";
import { manifestName } from "./manifest.ts";
import { restoreBackup } from "./restore-backup.ts";

let rig: BackupRig;
let made: BackupMade;
before(async () => {
  rig = await openBackupRig();
  createKeyFile(join(rig.dataDir, "keys/keys.json"), "aes", systemClock.now());
  await query(
    rig.postgres.url("owner"),
    `insert into data_key (purpose, version, suite, kek_version, wrapped, created_at, active_from)
     values ('backup-test', 1, 'aes', 1, decode(repeat('ab', 60), 'hex'), now(), now())`,
  );
  mkdirSync(join(rig.dataDir, "receipts"));
  writeFileSync(join(rig.dataDir, "receipts/000001-penalty.json"), "{}");
  for (const name of ["first", "second", "third"]) await write(rig.database, name);
  made = await rig.backup(join(rig.folder, "backups"));
});
after(() => rig.close());

let restores = 0;
const target = (): string => join(rig.folder, `restored-${++restores}`);

const namesIn = async (dataDir: string): Promise<string[]> => {
  const postgres = await useEmbeddedPostgres({ dataDir, settings: small });
  try {
    const rows = await query<{ name: string }>(postgres.url("app"), "select name from authority order by authority_id");
    return rows.map(({ name }) => name);
  } finally {
    await postgres.release();
  }
};

test("a restored folder is a DATA_DIR with all of it, under passwords of its own, and says up to which event it is current", async () => {
  const to = target();
  const run = runProgram("restore.ts", ["--from", made.folder, "--to", to], {});
  assert.deepEqual(await run.ended, [0, null], run.said());
  assert.match(run.said(), /authority +3\n/);
  assert.match(run.said(), /is current to event 3 of 20/);
  assert.deepEqual(await namesIn(to), ["first", "second", "third"]);
  assert.equal(readFileSync(join(to, "receipts/000001-penalty.json"), "utf8"), "{}");
  assert.deepEqual(readdirSync(to).sort(), ["pg", "receipts"]);
  assert.equal(statSync(join(to, "pg/data")).mode & 0o777, 0o700);
  assert.notEqual(
    readFileSync(join(to, "pg/secrets.json"), "utf8"),
    readFileSync(join(rig.dataDir, "pg/secrets.json"), "utf8"),
  );
});

test("every write acknowledged before the backup began is in it, and what it has of later ones has no gap", async () => {
  const load = writer(rig.database, "load");
  while (load.acknowledged.length < 20) await sleep(5);
  const before = [...load.acknowledged];
  const { folder } = await rig.backup(join(rig.folder, "backups"));
  await load.stop();
  const to = target();
  const { lastEvent } = await restoreBackup({ from: folder, to, say: () => {} });
  const names = (await namesIn(to)).filter((name) => name.startsWith("load-"));
  assert.deepEqual(names.slice(0, before.length), before);
  assert.deepEqual(names, load.acknowledged.slice(0, names.length));
  assert.ok(names.length < load.acknowledged.length || names.length > before.length);
  assert.ok(Number(lastEvent?.id) >= names.length);
});

test("a folder with anything in it is refused, what an interrupted restore left is not", async () => {
  const to = target();
  mkdirSync(join(to, "pg"), { recursive: true });
  await assert.rejects(restoreBackup({ from: made.folder, to, say: () => {} }), /is not empty/);
  assert.deepEqual(readdirSync(to), ["pg"]);
  const cut = target();
  const run = runProgram("restore.ts", ["--from", made.folder, "--to", cut], {});
  while (!existsSync(join(cut, "restoring/pg/data"))) await sleep(5);
  run.child.kill("SIGKILL");
  await run.ended;
  assert.deepEqual(readdirSync(cut), ["restoring"]);
  await restoreBackup({ from: made.folder, to: cut, say: () => {} });
  assert.deepEqual(readdirSync(cut).sort(), ["pg", "receipts"]);
});

test("a damaged backup and one of a newer version are refused, and the target stays empty", async () => {
  const copy = join(rig.folder, "copy");
  const refused = async (change: () => void, words: RegExp): Promise<void> => {
    cpSync(made.folder, copy, { recursive: true });
    change();
    const to = target();
    const run = runProgram("restore.ts", ["--from", copy, "--to", to], {});
    assert.deepEqual(await run.ended, [1, null]);
    assert.match(run.said(), words);
    assert.ok(!existsSync(to) || readdirSync(to).length === 0);
    rmSync(copy, { recursive: true });
  };
  await refused(() => appendFileSync(join(copy, "database.tar.zst"), "x"), /other than it was written/);
  await refused(() => {
    const path = join(copy, manifestName);
    writeFileSync(path, readFileSync(path, "utf8").replace('"0001-registers.sql"', '"9999-later.sql"'));
  }, /newer version/);
  await refused(() => rmSync(join(copy, manifestName)), /no whole backup/);
});

test("without the keys it says which are missing and what stays unreadable; with them it says nothing of it", async () => {
  assert.deepEqual(made.manifest.keys, { needed: [1], included: false });
  const run = runProgram("restore.ts", ["--from", made.folder, "--to", target()], {});
  await run.ended;
  assert.match(run.said(), /Key versions 1 are not in .*keys\.json/);
  assert.match(run.said(), /sealed fields can't be read/);
  const keyFile = join(rig.dataDir, "keys/keys.json");
  const apart = runProgram("restore.ts", ["--from", made.folder, "--to", target()], { KEY_FILE: keyFile });
  await apart.ended;
  assert.doesNotMatch(apart.said(), /Key versions/);
  const whole = await rig.backup(join(rig.folder, "backups"), keyFile);
  const to = target();
  const within = runProgram("restore.ts", ["--from", whole.folder, "--to", to], {});
  assert.deepEqual(await within.ended, [0, null], within.said());
  assert.doesNotMatch(within.said(), /Key versions/);
  assert.equal(statSync(join(to, "keys/keys.json")).mode & 0o777, 0o600);
});

test("on a full disk the restore says so and leaves nothing", async () => {
  const disk = join(rig.folder, "disk");
  mkdirSync(disk, { mode: 0o755 });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=20m,mode=755", "none", disk]).status === 0;
  try {
    const limit = mounted ? [] : ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh"];
    const run = runProgram("restore.ts", ["--from", made.folder, "--to", join(disk, "to")], {}, limit);
    assert.deepEqual(await run.ended, [1, null], run.said());
    assert.match(run.said(), mounted ? /The disk is full/ : /EFBIG/);
    assert.deepEqual(readdirSync(join(disk, "to")), []);
  } finally {
    if (mounted) spawnSync("umount", [disk]);
  }
});

test("the program starts on a restored folder once the key file is there", async () => {
  const source = join(rig.folder, "instance");
  const start = async (dataDir: string): Promise<{ url: string; stop: () => Promise<void> }> => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("../main.ts", import.meta.url))], {
      env: { PATH: process.env["PATH"] ?? "", DATA_DIR: dataDir, PORT: "0", DEMO: "off" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const stop = async (): Promise<void> => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    };
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      const url = /http:\/\/\S+:\d+/.exec(line)?.[0];
      if (url) {
        child.stderr.resume();
        return { url, stop };
      }
    }
    throw new Error(said.join("\n"));
  };
  const original = await start(source);
  const backup = runProgram("backup.ts", ["--to", join(rig.folder, "backups")], { DATA_DIR: source });
  assert.deepEqual(await backup.ended, [0, null], backup.said());
  const joined = await useEmbeddedPostgres({ dataDir: source });
  const noted = await query<{ actor: string; object: string }>(
    joined.url("app"),
    "select actor, object from event where action = 'backup.made'",
  );
  await joined.release();
  assert.equal(noted.length, 1, "that everything was copied is an event");
  assert.match(noted[0]?.actor ?? "", /^operator:/);
  await original.stop();
  const to = target();
  const from = backup.said().trim().split("\n").at(-1) ?? "";
  const restore = runProgram("restore.ts", ["--from", from, "--to", to], {});
  assert.deepEqual(await restore.ended, [0, null], restore.said());
  await assert.rejects(start(to), /key file .* is missing/);
  cpSync(join(source, "keys"), join(to, "keys"), { recursive: true });
  const restored = await start(to);
  assert.equal((await fetch(`${restored.url}/healthz`)).status, 200);
  await restored.stop();
  const verified = runProgram("verify-events.ts", [], { DATA_DIR: to, DEMO: "off" });
  assert.deepEqual(await verified.ended, [0, null], `the chains came along whole: ${verified.said()}`);
});
