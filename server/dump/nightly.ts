import type { Clock } from "../platform/clock.ts";
import { makeDump, type DumpServices } from "./make-dump.ts";

/** Whether a dump is due: none was made today. A dump never outlives its day (docs/decisions/0010). */
export const isDue = (clock: Clock, newest: { readonly asOf: string } | undefined): boolean =>
  newest === undefined || newest.asOf < clock.today();

const lookEveryMs = 60_000;
const afterFailureMs = 15 * 60_000;

/**
 * Makes the dump of the day soon after midnight, and at start when it is missing. It looks once a minute rather than
 * sleeping until an hour: a machine that was off or asleep, or whose clock was set, makes up for it by itself.
 */
export class NightlyDump {
  readonly #services: DumpServices;
  readonly #onError: (error: unknown) => void;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #notBefore = 0;

  constructor(services: DumpServices, onError: (error: unknown) => void) {
    this.#services = services;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
    this.#look();
  }

  /** Ends a dump that is being made; nothing half-made stays on the shelf. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  #look(): void {
    if (this.#running || this.#abort.signal.aborted || this.#services.clock.now().getTime() < this.#notBefore) return;
    this.#running = this.#makeIfDue()
      .catch((error: unknown) => {
        if (this.#abort.signal.aborted) return;
        this.#notBefore = this.#services.clock.now().getTime() + afterFailureMs;
        this.#onError(error);
      })
      .finally(() => (this.#running = null));
  }

  async #makeIfDue(): Promise<void> {
    const { clock, shelf, database } = this.#services;
    const wanted = async (): Promise<boolean> => {
      if (!isDue(clock, (await shelf.list())[0])) return false;
      // Of an empty register there is nothing to take away yet; the first dump waits for the first import.
      const { rows } = await database.pool.query<{ filled: boolean }>(
        "select exists (select from organisation) as filled",
      );
      return rows[0]?.filled ?? false;
    };
    if (await wanted()) await makeDump(this.#services, wanted, this.#abort.signal);
  }
}
