import type pg from "pg";
import { mostLeaves } from "../groups.ts";

/** Which entries some fact stands behind: one bit for each. */
export class Covered {
  readonly #numbers: Float64Array;
  readonly #firsts: Float64Array;
  readonly #bits: Uint8Array;

  private constructor(numbers: Float64Array, firsts: Float64Array) {
    this.#numbers = numbers;
    this.#firsts = firsts;
    this.#bits = new Uint8Array(Math.ceil((firsts.at(-1) ?? 0) / 8));
  }

  /** Of all groups there are. Needs an open transaction. */
  static async of(client: pg.ClientBase): Promise<Covered> {
    const { rows: counted } = await client.query<{ groups: number }>("select count(*) as groups from log_group");
    const groups = counted[0]?.groups ?? 0;
    const numbers = new Float64Array(groups);
    const firsts = new Float64Array(groups + 1);
    await client.query(
      "declare group_sizes no scroll cursor for select group_no, leaves from log_group order by group_no",
    );
    for (let n = 0; n < groups;) {
      const { rows } = await client.query<{ group_no: number; leaves: number }>("fetch 20000 from group_sizes");
      for (const { group_no: no, leaves } of rows) {
        numbers[n] = no;
        firsts[n + 1] = (firsts[n] ?? 0) + leaves;
        n += 1;
      }
    }
    await client.query("close group_sizes");
    return new Covered(numbers, firsts);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#firsts.at(-1) ?? 0;
  }

  /** The bit of an entry; -1: there is no such entry. */
  #bitOf(logAt: number): number {
    const no = Math.floor(logAt / mostLeaves);
    let [low, high] = [0, this.#numbers.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#numbers[middle] as number;
      if (found === no) {
        const bit = (this.#firsts[middle] as number) + (logAt % mostLeaves);
        return bit < (this.#firsts[middle + 1] as number) ? bit : -1;
      }
      if (found < no) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** A fact claims an entry. @returns false: another one did before */
  claim(logAt: number): boolean {
    const bit = this.#bitOf(logAt);
    const [at, mask] = [bit >> 3, 1 << (bit & 7)];
    const before = this.#bits[at] ?? 0;
    this.#bits[at] = before | mask;
    return (before & mask) === 0;
  }

  /** Entries that nothing claimed, as `log_at`. */
  *unclaimed(): Generator<number> {
    for (const [n, no] of this.#numbers.entries())
      for (let bit = this.#firsts[n] as number; bit < (this.#firsts[n + 1] as number); bit++)
        if (((this.#bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0)
          yield no * mostLeaves + bit - (this.#firsts[n] as number);
  }
}
