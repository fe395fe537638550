import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer as createProxy, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nodeProgram, root } from "./project.mjs";

/** The path of a program, or null. */
export const programAt = (name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim() || null;

/** Runs a program for so long at most. @returns what it said */
export const runFor = (program, args, seconds) =>
  new Promise((resolve) => {
    let said = "";
    let cut = false;
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    const timer = setTimeout(() => {
      cut = true;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // it ended meanwhile
      }
    }, seconds * 1000);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += bytes));
    child.on("error", (error) => (said += error.message));
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ said, cut });
    });
  });

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The program on a scratch folder, filled with the demonstration set, on loopback; and cookies of a few people. */
export const startScanned = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chengxin-scan-"));
  chmodSync(dataDir, 0o755);
  const origin = `http://127.0.0.1:${await freePort()}`;
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    HOST: "127.0.0.1",
    PORT: new URL(origin).port,
    RATE_LIMIT: "off",
    NODE_ENV: "production",
  };
  const server = spawn(nodeProgram(), ["server/main.ts"], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const ready = () =>
    fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let n = 0; n < 600 && server.exitCode === null && !(await ready()); n++) await sleep(200);
  const made = spawnSync(nodeProgram(), ["server/test/scan-sessions.ts"], { cwd: root, env, encoding: "utf8" });
  if (made.status !== 0) {
    await stop();
    throw new Error(`no sessions could be made: ${made.stderr}`);
  }
  return { origin, stop, ready, ...JSON.parse(made.stdout.trim().split("\n").at(-1)) };
};

/** The instance as a crawler sees it that must stay signed in: forms that sign out go nowhere. @returns its address, and what ends it */
export const guardOf = async (origin) => {
  const { port } = new URL(origin);
  const guard = createProxy((asked, answer) => {
    if (asked.method === "POST" && /sign-out/.test(asked.url)) return void answer.writeHead(204).end();
    const passed = request(
      { host: "127.0.0.1", port, method: asked.method, path: asked.url, headers: asked.headers },
      (its) => {
        answer.writeHead(its.statusCode, its.headers);
        its.pipe(answer);
      },
    );
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => guard.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${guard.address().port}`,
    stop: () => {
      guard.close();
      guard.closeAllConnections();
    },
  };
};
