import { createHash } from "node:crypto";

/** RFC 6962 section 2.1, word for word and slow: what the real code is compared with. */

export type Hash = Uint8Array;

export const sha256 = (...parts: readonly (Uint8Array | string)[]): Hash => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export const leaf = (entry: Uint8Array): Hash => sha256(Uint8Array.of(0), entry);
export const node = (left: Hash, right: Hash): Hash => sha256(Uint8Array.of(1), left, right);

/** The largest power of two below n. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** A tree over leaf hashes; roots of ranges are kept, so that all pairs of sizes can be asked for. */
export const naiveTree = (leaves: readonly Hash[]) => {
  const known = new Map<number, Hash>();
  const root = (low: number, high: number): Hash => {
    if (high - low === 0) return sha256();
    if (high - low === 1) return leaves[low] as Hash;
    const key = low * 65_536 + high;
    const before = known.get(key);
    if (before) return before;
    const middle = low + split(high - low);
    const hash = node(root(low, middle), root(middle, high));
    known.set(key, hash);
    return hash;
  };
  const path = (index: number, low: number, high: number): Hash[] => {
    if (high - low === 1) return [];
    const middle = low + split(high - low);
    return index < middle
      ? [...path(index, low, middle), root(middle, high)]
      : [...path(index, middle, high), root(low, middle)];
  };
  const subproof = (m: number, low: number, high: number, whole: boolean): Hash[] => {
    if (m === high) return whole ? [] : [root(low, high)];
    const middle = low + split(high - low);
    return m <= middle
      ? [...subproof(m, low, middle, whole), root(middle, high)]
      : [...subproof(m, middle, high, false), root(low, middle)];
  };
  return {
    root: (size: number) => root(0, size),
    inclusion: (index: number, size: number) => path(index, 0, size),
    consistency: (older: number, newer: number) => (older === 0 ? [] : subproof(older, 0, newer, true)),
  };
};
