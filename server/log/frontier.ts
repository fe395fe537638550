import { nodeHash } from "./entry.ts";

/** Hashes in a full tile. */
export const tileWidth = 256;
const hashBytes = 32;
const levels = 8;

/** Hashes one after another, a power of two of them → the root above them. */
export const rootAbove = (hashes: Buffer, first: number, count: number): Buffer => {
  let row = Array.from({ length: count }, (_, i) =>
    hashes.subarray((first + i) * hashBytes, (first + i + 1) * hashBytes),
  );
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i] as Buffer, row[2 * i + 1] as Buffer));
  return row[0] as Buffer;
};

/** A tile as it is stored. */
export interface Tile {
  readonly level: number;
  readonly n: number;
  readonly hashes: Buffer;
}

/** How many hashes the last tile of a level has in a tree of this size; 0: its last one is full. */
const lastWidth = (size: number, level: number): number => Math.floor(size / tileWidth ** level) % tileWidth;

/** Where the last tiles are that are not full, in a tree of this size. */
export const lastTiles = (size: number): Pick<Tile, "level" | "n">[] =>
  Array.from({ length: levels }, (_, level) => level)
    .filter((level) => lastWidth(size, level) > 0)
    .map((level) => ({ level, n: Math.floor(size / tileWidth ** (level + 1)) }));

/**
 * The right edge of the tree: the last tile of each level, growing. Appending takes a hash, and gives back what there is to store
 * (RFC 6962 section 2.1, c2sp.org/tlog-tiles).
 */
export class Frontier {
  #size: number;
  readonly #tiles: Buffer[];
  readonly #full: Tile[] = [];
  readonly #touched = new Set<number>();

  /** @param last the last tile of each level, as far as it is not full */
  constructor(size = 0, last: readonly Tile[] = []) {
    this.#size = size;
    this.#tiles = Array.from({ length: levels }, () => Buffer.alloc(tileWidth * hashBytes));
    for (const { level, hashes } of last)
      (this.#tiles[level] as Buffer).set(hashes.subarray(0, lastWidth(size, level) * hashBytes));
  }

  get size(): number {
    return this.#size;
  }

  /** Adds leaf hashes, 32 bytes each. */
  append(hashes: Buffer): void {
    for (let at = 0; at < hashes.length; at += hashBytes) {
      this.#add(0, hashes.subarray(at, at + hashBytes));
      this.#size++;
    }
  }

  #add(level: number, hash: Buffer): void {
    // the leaf itself is counted only afterwards: places of all levels follow from the size before it
    const inLevel = Math.floor(this.#size / tileWidth ** level);
    const tile = this.#tiles[level] as Buffer;
    tile.set(hash, (inLevel % tileWidth) * hashBytes);
    if (inLevel % tileWidth < tileWidth - 1) {
      this.#touched.add(level);
      return;
    }
    this.#touched.delete(level);
    this.#full.push({ level, n: Math.floor(inLevel / tileWidth), hashes: Buffer.from(tile) });
    this.#add(level + 1, rootAbove(tile, 0, tileWidth));
  }

  /** What was added since the frontier was made: full tiles, and the last one of each level. */
  changed(): readonly Tile[] {
    const last = [...this.#touched].map((level) => ({
      level,
      n: Math.floor(this.#size / tileWidth ** (level + 1)),
      hashes: Buffer.from((this.#tiles[level] as Buffer).subarray(0, lastWidth(this.#size, level) * hashBytes)),
    }));
    return [...this.#full, ...last];
  }

  /** Root of the tree; of the empty one null. */
  root(): Buffer | null {
    const peaks: Buffer[] = [];
    for (let level = levels - 1; level >= 0; level--) {
      const width = lastWidth(this.#size, level);
      let first = 0;
      for (let count = tileWidth / 2; count >= 1; count /= 2)
        if ((width & count) !== 0) {
          peaks.push(rootAbove(this.#tiles[level] as Buffer, first, count));
          first += count;
        }
    }
    return peaks.reduceRight<Buffer | null>((right, left) => (right ? nodeHash(left, right) : left), null);
  }
}
