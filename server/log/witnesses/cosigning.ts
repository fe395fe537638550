import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { newestCheckpoint } from "../bundles.ts";
import { presentLog, type Log } from "../keys.ts";
import { listWitnesses, presentPolicy, type Witness } from "./configure.ts";
import { offer, type Offered, type OfferServices, type Outcome } from "./offer.ts";
import { publish } from "./publish.ts";
import { keepOutcome, knownSizes } from "./witness-state.ts";

interface CosigningOptions extends Omit<OfferServices, "log"> {
  readonly onError: (error: unknown) => void;
  /** Told when a witness begins to fail, and when it is well again. */
  readonly warn: (facts: object, message: string) => void;
  /** Milliseconds between two rounds. */
  readonly everyMs?: number;
}

/** Any number, the same in every version: one process at a time asks the witnesses. */
const lock = 7_316_020_198;
/** A process that isn't the one looks again so often. */
const standByMs = 3000;
/** A witness is asked again for what it cosigned already, so that it is known to live and its cosignature to be young. */
const renewMs = 600_000;
const longestPauseMs = 60_000;

/** How it stands with one witness, in the memory of the process that asks. */
interface Asked {
  known: number;
  /** Size that it cosigned for us, and when by our steady clock. */
  cosigned: number | null;
  cosignedAt: number;
  failures: number;
  nextAt: number;
  running: boolean;
}

/**
 * Offers the newest checkpoint to every witness, each at its own pace, and chooses which one is shown. Nothing waits for it: neither the sequencer nor a reader,
 * and no witness for another.
 */
export class Cosigning {
  readonly #options: CosigningOptions;
  readonly #stop = new AbortController();
  readonly #asked = new Map<number, Asked>();
  readonly #offers = new Set<Promise<void>>();
  #log: Log | null = null;
  #leading: Promise<void> = Promise.resolve();

  constructor(options: CosigningOptions) {
    this.#options = options;
  }

  start(): void {
    this.#leading = this.#lead();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#leading;
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
  }

  async #lead(): Promise<void> {
    while (!this.#stopped) {
      await this.#asLeader().catch(this.#options.onError);
      await this.#pause(standByMs);
    }
  }

  /** Rounds for as long as this process is the one; the lock goes with the connection. */
  async #asLeader(): Promise<void> {
    const client = await this.#options.database.pool.connect();
    let mayBeHeld = true;
    try {
      const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
      mayBeHeld = rows[0]?.held !== false;
      if (!mayBeHeld) return;
      this.#log = null;
      while (!this.#stopped) {
        const some = await this.#round(client);
        await this.#pause(some ? (this.#options.everyMs ?? 500) : standByMs);
      }
    } finally {
      for (const running of this.#offers) await running;
      client.release(mayBeHeld);
    }
  }

  /** The present log; another one begins with witnesses that know nothing of it. */
  async #present(client: pg.PoolClient): Promise<Log | null> {
    const log = await presentLog(client);
    if (log?.logNo !== this.#log?.logNo) this.#asked.clear();
    this.#log = log;
    return log;
  }

  /** @returns whether there are witnesses */
  async #round(client: pg.PoolClient): Promise<boolean> {
    const { database, clock } = this.#options;
    const log = await this.#present(client);
    if (!log) return false;
    const [witnesses, policy] = await Promise.all([listWitnesses(database), presentPolicy(database)]);
    if (policy.quorum > 0) await publish(client, log.logNo, policy, clock.now());
    if (witnesses.length === 0) return false;
    const newest = await newestCheckpoint(database.sql, log.logNo);
    if (newest) for (const witness of witnesses) await this.#ask({ ...this.#options, log }, witness, newest);
    return true;
  }

  async #standingOf(services: OfferServices, { witnessNo }: Witness): Promise<Asked> {
    const before = this.#asked.get(witnessNo);
    if (before) return before;
    const known = (await knownSizes(services)).get(witnessNo) ?? 0;
    const begun = { known, cosigned: null, cosignedAt: -Infinity, failures: 0, nextAt: 0, running: false };
    this.#asked.set(witnessNo, begun);
    return begun;
  }

  async #ask(services: OfferServices, witness: Witness, newest: Offered): Promise<void> {
    const its = await this.#standingOf(services, witness);
    const now = performance.now();
    const isDone = its.cosigned === newest.size && now - its.cosignedAt < renewMs;
    if (its.running || now < its.nextAt || isDone) return;
    its.running = true;
    const running = offer(services, witness, newest, its.known, this.#stop.signal)
      .then(async (outcome) => {
        if (this.#stopped && outcome.kind === "failed") return;
        this.#learn(witness, its, outcome);
        await keepOutcome(services, witness, outcome);
      })
      .catch((error: unknown) => {
        its.nextAt = performance.now() + longestPauseMs;
        this.#options.onError(error);
      })
      .finally(() => {
        its.running = false;
        this.#offers.delete(running);
      });
    this.#offers.add(running);
  }

  #learn({ name }: Witness, its: Asked, outcome: Outcome): void {
    const now = performance.now();
    if (outcome.kind === "later") its.known = outcome.known;
    else if (outcome.kind === "cosigned") {
      if (its.failures > 0) this.#options.warn({ witness: name }, "a witness of the log is well again");
      Object.assign(its, { known: outcome.size, cosigned: outcome.size, cosignedAt: now, failures: 0 });
    } else {
      if (its.failures === 0 || outcome.failure.startsWith("contradicted"))
        this.#options.warn({ witness: name, failure: outcome.failure }, "a witness of the log does not cosign");
      its.failures += 1;
      its.nextAt = now + Math.min(longestPauseMs, 500 * 2 ** its.failures);
    }
  }
}
