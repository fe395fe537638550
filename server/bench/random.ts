/** Reproducible random numbers: the sequence is a pure function of (seed, stream, index) and the same on every machine. */
export interface Random {
  /** Starts the sequence of one row. Streams keep the kinds of rows independent of each other. */
  at(seed: number, stream: number, index: number): void;
  /** Evenly distributed in [0, 1). */
  next(): number;
  /** Whole number in [0, n). */
  below(n: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32 (public domain, T. Ettinger), started from a mixed hash of seed, stream and index. Not for secrets. */
export const createRandom = (): Random => {
  let state = 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.trunc(next() * n);
  return {
    at(seed, stream, index) {
      let hash =
        Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(seed + Math.imul(stream, 0x632be5ab), 0xc2b2ae35);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
      state = (hash ^ (hash >>> 15)) | 0;
    },
    next,
    below,
    pick: (from) => from[below(from.length)]!,
  };
};
