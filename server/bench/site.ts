import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Agent, get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Rig } from "./rig.ts";

/** The real program on the rig's data, in a process of its own. */
export interface Site {
  readonly origin: string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Whether `npm start` or `npm test` has built the portal here. */
export const hasPortal = (): boolean =>
  existsSync(fileURLToPath(new URL("../../web/build/server/index.js", import.meta.url)));

const longestStartMs = 120_000;

/** Starts the program and waits until it says that it is ready and its name index is built. */
export const openSite = async (rig: Rig): Promise<Site> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [fileURLToPath(new URL("../main.ts", import.meta.url))], {
    env: {
      ...process.env,
      DATA_DIR: rig.folder,
      PORT: String(port),
      DEMO: "off",
      RATE_LIMIT: "off",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
  };
  const started = performance.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program ended: ${said}`);
    if (
      await fetch(`${origin}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    if (performance.now() - started > longestStartMs) {
      await stop();
      throw new Error(`the program is not ready after ${longestStartMs / 1000} s: ${said}`);
    }
    await wait(100);
  }
  await wait(3000); // the name index is built in the background
  return { origin, stop };
};

/** What a browser asks for, over one connection kept open. */
export const fetcher = (origin: string, accept: string): { fetch(path: string): Promise<number>; close(): void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(origin);
  return {
    fetch: (path) =>
      new Promise((resolve, reject) => {
        get({ hostname, port, path, agent, headers: { accept, "accept-encoding": "gzip, br" } }, (answer) => {
          let bytes = 0;
          answer.on("data", (part: Buffer) => (bytes += part.length));
          answer.once("end", () =>
            answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${answer.statusCode} for ${path}`)),
          );
          answer.once("error", reject);
        }).once("error", reject);
      }),
    close: () => agent.destroy(),
  };
};
