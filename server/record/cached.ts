import type { Clock } from "../platform/clock.ts";

export interface CacheOptions {
  readonly clock: Clock;
  /** An answer younger than this is given again. */
  readonly freshMs: number;
  /** One younger than this is given once more while a new one is fetched; by default as `freshMs`. */
  readonly usableMs?: number;
  readonly most?: number;
}

/** Whether an answer is worth remembering; by default every one is. */
type Worth<T> = (value: T) => boolean;

interface Entry<T> {
  readonly value: Promise<T>;
  readonly at: number;
  renewing: boolean;
}

/** Remembers what is dear to count. Callers that ask for the same thing at the same time share one answer; failures are not kept. */
export const cached = <T>(
  { clock, freshMs, usableMs = freshMs, most = 500 }: CacheOptions,
  load: (key: string) => Promise<T>,
  worth: Worth<T> = () => true,
): ((key: string) => Promise<T>) => {
  const entries = new Map<string, Entry<T>>();
  const renew = (key: string): Promise<T> => {
    const entry: Entry<T> = { value: load(key), at: clock.now().getTime(), renewing: false };
    const forget = (): void => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    entry.value.then((value) => {
      if (!worth(value)) forget();
    }, forget);
    if (entries.size >= most) entries.delete(entries.keys().next().value as string);
    entries.delete(key);
    entries.set(key, entry);
    return entry.value;
  };
  return (key) => {
    const entry = entries.get(key);
    const age = entry ? clock.now().getTime() - entry.at : Infinity;
    if (!entry || age >= usableMs) return renew(key);
    if (age >= freshMs && !entry.renewing) {
      entry.renewing = true;
      // What is known stays until the new answer is there.
      void load(key).then(
        (value) => entries.set(key, { value: Promise.resolve(value), at: clock.now().getTime(), renewing: false }),
        () => (entry.renewing = false),
      );
    }
    return entry.value;
  };
};
