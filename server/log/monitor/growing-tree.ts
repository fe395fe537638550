import { nodeHash } from "../entry.ts";
import { emptyRoot } from "../tree.ts";

const tileBytes = 256 * 32;

/** A tile as it should be stored. */
export interface ExpectedTile {
  readonly level: number;
  readonly n: number;
  readonly hashes: Buffer;
}

/**
 * A Merkle tree that only grows and keeps nothing but its peaks and the last tile of each level (RFC 6962 section 2.1, c2sp.org/tlog-tiles). The sequencer has another one
 * (`../frontier.ts`), written differently on purpose: a fault of either shows.
 */
export class GrowingTree {
  size = 0;
  readonly #peaks: { readonly height: number; readonly hash: Buffer }[] = [];
  readonly #last: { n: number; filled: number; readonly hashes: Buffer }[] = [];
  readonly #onTile: (tile: ExpectedTile) => void;

  /** @param onTile told of each full tile */
  constructor(onTile: (tile: ExpectedTile) => void) {
    this.#onTile = onTile;
  }

  append(leaf: Buffer): void {
    let hash: Buffer = Buffer.from(leaf);
    let height = 0;
    this.#keep(0, hash);
    while (this.#peaks.at(-1)?.height === height) {
      hash = nodeHash((this.#peaks.pop() as { hash: Buffer }).hash, hash);
      height += 1;
      if (height % 8 === 0) this.#keep(height / 8, hash);
    }
    this.#peaks.push({ height, hash });
    this.size += 1;
  }

  #keep(level: number, hash: Buffer): void {
    const last = (this.#last[level] ??= { n: 0, filled: 0, hashes: Buffer.alloc(tileBytes) });
    last.hashes.set(hash, last.filled);
    last.filled += 32;
    if (last.filled < tileBytes) return;
    this.#onTile({ level, n: last.n, hashes: Buffer.from(last.hashes) });
    last.n += 1;
    last.filled = 0;
  }

  root(): Buffer {
    return (
      this.#peaks
        .map(({ hash }) => hash)
        .reduceRight<Buffer | null>((right, left) => (right ? nodeHash(left, right) : left), null) ?? emptyRoot
    );
  }

  /** The last tile of each level, as far as it is not full. */
  partial(): ExpectedTile[] {
    return this.#last.flatMap(({ n, filled, hashes }, level) =>
      filled > 0 ? [{ level, n, hashes: Buffer.from(hashes.subarray(0, filled)) }] : [],
    );
  }

  /** How many tiles a level has, the last one that is not full included. */
  tiles(level: number): number {
    const last = this.#last[level];
    return last ? last.n + (last.filled > 0 ? 1 : 0) : 0;
  }
}
