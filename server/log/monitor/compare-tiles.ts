import type pg from "pg";
import type { Differences } from "./differences.ts";
import type { ExpectedTile, GrowingTree } from "./growing-tree.ts";

const tilesAtOnce = 128;

/** Compares tiles as they fill with those that are stored, some at a time. */
export class TileComparison {
  #waiting: ExpectedTile[] = [];
  readonly #client: pg.ClientBase;
  readonly #logNo: number;
  readonly #differences: Differences;

  constructor(client: pg.ClientBase, logNo: number, differences: Differences) {
    this.#client = client;
    this.#logNo = logNo;
    this.#differences = differences;
  }

  add(tile: ExpectedTile): void {
    this.#waiting.push(tile);
  }

  /** Compares what has come so far, once it is enough. */
  async compare(least = tilesAtOnce): Promise<void> {
    if (this.#waiting.length < least || this.#waiting.length === 0) return;
    const expected = this.#waiting;
    this.#waiting = [];
    const { rows } = await this.#client.query<{ hashes: Buffer | null }>(
      `select t.hashes from unnest($2::smallint[], $3::bigint[]) with ordinality as w (level, n, o)
       left join log_tile t on t.log_no = $1 and t.level = w.level and t.n = w.n order by w.o`,
      [this.#logNo, expected.map(({ level }) => level), expected.map(({ n }) => n)],
    );
    for (const [i, tile] of expected.entries()) this.#compareOne(tile, rows[i]?.hashes ?? null);
  }

  #compareOne({ level, n, hashes }: ExpectedTile, stored: Buffer | null): void {
    const logNo = this.#logNo;
    if (!stored) this.#differences.add("tile.missing", { logNo }, { level, n });
    else if (!stored.equals(hashes)) {
      let at = 0;
      while (at < hashes.length && stored.subarray(at, at + 32).equals(hashes.subarray(at, at + 32))) at += 32;
      this.#differences.add("tile.differs", { logNo, index: level === 0 ? n * 256 + at / 32 : null }, { level, n });
    }
  }

  /** The rest, and tiles that the tree doesn't have. */
  async finish(tree: GrowingTree): Promise<void> {
    for (const tile of tree.partial()) this.add(tile);
    await this.compare(1);
    const levels = Array.from({ length: 8 }, (_, level) => level);
    const { rows } = await this.#client.query<{ level: number; n: number }>(
      `select t.level, t.n from log_tile t join unnest($2::smallint[], $3::bigint[]) as w (level, tiles) using (level)
       where t.log_no = $1 and t.n >= w.tiles order by 1, 2 limit 100`,
      [this.#logNo, levels, levels.map((level) => tree.tiles(level))],
    );
    for (const { level, n } of rows) this.#differences.add("tile.extra", { logNo: this.#logNo }, { level, n });
  }
}
