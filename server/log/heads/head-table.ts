import { hash } from "node:crypto";
import { leafHashes } from "../entry.ts";

/** How many entries an organisation has, and the chain over them (verifier/README.md, Heads). */
export interface Head {
  readonly count: number;
  readonly head: Buffer;
}

const headBytes = 32;
const slot = 4 + headBytes;
const tag = "cx1:head";
const headAt = tag.length;
const indexAt = headAt + headBytes;
const leafAt = indexAt + 8;

/**
 * Heads of all organisations by their number, 36 bytes each: a million of them are 36 MB. Starts with nobody having an entry.
 */
export class HeadTable {
  #slots: Buffer;
  readonly #changed = new Set<number>();
  readonly #link = Buffer.alloc(leafAt + headBytes);

  /** @param last largest number of an organisation, as far as it is known */
  constructor(last: number) {
    this.#slots = Buffer.alloc((last + 1) * slot);
    this.#link.write(tag, "latin1");
  }

  get(organisationId: number): Head {
    this.#reach(organisationId);
    const at = organisationId * slot;
    return { count: this.#slots.readUInt32BE(at), head: this.#slots.subarray(at + 4, at + slot) };
  }

  set(organisationId: number, { count, head }: Head): void {
    this.#reach(organisationId);
    this.#slots.writeUInt32BE(count, organisationId * slot);
    this.#slots.set(head, organisationId * slot + 4);
  }

  /** Those whose head `append` changed. */
  get changed(): ReadonlySet<number> {
    return this.#changed;
  }

  /** Adds entries in the order of the log. @param organisations whose each is, four bytes each; 0: no organisation's @param first index of the first one */
  append(entries: Buffer, organisations: Buffer, first: number): void {
    const leaves = leafHashes(entries, organisations.length / 4);
    for (let i = 0; i < organisations.length / 4; i++) {
      const organisationId = organisations.readInt32BE(i * 4);
      if (organisationId === 0) continue;
      const { count, head } = this.get(organisationId);
      this.#link.set(head, headAt);
      this.#link.writeBigUInt64BE(BigInt(first + i), indexAt);
      this.#link.set(leaves.subarray(i * headBytes, (i + 1) * headBytes), leafAt);
      this.#slots.writeUInt32BE(count + 1, organisationId * slot);
      head.write(hash("sha256", this.#link, "binary"), "latin1");
      this.#changed.add(organisationId);
    }
  }

  /** An organisation that was registered meanwhile. */
  #reach(organisationId: number): void {
    if (this.#slots.length >= (organisationId + 1) * slot) return;
    const larger = Buffer.alloc((organisationId + 1024) * slot);
    this.#slots.copy(larger);
    this.#slots = larger;
  }
}
