import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { identifyProcess } from "./platform/postgres/process-identity.ts";

interface Service {
  readonly child: ChildProcess;
  readonly url: string;
  readonly said: string[];
}

const root = fileURLToPath(new URL("..", import.meta.url));
const folders: string[] = [];
const children = new Set<ChildProcess>();
const newDataDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-main-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
};

const launch = (
  env: Record<string, string>,
  command: readonly string[] = ["server/main.ts"],
): { child: ChildProcess; said: string[] } => {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, PORT: "0", DEMO: "off", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.add(child);
  const said: string[] = [];
  if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  return { child, said };
};

const eventually = async <T>(what: string, find: () => T | Promise<T>, patience = 30_000): Promise<NonNullable<T>> => {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (performance.now() > deadline) assert.fail(`did not come true: ${what}`);
    await sleep(25);
  }
};

/** Starts the service and waits until it says where it is. */
const start = async (env: Record<string, string>, command?: readonly string[]): Promise<Service> => {
  const { child, said } = launch(env, command);
  const url = await eventually("the address is printed", () => {
    if (child.exitCode !== null) assert.fail(`the service ended: ${said.join("\n")}`);
    return said.map((line) => /http:\/\/\S+:\d+/.exec(line)?.[0]).find((found) => found !== undefined);
  });
  return { child, url, said };
};

const stop = async ({ child }: Service, signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
  const ended = once(child, "exit");
  child.kill(signal);
  assert.deepEqual(await ended, [0, null]);
};

const status = async (url: string): Promise<number> => (await fetch(url).catch(() => null))?.status ?? 0;
const postgresOf = (dataDir: string): number =>
  Number(/^\d+/.exec(readFileSync(join(dataDir, "pg", "data", "postmaster.pid"), "utf8"))?.[0]);

after(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  for (const folder of folders) {
    const cluster = join(folder, "pg", "data");
    if (existsSync(cluster))
      await eventually("PostgreSQL ends", () => !existsSync(join(cluster, "postmaster.pid"))).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
});

test("it starts, answers, and at SIGTERM and at Ctrl-C gives everything back and ends with 0", async () => {
  const dataDir = newDataDir();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const service = await start({ DATA_DIR: dataDir });
    assert.equal(await status(`${service.url}/healthz`), 200);
    assert.equal(await status(`${service.url}/api/v1/openapi.json`), 200);
    const postgres = postgresOf(dataDir);
    await stop(service, signal);
    assert.equal(identifyProcess(postgres), null);
  }
});

test("whoever asks before it is ready is told to wait, and Ctrl-C then is obeyed too", async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const dataDir = newDataDir();
  const { child } = launch({ DATA_DIR: dataDir, PORT: String(port) });
  const early = await eventually("it listens", () => status(`http://127.0.0.1:${port}/healthz`));
  assert.equal(early, 503);
  const ended = once(child, "exit");
  child.kill("SIGINT");
  assert.deepEqual(await ended, [0, null]);
  assert.ok(!readdirSync(join(dataDir, "pg", "data")).includes("postmaster.pid"));
});

test("after kill -9 the next start recovers", async () => {
  const dataDir = newDataDir();
  const first = await start({ DATA_DIR: dataDir });
  const orphan = postgresOf(dataDir);
  const ended = once(first.child, "exit");
  first.child.kill("SIGKILL");
  await ended;
  const second = await start({ DATA_DIR: dataDir });
  assert.equal(identifyProcess(orphan), null);
  assert.equal(await status(`${second.url}/healthz`), 200);
  await stop(second);
});

test("while PostgreSQL is dead it says so with 503, and answers again by itself", async () => {
  const dataDir = newDataDir();
  const service = await start({ DATA_DIR: dataDir });
  const statistics = `${service.url}/api/v1/organisations/91210600000000000X`;
  assert.notEqual(await status(statistics), 503);
  const seen = new Set<number>();
  process.kill(postgresOf(dataDir), "SIGKILL");
  await eventually("it says 503", async () => seen.add(await status(`${service.url}/healthz`)).has(503));
  await eventually("it is ready again", async () => (await status(`${service.url}/healthz`)) === 200);
  assert.notEqual(await status(statistics), 503);
  assert.deepEqual(
    [...seen].filter((code) => code !== 200 && code !== 503),
    [],
    "never a broken connection or another failure",
  );
  await stop(service);
});

