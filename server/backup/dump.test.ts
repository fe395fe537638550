import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { once } from "node:events";
import { systemClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db.ts";
import { migrate } from "../platform/migrate.ts";
import { accountFor } from "../platform/postgres/run-as.ts";
import { query, runProgram, write } from "./backup-rig.ts";

/** A PostgreSQL of the system's, as an operator's own server: its client programs fit it. */
const programs = ((): string | null => {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").sort() : [];
  const bin = versions.map((version) => join("/usr/lib/postgresql", version, "bin")).at(-1);
  return bin && existsSync(join(bin, "initdb")) && existsSync("/usr/bin/pg_dump") ? bin : null;
})();
const skip = programs === null ? "no PostgreSQL is installed on this machine" : false;

const folder = mkdtempSync(join(tmpdir(), "chengxin-dump-"));
chmodSync(folder, 0o755);
let port = 0;
let stop = async (): Promise<void> => {};
const url = (database: string, user = "chengxin_owner"): string =>
  `postgres://${user}:secret-word@127.0.0.1:${port}/${database}`;

before(async () => {
  if (programs === null) return;
  const account = accountFor(join(folder, "cluster"));
  const as = account ? { uid: account.uid, gid: account.gid } : {};
  const cluster = join(folder, "cluster");
  mkdirSync(cluster, { mode: 0o700 });
  if (account) chownSync(cluster, account.uid, account.gid);
  const made = spawnSync(
    join(programs, "initdb"),
    ["-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
    { cwd: cluster, encoding: "utf8", ...as },
  );
  assert.equal(made.status, 0, made.stderr);
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  ({ port } = probe.address() as AddressInfo);
  await new Promise((resolve) => probe.close(resolve));
  const child = spawn(
    join(programs, "postgres"),
    ["-D", cluster, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    { cwd: cluster, stdio: "ignore", ...as },
  );
  stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
  };
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await query(url("postgres", "postgres"), "select 1");
      break;
    } catch {
      await sleep(50);
    }
  }
  await query(url("postgres", "postgres"), "create role chengxin_owner login password 'secret-word' createrole");
  for (const name of ["chengxin", "target"])
    await query(url("postgres", "postgres"), `create database ${name} owner chengxin_owner template template0`);
  await migrate({ url: url("chengxin"), at: systemClock.now() });
  const database = openDatabase({ url: url("chengxin"), role: "chengxin_app" });
  for (const name of ["one of the server", "two of the server"]) await write(database, name);
  await database.close();
});
after(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const env = (database: string): Record<string, string> => ({
  DATABASE_URL: url(database),
  DATA_DIR: join(folder, "data"),
  DEMO: "off",
});

test("of a server of one's own a dump is taken, and goes into an empty database only", { skip }, async () => {
  const backup = runProgram("backup.ts", ["--to", join(folder, "backups")], env("chengxin"));
  assert.deepEqual(await backup.ended, [0, null], backup.said());
  const from = backup.said().trim().split("\n").at(-1) ?? "";
  assert.doesNotMatch(readFileSync(join(from, "manifest.json"), "utf8") + backup.said(), /secret-word/);

  const full = runProgram("restore.ts", ["--from", from, "--to", join(folder, "a")], env("chengxin"));
  assert.deepEqual(await full.ended, [1, null]);
  assert.match(full.said(), /is not empty/);

  const restore = runProgram("restore.ts", ["--from", from, "--to", join(folder, "b")], env("target"));
  assert.deepEqual(await restore.ended, [0, null], restore.said());
  assert.match(restore.said(), /current to event 2 /);
  assert.deepEqual(await query(url("target"), "select name from authority order by 1"), [
    { name: "one of the server" },
    { name: "two of the server" },
  ]);
  const app = openDatabase({ url: url("target"), role: "chengxin_app" });
  await write(app, "three");
  await assert.rejects(app.pool.query("delete from event"), { code: "42501" }, "the rights came along");
  await app.close();
});

test("a dump without DATABASE_URL is told in words", { skip }, async () => {
  const [name = ""] = readdirSync(join(folder, "backups"));
  const restore = runProgram("restore.ts", ["--from", join(folder, "backups", name), "--to", join(folder, "c")], {});
  assert.deepEqual(await restore.ended, [1, null]);
  assert.match(restore.said(), /set DATABASE_URL to the empty database/);
});
