/** How many failed tries are free, and how long the next ones have to wait. */
export interface LockoutRule {
  /** Failures that lock nothing yet, less one. */
  readonly failures: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Without a failure for this long, counting begins anew. */
  readonly forgetMs: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** GB/T 22239-2019 8.1.4.1 b asks for an end to the session, a limit of failed tries and a lock; the figures are ours. */
export const lockoutRules = {
  /** Of one login, whether there is such an account or not. */
  login: { failures: 5, firstWaitMs: 15 * minute, longestWaitMs: day, forgetMs: day },
  /** Of one login from an address where its owner signed in before: strangers elsewhere can't keep the owner out of the own office. */
  known: { failures: 5, firstWaitMs: 15 * minute, longestWaitMs: day, forgetMs: day },
  /** Of one address, behind which a whole office may sit. */
  address: { failures: 50, firstWaitMs: 15 * minute, longestWaitMs: day, forgetMs: day },
  /** Registrations from one address, the refused ones too: they would tell which logins are taken. */
  registration: { failures: 10, firstWaitMs: day, longestWaitMs: day, forgetMs: day },
} as const satisfies Readonly<Record<string, LockoutRule>>;
export type LockoutKind = keyof typeof lockoutRules;

export interface Failures {
  readonly failures: number;
  readonly lastAt: Date;
  readonly waitUntil: Date | null;
}

/** Days for which an address stays one that the owner was at. */
export const knownAddressDays = 90;

/** Milliseconds still to wait; 0: none. */
export const waitOf = (known: Failures | null, at: Date): number =>
  Math.max(0, (known?.waitUntil?.getTime() ?? 0) - at.getTime());

/** What is known after one more failure. Every `failures`-th one locks, twice as long as the one before. */
export const afterFailure = (known: Failures | null, at: Date, rule: LockoutRule): Failures => {
  const forgotten = known === null || at.getTime() - known.lastAt.getTime() >= rule.forgetMs + waitedMs(known);
  const failures = (forgotten ? 0 : known.failures) + 1;
  // Tries that were let in before the wait began may fail while it runs: they don't end it.
  const running = waitOf(known, at) > 0 ? (known?.waitUntil ?? null) : null;
  if (failures % rule.failures !== 0) return { failures, lastAt: at, waitUntil: running };
  const locks = failures / rule.failures;
  const waitMs = Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** (locks - 1));
  return { failures, lastAt: at, waitUntil: new Date(at.getTime() + waitMs) };
};

/** A wait is not a time without failures. */
const waitedMs = ({ lastAt, waitUntil }: Failures): number =>
  waitUntil === null ? 0 : waitUntil.getTime() - lastAt.getTime();
