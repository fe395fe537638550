import type pg from "pg";
import { leafHashes } from "../entry.ts";
import type { Log } from "../keys.ts";
import { CheckpointComparison } from "./compare-checkpoints.ts";
import { TileComparison } from "./compare-tiles.ts";
import type { Differences } from "./differences.ts";
import { GrowingTree } from "./growing-tree.ts";
import { storedGroups } from "./stored-groups.ts";

interface WalkOptions {
  readonly client: pg.ClientBase;
  readonly log: Log;
  /** Keys that ever signed for the log. */
  readonly vkeys: readonly string[];
  readonly differences: Differences;
  readonly signal: AbortSignal | undefined;
  /** Told of entries that were taken in. */
  readonly onEntries: (entries: number) => void;
}

/** Leaf hashes as the tiles have them, for places whose entries are gone: what follows is compared all the same. */
const hashesOfTiles = async (client: pg.ClientBase, logNo: number, from: number, to: number): Promise<Buffer> => {
  const hashes = Buffer.alloc((to - from) * 32);
  const { rows } = await client.query<{ n: number; hashes: Buffer }>(
    "select n, hashes from log_tile where log_no = $1 and level = 0 and n between $2 and $3",
    [logNo, Math.floor(from / 256), Math.floor((to - 1) / 256)],
  );
  for (const { n, hashes: tile } of rows)
    for (let i = 0; i * 32 < tile.length; i++) {
      const place = n * 256 + i;
      if (place >= from && place < to) hashes.set(tile.subarray(i * 32, i * 32 + 32), (place - from) * 32);
    }
  return hashes;
};

/** Entries that a gap is filled up with at once. */
const gapAtOnce = 16_384;

/** Makes the tree of a log again from its entries and compares places, tiles and checkpoints. */
export const walkTree = async (options: WalkOptions): Promise<{ entries: number; checkpoints: number }> => {
  const { client, log, vkeys, differences, signal, onEntries } = options;
  const { logNo } = log;
  const tiles = new TileComparison(client, logNo, differences);
  const tree = new GrowingTree((tile) => tiles.add(tile));
  const checkpoints = await CheckpointComparison.of(client, log, vkeys, differences);
  const compareWhereDue = async (): Promise<void> => {
    while (checkpoints.next === tree.size) await checkpoints.compare(tree);
  };
  const append = async (hashes: Buffer): Promise<void> => {
    for (let at = 0; at < hashes.length; at += 32) {
      tree.append(hashes.subarray(at, at + 32));
      if (checkpoints.next === tree.size) await compareWhereDue();
    }
    await tiles.compare();
    onEntries(hashes.length / 32);
  };
  const fillUpTo = async (index: number): Promise<void> => {
    if (index <= tree.size) return;
    differences.add("group.gap", { logNo }, { from: tree.size, last: index - 1 });
    while (tree.size < index)
      await append(await hashesOfTiles(client, logNo, tree.size, Math.min(index, tree.size + gapAtOnce)));
  };

  await compareWhereDue();
  let overlapping: number | null = null;
  for await (const { groupNo, index, leaves, entries } of storedGroups(client, logNo)) {
    signal?.throwIfAborted();
    if (groupNo === overlapping) continue;
    if (index < tree.size) {
      differences.add("group.overlap", { logNo, index }, { group: groupNo });
      overlapping = groupNo;
      continue;
    }
    // what lies beyond every signature is told below, not filled up to
    if (index >= (checkpoints.newest ?? 0)) break;
    await fillUpTo(index);
    await append(leafHashes(entries, leaves));
  }
  await fillUpTo(checkpoints.newest ?? 0);
  const { rows } = await client.query<{ placed: number | null }>(
    "select max(first_index + leaves) as placed from log_group where log_no = $1",
    [logNo],
  );
  const [size, placed] = [checkpoints.newest ?? 0, rows[0]?.placed ?? 0];
  if (placed > size) differences.add("group.beyond", { logNo }, { size, placed });
  await tiles.finish(tree);
  await checkpoints.finish();
  return { entries: tree.size, checkpoints: checkpoints.checked };
};
