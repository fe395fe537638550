import type { Clock } from "./clock.ts";

interface Work {
  readonly clock: Clock;
  /** Does what is due, if anything is. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
}

const afterFailureMs = 15 * 60_000;

/**
 * Looks again and again whether something is due, rather than sleeping until an hour: a machine that was off or asleep, or whose clock was set, makes up for it by
 * itself. One look at a time; after a failure none for a quarter of an hour.
 */
export class NowAndThen {
  readonly #its: Work;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #notBefore = 0;

  constructor(its: Work) {
    this.#its = its;
  }

  start(): void {
    if (this.#abort.signal.aborted) return;
    this.#timer = setInterval(() => this.#look(), this.#its.everyMs);
    this.#timer.unref();
    this.#look();
  }

  /** Work that is under way is told to give up, and waited for. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#abort.abort(new Error("the program stops"));
    await this.#running;
  }

  #look(): void {
    const { clock, work, onError } = this.#its;
    if (this.#running || this.#abort.signal.aborted || clock.now().getTime() < this.#notBefore) return;
    this.#running = work(this.#abort.signal)
      .catch((error: unknown) => {
        if (this.#abort.signal.aborted) return;
        this.#notBefore = clock.now().getTime() + afterFailureMs;
        onError(error);
      })
      .finally(() => (this.#running = null));
  }
}
