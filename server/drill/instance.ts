import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const program = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** The programs of the drill see its own folder and nothing of the caller's settings. */
const environment = (dataDir: string): Record<string, string> => ({
  PATH: "/usr/local/bin:/usr/bin:/bin",
  DATA_DIR: dataDir,
  DEMO: "off",
  PORT: "0",
  RATE_LIMIT: "off",
});

export interface Instance {
  readonly url: string;
  readonly pid: number;
  /** Kills the database outright, as a power cut would end it. */
  killDatabase(): void;
  ready(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts the service on a folder of its own and waits until it says where it is. */
export const startInstance = async (
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Instance> => {
  const child: ChildProcess = spawn(process.execPath, [program("main.ts")], {
    env: { ...environment(dataDir), ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  const address = Promise.withResolvers<string>();
  createInterface({ input: child.stderr! }).on("line", (line) => {
    said.push(line);
    const url = /http:\/\/\S+:\d+/.exec(line)?.[0];
    if (url) address.resolve(url);
  });
  child.once("exit", () => address.reject(new Error(`the instance ended: ${said.join("\n")}`)));
  const url = await address.promise;
  return {
    url,
    pid: child.pid ?? 0,
    killDatabase: () =>
      void process.kill(
        Number(readFileSync(join(dataDir, "pg", "data", "postmaster.pid"), "utf8").split("\n")[0]),
        "SIGKILL",
      ),
    ready: async () => (await fetch(`${url}/healthz`).catch(() => null))?.status === 200,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
};

/** Takes a backup by the command that operators use. @returns its folder */
export const backUp = async (dataDir: string, to: string): Promise<string> => {
  const child = spawn(process.execPath, [program("backup.ts"), "--to", to], {
    env: environment(dataDir),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the backup failed: ${err.trim()}`);
  return out.trim();
};

export const eventually = async (what: string, holds: () => Promise<boolean>, patience = 120_000): Promise<void> => {
  const deadline = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`did not come true: ${what}`);
    await sleep(20);
  }
};
