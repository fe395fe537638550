import { LogStands, placeWaiting, type RoundServices, type StandReason } from "./round.ts";

export type LogState =
  | { readonly kind: "runs" }
  /** Nothing is signed until the operator has looked; publication goes on. */
  | { readonly kind: "stands"; readonly reason: StandReason; readonly message: string };

interface SequencerOptions extends RoundServices {
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks for something that waits. */
  readonly everyMs?: number;
}

/** A log that stands is looked at again so often: the operator may have brought the right database back. */
const standingMs = 30_000;

/** Gives entries their places as they come; each process has one, one at a time works. */
export class Sequencer {
  readonly #options: SequencerOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #state: LogState = { kind: "runs" };

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  get state(): LogState {
    return this.#state;
  }

  start(): void {
    this.#next(0);
  }

  /** What waits is placed once more, unless the log stands. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
    if (this.#state.kind === "runs") await this.#round().catch(this.#options.onError);
  }

  #next(afterMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#turn();
    }, afterMs);
    this.#timer.unref();
  }

  async #turn(): Promise<void> {
    const everyMs = this.#options.everyMs ?? 200;
    let after = everyMs;
    try {
      if (await this.#round()) after = 0;
    } catch (error) {
      after = this.#state.kind === "stands" ? standingMs : everyMs * 5;
      this.#options.onError(error);
    }
    this.#next(after);
  }

  /** @returns whether there may be more */
  async #round(): Promise<boolean> {
    try {
      const round = await placeWaiting(this.#options);
      this.#state = { kind: "runs" };
      return round !== null && round.leaves > 0;
    } catch (error) {
      if (error instanceof LogStands) this.#state = { kind: "stands", reason: error.reason, message: error.message };
      throw error;
    }
  }
}
