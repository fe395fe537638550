import type pg from "pg";
import { claimUpload } from "./claim-upload.ts";
import { expireUploads } from "./expire-uploads.ts";
import { runUpload, type RunServices } from "./run-upload.ts";

// Any number, the same in every version: who holds it reads uploads in.
const queueLock = 7_316_020_183;

/** How often a process looks for files that came through another one, and whether that one still lives. */
const pollMs = 3000;
const expireEveryMs = 3_600_000;

/**
 * Reads uploads in, one at a time over all processes on the database, department by department in turn. What a process that was killed had begun is gone on with
 * by the next one that holds the lock.
 */
export class UploadQueue {
  readonly #services: RunServices;
  readonly #onError: (error: unknown) => void;
  readonly #stop = new AbortController();
  #wake: (() => void) | null = null;
  #kicked = false;
  #running: Promise<void> = Promise.resolve();
  #expiredAt = Number.NEGATIVE_INFINITY;

  constructor(services: RunServices, onError: (error: unknown) => void) {
    this.#services = services;
    this.#onError = onError;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There is something to do. */
  kick(): void {
    this.#kicked = true;
    this.#wake?.();
  }

  /** Resolves when the import under way has come to the end of a chunk. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the service stops"));
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let failed = false;
      try {
        await this.#expire();
        await this.#work();
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#onError(error);
        failed = true;
      }
      await this.#pause(failed);
    }
  }

  /** Until it is kicked, or for a while; after a failure always for a while. */
  #pause(failed: boolean): Promise<void> {
    if (this.#stop.signal.aborted || (this.#kicked && !failed)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, pollMs);
      const wake = (): void => {
        if (!failed || this.#stop.signal.aborted) done();
      };
      this.#wake = wake;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }

  async #expire(): Promise<void> {
    const now = this.#services.clock.now();
    if (now.getTime() - this.#expiredAt < expireEveryMs) return;
    await expireUploads(this.#services.database, this.#services.files, now);
    this.#expiredAt = now.getTime();
  }

  /** Everything that waits, while nobody else does it. */
  async #work(): Promise<void> {
    this.#kicked = false;
    const { database, clock } = this.#services;
    const waiting = await database.pool.query("select from upload where state in ('queued', 'importing') limit 1");
    if (waiting.rowCount === 0) return;
    const client = await database.pool.connect();
    // With the connection the lock is lost, and another process may begin: then this one stops at the end of its chunk.
    const lost = new AbortController();
    const lose = (): void => lost.abort(new Error("the lock of the queue was lost"));
    client.once("error", lose);
    client.once("end", lose);
    const signal = AbortSignal.any([lost.signal, this.#stop.signal]);
    try {
      if (!(await lock(client))) return;
      for (;;) {
        signal.throwIfAborted();
        const upload = await claimUpload(database, clock.now());
        if (upload === null) break;
        await runUpload(this.#services, upload, signal);
      }
      await client.query("select pg_advisory_unlock($1)", [queueLock]);
    } finally {
      client.off("error", lose);
      client.off("end", lose);
      // a connection that may still hold the lock is not used again
      client.release(true);
    }
  }
}

const lock = async (client: pg.PoolClient): Promise<boolean> =>
  (await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [queueLock])).rows[0]?.locked ??
  false;
