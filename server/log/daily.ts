import { commitBeacon } from "./beacon.ts";
import { makeHeads, type HeadsServices } from "./heads/make-heads.ts";

const lookEveryMs = 10_000;
const afterFailureMs = 15 * 60_000;

/**
 * What the log gets once a day: the beacon of the day that begins, the heads of the one that is over. Looks now and then, as `server/dump/nightly.ts` does and for the same
 * reasons; each process has one, and the database lets one at a time work.
 */
export class DailyLog {
  readonly #services: HeadsServices;
  readonly #onError: (error: unknown) => void;
  readonly #abort = new AbortController();
  #since = new Date(0);
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #notBefore = 0;

  constructor(services: HeadsServices, onError: (error: unknown) => void) {
    this.#services = services;
    this.#onError = onError;
  }

  start(): void {
    if (this.#abort.signal.aborted) return;
    this.#since = this.#services.clock.now();
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
    this.#look();
  }

  /** Heads that are being made are given up; the next look makes them. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  #look(): void {
    if (this.#running || this.#abort.signal.aborted || this.#services.clock.now().getTime() < this.#notBefore) return;
    this.#running = this.#makeWhatIsDue()
      .catch((error: unknown) => {
        if (this.#abort.signal.aborted) return;
        this.#notBefore = this.#services.clock.now().getTime() + afterFailureMs;
        this.#onError(error);
      })
      .finally(() => (this.#running = null));
  }

  async #makeWhatIsDue(): Promise<void> {
    await commitBeacon(this.#services);
    const made = await makeHeads(this.#services, this.#since, this.#abort.signal);
    if (made?.again)
      this.#onError(
        new Error(
          `the stored heads of organisations were not those that the log has: somebody changed them; those of ${made.day} were made from all entries`,
        ),
      );
  }
}
