import { problem } from "@chengxin/domain/problem.ts";

/** So many at once, so many waiting for their turn; more are told to come back, so that a flood leaves memory, threads and connections to others. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  #busy = 0;

  constructor({ atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Runs work when its turn comes.
   * @throws Problem service.busy
   */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw problem("service.busy");
      await new Promise<void>((go) => this.#waiting.push(go));
    } else this.#busy++;
    try {
      return await work();
    } finally {
      // The turn is handed on, or given back.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }
}
