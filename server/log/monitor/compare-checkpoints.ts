import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import type pg from "pg";
import type { Log } from "../keys.ts";
import { checkpointText } from "../signer.ts";
import type { Differences } from "./differences.ts";
import type { GrowingTree } from "./growing-tree.ts";

interface Row {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

const checkpointsAtOnce = 500;

/** The signed checkpoints of a log in order of their size, each compared when the tree has come so far. */
export class CheckpointComparison {
  checked = 0;
  /** Size of the newest one; null: there is none. */
  newest: number | null = null;
  readonly #client: pg.ClientBase;
  readonly #log: Log;
  readonly #differences: Differences;
  readonly #trust: Awaited<ReturnType<typeof trustIn>>;
  #rows: Row[] = [];
  #ended = false;
  /** The first whose root differs: all behind it do. */
  #first: { readonly size: number; more: number } | null = null;

  private constructor(
    client: pg.ClientBase,
    log: Log,
    differences: Differences,
    trust: Awaited<ReturnType<typeof trustIn>>,
  ) {
    this.#client = client;
    this.#log = log;
    this.#differences = differences;
    this.#trust = trust;
  }

  /** @param vkeys of all keys that ever signed for this log */
  static async of(
    client: pg.ClientBase,
    log: Log,
    vkeys: readonly string[],
    differences: Differences,
  ): Promise<CheckpointComparison> {
    const own = new CheckpointComparison(client, log, differences, await trustIn([...vkeys]));
    const { rows } = await client.query<{ newest: number | null }>(
      "select max(size) as newest from log_checkpoint where log_no = $1",
      [log.logNo],
    );
    own.newest = rows[0]?.newest ?? null;
    await client.query(
      `declare ${own.#cursor} no scroll cursor for select size, root, note from log_checkpoint where log_no = ${log.logNo} order by size`,
    );
    await own.#fill();
    return own;
  }

  get #cursor(): string {
    return `checkpoints_of_${this.#log.logNo}`;
  }

  async #fill(): Promise<void> {
    if (this.#rows.length > 0 || this.#ended) return;
    this.#rows = (await this.#client.query<Row>(`fetch ${checkpointsAtOnce} from ${this.#cursor}`)).rows;
    this.#ended = this.#rows.length === 0;
  }

  /** Size of the next one; Infinity: there is none. */
  get next(): number {
    return this.#rows[0]?.size ?? Infinity;
  }

  /** Compares the next one with the tree, which has its size now. */
  async compare(tree: GrowingTree): Promise<void> {
    const row = this.#rows.shift();
    if (!row) return;
    const { logNo, origin } = this.#log;
    const { size } = row;
    this.checked += 1;
    if (!row.root.equals(tree.root())) {
      if (this.#first) this.#first.more += 1;
      else this.#first = { size, more: 0 };
    }
    const said = row.note.startsWith(`${checkpointText(origin, size, row.root)}\n`);
    const signed = await openCheckpoint(row.note, this.#trust).then(
      () => true,
      () => false,
    );
    if (!said || !signed) this.#differences.add("checkpoint.note", { logNo }, { size });
    await this.#fill();
  }

  async finish(): Promise<void> {
    if (this.#first) this.#differences.add("checkpoint.root", { logNo: this.#log.logNo }, { ...this.#first });
    await this.#client.query(`close ${this.#cursor}`);
  }
}
