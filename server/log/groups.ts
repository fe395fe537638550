import { randomBytes } from "node:crypto";
import { entryLength } from "@chengxin/verifier/entry.js";
import type { Tx } from "../platform/db.ts";
import { saltBytes, writeEntry, type EntryFacts } from "./entry.ts";

/** Entries in one group at most; `log_at` is group × this + position, a number that JavaScript holds exactly. */
export const mostLeaves = 2 ** 20;

/**
 * Takes the number of a new group. Take it after what is already known of the facts has been looked up: whoever builds on a fact then has a later number
 * than the fact.
 */
export const takeGroupNumber = async ({ client }: Pick<Tx, "client">): Promise<number> =>
  Number((await client.query<{ no: string }>("select nextval('log_group_number')::text as no")).rows[0]?.no);

/** Entries of one transaction as they are collected. */
export class EntryGroup {
  readonly no: number;
  readonly leaves: number;
  readonly #entries: Buffer;
  readonly #organisations: Buffer;
  readonly #random: Buffer;
  #filled = 0;

  constructor(no: number, leaves: number) {
    if (leaves < 1 || leaves > mostLeaves) throw new RangeError(`a group of ${leaves} entries`);
    this.no = no;
    this.leaves = leaves;
    this.#entries = Buffer.alloc(leaves * entryLength);
    this.#organisations = Buffer.alloc(leaves * 4);
    this.#random = randomBytes(leaves * saltBytes);
  }

  /**
   * Adds an entry. @param organisation its number; 0: none
   * @param salt 16 bytes that hide it; by default the random ones of its position @returns position within the group
   */
  add(organisation: number, facts: EntryFacts, salt: Uint8Array = this.random(this.#filled)): number {
    const position = this.#filled++;
    if (position >= this.leaves) throw new RangeError("more entries than announced");
    writeEntry(this.#entries, position * entryLength, facts, salt);
    this.#organisations.writeInt32BE(organisation, position * 4);
    return position;
  }

  /** Fresh random bytes, to be stored with the fact of that position. */
  random(position: number): Buffer {
    return this.#random.subarray(position * saltBytes, (position + 1) * saltBytes);
  }

  logAt(position: number): number {
    return this.no * mostLeaves + position;
  }

  /** Writes the group in the transaction of the facts. */
  async store({ client, at }: Pick<Tx, "client" | "at">): Promise<void> {
    if (this.#filled !== this.leaves) throw new RangeError("fewer entries than announced");
    await client.query(
      "insert into log_group (group_no, at, leaves, entries, organisations) values ($1, $2, $3, $4, $5)",
      [this.no, at, this.leaves, this.#entries, this.#organisations],
    );
  }
}
