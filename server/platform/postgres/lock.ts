import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const take = (name: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    // An abstract socket: no file, and the kernel frees it the instant its holder dies, however it dies.
    server.listen(`\0chengxin-${name}`, () => resolve(server));
  });

/**
 * Runs `work` while no other process on this machine runs under the same lock.
 * Waits up to `patience` milliseconds for the present holder.
 */
export const underLock = async <T>(name: string, work: () => Promise<T>, patience = 180_000): Promise<T> => {
  const deadline = performance.now() + patience;
  let server = await take(name);
  while (!server) {
    if (performance.now() > deadline)
      throw new Error("another process has been starting or stopping this database for minutes");
    await sleep(20);
    server = await take(name);
  }
  try {
    return await work();
  } finally {
    const held = server;
    await new Promise<void>((resolve) => held.close(() => resolve()));
  }
};