test("when the script that started it is killed, it stops by itself", async () => {
  const dataDir = newDataDir();
  const service = await start({ DATA_DIR: dataDir }, ["scripts/run.mjs", "server/main.ts"]);
  const postgres = postgresOf(dataDir);
  service.child.kill("SIGKILL");
  await eventually("PostgreSQL is gone", () => identifyProcess(postgres) === null);
  assert.equal(await status(`${service.url}/healthz`), 0);
});

test("a port in use, and faulty settings, are told in plain lines without a stack", async () => {
  const taken = createServer().listen(0, "127.0.0.1").unref();
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const cases = [
    [{ DATA_DIR: newDataDir(), PORT: String(port) }, /port \d+ is in use/],
    [{ PORT: "x", DEMO: "perhaps" }, /PORT: .*\nDEMO: /],
    [{ DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/none" }, /DATABASE_URL/],
  ] as const;
  for (const [env, words] of cases) {
    const { child, said } = launch(env);
    assert.deepEqual(await once(child, "close"), [1, null]);
    assert.match(said.join("\n"), words);
    assert.doesNotMatch(said.join("\n"), /\n\s+at |secret/);
  }
});

test("what people send reaches no log: names, codes, queries, bodies, tokens, passwords; nor any metric", async () => {
  const dataDir = newDataDir();
  const service = await start({ DATA_DIR: dataDir, METRICS_PORT: "0" });
  const metrics = await eventually("the metrics are told", () =>
    service.said.map((line) => /http:\/\/\S+\/metrics/.exec(line)?.[0]).find((found) => found !== undefined),
  );
  const planted = [
    "210602199001011234",
    "91210602MARKED1234",
    "标记有限公司",
    "marked-token",
    "marked-password",
    "marked-agent",
  ];
  const [number, code, name] = planted.map(encodeURIComponent);
  for (const path of [
    `/api/v1/organisations?q=${number}`,
    `/api/v1/organisations?q=${name}`,
    `/organisations/${code}`,
    `/api/v1/organisations/${code}`,
    `/api/v1/nothing/${number}`,
    `/${name}?token=marked-token`,
    `/?q=${name}`,
    `/api/v1/records?organisation=${code}&kind=x`,
    `/api/v1/records?cursor=marked-token`,
    `/open-data/${name}/${code}`,
    `/api/v1/%ff${code}`,
  ]) {
    for (const method of ["GET", "POST", "DELETE"]) {
      const answer = await fetch(`${service.url}${path}`, {
        method,
        headers: {
          authorization: "Bearer marked-token",
          cookie: "session=marked-token; chengxin=marked-token",
          "user-agent": "marked-agent",
          referer: `${service.url}/?q=${name}`,
          "x-forwarded-for": "203.0.113.77",
          ...(method === "POST" ? { "content-type": "application/json", origin: service.url } : {}),
        },
        ...(method === "POST"
          ? { body: JSON.stringify({ account: "标记有限公司", password: "marked-password" }) }
          : {}),
      });
      await answer.arrayBuffer();
    }
  }
  const told = await (await fetch(metrics)).text();
  assert.match(told, /route="\/api\/v1\/organisations"/);
  assert.equal(await status(`${service.url}/metrics`), 404, "the portal's address does not tell them");
  assert.equal(await status(`${service.url}/livez`), 200);
  process.kill(postgresOf(dataDir), "SIGKILL");
  await status(`${service.url}/api/v1/organisations?q=${name}`);
  await eventually("it is ready again", async () => (await status(`${service.url}/healthz`)) === 200);
  await stop(service);
  const logs = [join(dataDir, "logs"), join(dataDir, "pg"), join(dataDir, "pg", "data", "log")]
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".log"))
        .map((file) => join(folder, file)),
    )
    .map((file) => readFileSync(file, "utf8"))
    .join("");
  assert.match(logs, /"route":"\/api\/v1\/organisations"/);
  const everything = `${logs}${service.said.join("\n")}${told}`;
  for (const mark of [...planted, ...planted.map(encodeURIComponent), "203.0.113.77"])
    assert.ok(!everything.includes(mark), mark);
});
