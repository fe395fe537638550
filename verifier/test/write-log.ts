import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { leaf, node, sha256, type Hash } from "./naive-merkle.ts";
import { checkpointText, signNote, type Signer } from "./sign.ts";

/**
 * A log as a directory of static files in the layout of c2sp.org/tlog-tiles, written from its entries without the verifier's code.
 * Checkpoints of earlier sizes stand below `history/`, which the layout does not know: the checks of consistency start from them.
 */

/** Number of a tile as path: 1234067 → x001/x234/067. */
const place = (n: number): string => {
  const groups: string[] = [];
  for (let rest = n; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(String(rest % 1000).padStart(3, "0"));
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join("/");
};

const put = (directory: string, path: string, bytes: Uint8Array | string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), bytes);
};

/** Writes the tiles of one row in every width that one of the sizes asks for, and returns the row above. */
const putRow = (directory: string, level: number, row: readonly Hash[], widths: ReadonlySet<number>): Hash[] => {
  const above: Hash[] = [];
  for (let n = 0; n * 256 < row.length; n++) {
    const tile = row.slice(n * 256, n * 256 + 256);
    const path = `tile/${level}/${place(n)}`;
    for (const width of widths) {
      const own = width - n * 256;
      if (own > 0 && own < 256) put(directory, `${path}.p/${own}`, Buffer.concat(tile.slice(0, own)));
    }
    if (tile.length < 256) continue;
    put(directory, path, Buffer.concat(tile));
    above.push(completeRoot(tile));
  }
  return above;
};

const completeRoot = (hashes: readonly Hash[]): Hash => {
  if (hashes.length === 1) return hashes[0] as Hash;
  const half = hashes.length / 2;
  return node(completeRoot(hashes.slice(0, half)), completeRoot(hashes.slice(half)));
};

const bundle = (entries: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));

export interface WrittenLog {
  readonly origin: string;
  /** The signed checkpoint of each size, the last one being the log's. */
  readonly checkpoints: ReadonlyMap<number, string>;
}

/** Roots of growing sizes, from the peaks of the tree. */
const rootsAt = (leaves: readonly Hash[], sizes: readonly number[]): Map<number, Hash> => {
  const wanted = new Set(sizes);
  const roots = new Map<number, Hash>();
  const peaks: { height: number; hash: Hash }[] = [];
  const note = (size: number): void => {
    if (!wanted.has(size)) return;
    const [last, ...rest] = peaks.toReversed().map(({ hash }) => hash);
    roots.set(size, last ? rest.reduce((root, peak) => node(peak, root), last) : sha256());
  };
  note(0);
  for (const [i, hash] of leaves.entries()) {
    peaks.push({ height: 0, hash });
    for (;;) {
      const [left, right] = peaks.slice(-2);
      if (!left || !right || left.height !== right.height) break;
      peaks.splice(-2, 2, { height: left.height + 1, hash: node(left.hash, right.hash) });
    }
    note(i + 1);
  }
  return roots;
};

/** Writes a log of these entries below `directory`, with a checkpoint of each size (ascending; the last is the log's). */
export const writeLog = (
  directory: string,
  entries: readonly Uint8Array[],
  sizes: readonly number[],
  log: Signer,
  witnesses: readonly Signer[] = [],
): WrittenLog => {
  const leaves = entries.map(leaf);
  let row: Hash[] = leaves;
  for (let level = 0; row.length > 0; level++) {
    const widths = new Set(sizes.map((size) => Math.floor(size / 256 ** level)));
    row = putRow(directory, level, row, widths);
  }
  for (const size of new Set(sizes))
    for (let n = 0; n * 256 < size; n++) {
      const width = Math.min(256, size - n * 256);
      const path = `tile/entries/${place(n)}${width < 256 ? `.p/${width}` : ""}`;
      if (width < 256 || size === entries.length) put(directory, path, bundle(entries.slice(n * 256, n * 256 + width)));
    }
  const roots = rootsAt(leaves, sizes);
  const checkpoints = new Map<number, string>();
  for (const size of sizes) {
    const note = signNote(checkpointText(log.name, size, roots.get(size) as Hash), log, ...witnesses);
    checkpoints.set(size, note);
    put(directory, `history/${size}`, note);
    put(directory, "checkpoint", note);
  }
  return { origin: log.name, checkpoints };
};
