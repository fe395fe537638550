import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The real program on a free port with a data directory of its own; nothing is replaced. */
export interface Instance {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly settings: Settings;
  /** Runs the import command beside the running instance, as a clerk does. @returns the receipt. */
  importFile(item: string, path: string): Promise<Receipt>;
  stop(): Promise<void>;
}

export interface Receipt {
  readonly read: number;
  readonly accepted: number;
  readonly corrected: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly turnedAway: number;
}

const program = (name: string): string => fileURLToPath(new URL(`../server/${name}`, import.meta.url));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

interface Run {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  said(): string;
  readonly ended: Promise<number>;
}

const run = (file: string, args: readonly string[], env: Settings): Run => {
  const child = spawn(process.execPath, [program(file), ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (bytes: Buffer) => (text += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (text += bytes.toString()));
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { child, said: () => text, ended };
};

const untilReady = async (origin: string, server: Run): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.child.exitCode !== null) break;
    const ready = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await wait(100);
  }
  throw new Error(`the program did not become ready:\n${server.said()}`);
};

/** Port, data directory and settings under which an instance runs, and a clerk's import beside it. */
export type Settings = Readonly<Record<string, string>>;

/** The import command as a clerk runs it, beside the running instance. */
const importBeside =
  (settings: Settings): Instance["importFile"] =>
  async (item, path) => {
    const clerk = run("import.ts", ["--item", item, "--source", "market-supervision", "--json", path], settings);
    const code = await clerk.ended;
    const last = clerk.said().trimEnd().split("\n").at(-1) ?? "";
    if (code !== 0) throw new Error(`the import ended with ${code}:\n${clerk.said()}`);
    return JSON.parse(last) as Receipt;
  };

const originOf = (settings: Settings): string => `http://127.0.0.1:${settings["PORT"]}`;

/** The instance that somebody else has started under these settings; stopping it is theirs. */
export const runningInstance = (settings: Settings): Instance => ({
  origin: originOf(settings),
  settings,
  importFile: importBeside(settings),
  stop: () => Promise.resolve(),
});

/** Starts the program and waits until it answers; without the demonstration set. @param more settings, given the address it will have */
export const startInstance = async (more: (origin: string) => Settings = () => ({})): Promise<Instance> => {
  const dataDir = mkdtempSync(join(tmpdir(), "chengxin-e2e-"));
  // PostgreSQL runs as a user of its own, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const own = { PORT: String(await freePort()), DATA_DIR: dataDir, RATE_LIMIT: "off", DEMO: "off" };
  const origin = originOf(own);
  const settings = { ...own, ...more(origin) };
  const server = run("main.ts", [], settings);
  const stop = async (): Promise<void> => {
    server.child.kill("SIGTERM");
    await server.ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(origin, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, settings, stop, importFile: importBeside(settings) };
};
