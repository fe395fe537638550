import { hash } from "node:crypto";
import { entryLength } from "@chengxin/verifier/entry.js";

/**
 * Entries as `verifier/README.md` defines them, written one after another into one buffer. The verifier has the same in a form that runs everywhere; this one
 * writes hundreds of thousands a second.
 */

const tagBytes = 8;
export const saltBytes = 16;
const leafPrefix = Buffer.from([0]);

/** The text that is hashed, laid out once: tag, salt, then what follows. Statements are shorter than this. */
const scratch = (tag: string): Buffer => {
  const b = Buffer.alloc(4096);
  b.write(tag, 0, "latin1");
  return b;
};
const organisationText = scratch("cx1:org\n");
const statementText = scratch("cx1:txt\n");

/** SHA-256 over tag, salt and an ASCII text, as a latin1 string. */
const commit = (into: Buffer, salt: Uint8Array, text: string): string => {
  into.set(salt, tagBytes);
  const end = tagBytes + saltBytes + into.write(text, tagBytes + saltBytes, "utf8");
  if (end >= into.length) throw new Error("a statement of the log is too long");
  return hash("sha256", into.subarray(0, end), "binary");
};

/** What one entry says, before it is salted. */
export interface EntryFacts {
  readonly type: number;
  /** Microseconds since 1970. */
  readonly time: bigint;
  /** Code of the organisation concerned; null: none. */
  readonly uscc: string | null;
  readonly statement: string;
}

/** Writes an entry at `offset` (bytes). The buffer is zeroed there. @param salt 16 bytes */
export const writeEntry = (
  entries: Buffer,
  offset: number,
  { type, time, uscc, statement }: EntryFacts,
  salt: Uint8Array,
): void => {
  entries[offset] = 1;
  entries[offset + 1] = type;
  entries.writeBigUInt64BE(time, offset + 2);
  if (uscc !== null) entries.write(commit(organisationText, salt, uscc), offset + 10, "latin1");
  entries.write(commit(statementText, salt, statement), offset + 42, "latin1");
};

/** RFC 6962 section 2.1, SHA-256 over 0x00 and the entry; 32 bytes each, one after another. */
export const leafHashes = (entries: Uint8Array, leaves: number): Buffer => {
  const hashes = Buffer.allocUnsafe(leaves * 32);
  const leaf = Buffer.alloc(1 + entryLength);
  leaf.set(leafPrefix);
  for (let i = 0; i < leaves; i++) {
    leaf.set(entries.subarray(i * entryLength, (i + 1) * entryLength), 1);
    hashes.write(hash("sha256", leaf, "binary"), i * 32, "latin1");
  }
  return hashes;
};

const node = Buffer.alloc(65);
node[0] = 1;

/** RFC 6962 section 2.1: SHA-256 over 0x01, the left and the right hash. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  node.set(left, 1);
  node.set(right, 33);
  return hash("sha256", node, "buffer");
};
