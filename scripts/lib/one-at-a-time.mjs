import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./project.mjs";

const take = (name) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });

/** Runs `work` while no other script of this checkout does the same work. The kernel frees an abstract socket however its holder ends (Linux only). */
export const oneAtATime = async (what, work) => {
  if (process.platform !== "linux") return work();
  const name = `\0chengxin-${what}-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`;
  let server = await take(name);
  while (!server) {
    await sleep(100);
    server = await take(name);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
};
