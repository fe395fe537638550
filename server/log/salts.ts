import { hash } from "node:crypto";
import { saltBytes } from "./entry.ts";

/**
 * Two salts of a version of a record, both from the 16 random bytes that are stored with it. One hides the entry and is laid open by every proof. The other stands in the
 * text whose hash the entry has: most of a record is public, and without it the rest (the name behind 张某) could be guessed and tried against that hash. Only who may
 * see the whole content is given it. The stored bytes themselves leave the platform never: both follow from them, and neither leads to the other.
 */
export interface VersionSalts {
  readonly entry: Buffer;
  readonly content: Buffer;
}

const tag = Buffer.from("cx1:two\n", "latin1");
const seed = Buffer.concat([tag, Buffer.alloc(saltBytes)]);

/** @param stored holds the version's 16 bytes at `storedAt` */
export const versionSalts = (stored: Uint8Array, storedAt = 0): VersionSalts => {
  seed.set(stored.subarray(storedAt, storedAt + saltBytes), tag.length);
  const both = hash("sha256", seed, "buffer");
  return { entry: both.subarray(0, saltBytes), content: both.subarray(saltBytes) };
};

const opening = (salt: Buffer): string => `{"$salt":"${salt.toString("hex")}"`;

/** The text whose hash the entry has: the content with one more member, which stands first in canonical JSON (RFC 8785). @param content canonical JSON of an object */
export const saltedContent = (content: string, salt: Buffer): string =>
  `${opening(salt)}${content === "{}" ? "" : ","}${content.slice(1)}`;

/** SHA-256 of {@link saltedContent} in hex, from bytes. */
export const saltedContentHash = (content: Uint8Array, salt: Buffer): string => {
  const before = opening(salt) + (content.length === 2 ? "" : ",");
  const text = Buffer.allocUnsafe(before.length + content.length - 1);
  text.set(content.subarray(1), text.write(before, "latin1"));
  return hash("sha256", text, "hex");
};
