import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { identifyProcess } from "./postgres/process-identity.ts";

interface Held {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly owner: string;
  readonly app: string;
  readonly said: string[];
}

const folders: string[] = [];
const children = new Set<ChildProcess>();

const newDataDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-embedded-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
};

/** Starts a process that uses the PostgreSQL of `dataDir`. */
const hold = async (dataDir: string): Promise<Held> => {
  const child = spawn(process.execPath, [new URL("../test/hold-postgres.ts", import.meta.url).pathname, dataDir], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  for await (const line of createInterface({ input: child.stdout }))
    return { child, said, ...(JSON.parse(line) as { pid: number; owner: string; app: string }) };
  throw new Error(`the process ended: ${said.join("\n")}`);
};

const stop = async ({ child }: Held): Promise<void> => {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
};

const kill = async ({ child }: Held): Promise<void> => {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
};

const query = async <T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

const eventually = async (what: string, holds: () => boolean | Promise<boolean>, patience = 20_000): Promise<void> => {
  const deadline = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > deadline) assert.fail(`did not come true: ${what}`);
    await sleep(50);
  }
};

after(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  for (const folder of folders) {
    const pid = Number(/^\d+/.exec(read(join(folder, "pg", "data", "postmaster.pid")))?.[0] ?? 0);
    if (pid > 0) await eventually("PostgreSQL ends", () => identifyProcess(pid) === null).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
});

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

test("the first start makes two roles, of which the application's can't change the schema; secrets are its maker's alone", async () => {
  const dataDir = newDataDir();
  const held = await hold(dataDir);
  await query(held.owner, "create table t (n int); grant select on t to chengxin_app");
  assert.deepEqual(await query(held.app, "select * from t"), []);
  await assert.rejects(query(held.app, "create table u (n int)"), { code: "42501" });
  await assert.rejects(query(held.app.replace(/:[^:@]+@/, ":wrong@"), "select 1"), { code: "28P01" });
  assert.equal(statSync(join(dataDir, "pg", "secrets.json")).mode & 0o777, 0o600);
  assert.match(held.app, /@127\.0\.0\.1:\d+\/chengxin$/);
  const [settings] = await query<{ locale: string; listen: string }>(
    held.owner,
    "select datlocale as locale, current_setting('listen_addresses') as listen from pg_database where datname = 'chengxin'",
  );
  assert.deepEqual(settings, { locale: "C.UTF-8", listen: "127.0.0.1" });
  await stop(held);
  assert.equal(identifyProcess(held.pid), null);
});

test("processes that begin at the same instant on an empty folder share one PostgreSQL, and the last to leave stops it", async () => {
  const dataDir = newDataDir();
  const [a, b, c] = await Promise.all([hold(dataDir), hold(dataDir), hold(dataDir)]);
  assert.deepEqual([b.pid, c.pid], [a.pid, a.pid]);
  await stop(a);
  await stop(b);
  assert.deepEqual(await query(c.app, "select 1 as one"), [{ one: 1 }]);
  await stop(c);
  assert.equal(identifyProcess(c.pid), null);
});

test("after kill -9 of the only user the next start stops the orphan and goes on with what was committed", async () => {
  const dataDir = newDataDir();
  const first = await hold(dataDir);
  await query(first.owner, "create table t (n int); insert into t values (42)");
  await kill(first);
  assert.notEqual(identifyProcess(first.pid), null);
  const second = await hold(dataDir);
  assert.notEqual(second.pid, first.pid);
  assert.equal(identifyProcess(first.pid), null);
  assert.deepEqual(await query(second.owner, "select n from t"), [{ n: 42 }]);
  await stop(second);
});

test("kill -9 of one of two users leaves the other undisturbed, and a third joins it", async () => {
  const dataDir = newDataDir();
  const [a, b] = [await hold(dataDir), await hold(dataDir)];
  await kill(a);
  const c = await hold(dataDir);
  assert.equal(c.pid, b.pid);
  await stop(b);
  assert.deepEqual(await query(c.app, "select 1 as one"), [{ one: 1 }]);
  await stop(c);
  assert.equal(identifyProcess(c.pid), null);
});

test("a PostgreSQL killed while in use comes back on the same port with what was committed", async () => {
  const dataDir = newDataDir();
  const [a, b] = [await hold(dataDir), await hold(dataDir)];
  await query(a.owner, "create table t (n int); insert into t values (7)");
  process.kill(a.pid, "SIGKILL");
  await eventually(
    "it answers again",
    async () => (await query<{ n: number }>(b.owner, "select n from t").catch(() => []))[0]?.n === 7,
  );
  assert.equal([...a.said, ...b.said].filter((line) => line.includes("starting it again")).length, 1);
  await stop(a);
  await stop(b);
  assert.equal(read(join(dataDir, "pg", "data", "postmaster.pid")), "");
});

test("after kill -9 of PostgreSQL and its user together the next start recovers", async () => {
  const dataDir = newDataDir();
  const first = await hold(dataDir);
  await query(first.owner, "create table t (n int); insert into t select generate_series(1, 10000)");
  await kill(first);
  process.kill(first.pid, "SIGKILL");
  const second = await hold(dataDir);
  assert.deepEqual(await query(second.owner, "select count(*)::int as n from t"), [{ n: 10_000 }]);
  await stop(second);
});

test("pids that now belong to other processes deceive nobody", async () => {
  const dataDir = newDataDir();
  const first = await hold(dataDir);
  const address = read(join(dataDir, "pg", "data", "postmaster.pid"))
    .split("\n")
    .slice(1)
    .join("\n");
  await stop(first);
  // A machine that crashed: the files are there, and the pids have been given to somebody else (this test).
  writeFileSync(join(dataDir, "pg", "data", "postmaster.pid"), `${process.pid}\n${address}`);
  mkdirSync(join(dataDir, "pg", "users"), { recursive: true });
  writeFileSync(
    join(dataDir, "pg", "users", "stale.json"),
    JSON.stringify({ pid: process.pid, startedAt: "another-boot:1" }),
  );
  writeFileSync(join(dataDir, "pg", "users", "torn.json"), '{"pid":');
  const second = await hold(dataDir);
  assert.notEqual(second.pid, process.pid);
  await stop(second);
  assert.equal(identifyProcess(second.pid), null, "the stale user did not keep it running");
});

test("a data directory that was cut off half-made is made anew", async () => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, "pg", "new-abc", "data"), { recursive: true });
  writeFileSync(join(dataDir, "pg", "new-abc", "data", "PG_VERSION"), "18\n");
  const held = await hold(dataDir);
  await stop(held);
  assert.deepEqual(
    readdirSync(join(dataDir, "pg")).filter((name) => name.startsWith("new-")),
    [],
  );
});

test("the server's log never holds a value, though statements that fail quote it", async () => {
  const dataDir = newDataDir();
  const held = await hold(dataDir);
  const planted = "210602199001011234";
  await query(held.owner, "create table t (code text primary key check (code !~ '^[0-9]{18}$'))");
  await assert.rejects(query(held.owner, `insert into t values ('${planted}')`), { code: "23514" });
  await assert.rejects(query(held.owner, `select '${planted}x'::date`), (error: Error) =>
    error.message.includes(planted),
  );
  await assert.rejects(query(held.owner, `select * from "${planted}"`), { code: "42P01" });
  await query(held.owner, `do $$ begin raise warning '${planted}'; end $$`);
  await stop(held);
  const logs =
    readdirSync(join(dataDir, "pg", "data", "log"))
      .map((name) => read(join(dataDir, "pg", "data", "log", name)))
      .join("") + read(join(dataDir, "pg", "start.log"));
  assert.match(logs, /database system is ready/);
  assert.ok(!logs.includes(planted));
});
