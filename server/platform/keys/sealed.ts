import type { KeyPurpose } from "./purposes.ts";
import { suites, type SuiteId, type SuiteKey } from "./suite.ts";

/**
 * A sealed text:
 *
 *     1 byte   format, 1
 *     1 byte   suite: 1 AES-256-GCM, 2 SM4-CTR with HMAC-SM3
 *     4 bytes  version of the data key, big-endian
 *     12 / 16  nonce
 *     n        ciphertext, as long as the text in UTF-8: its length is not hidden
 *     16 / 32  tag
 *
 * The tag also covers the header, the purpose and the context.
 */
export const headerBytes = 6;
const format = 1;

/** One version of the data key of a purpose, ready for use. */
export interface ReadyKey {
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly suite: SuiteId;
  readonly key: SuiteKey;
  readonly activeFrom: Date;
}

/** Sealed bytes that were changed, cut, moved, or never were sealed by this key. Says nothing about the contents. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

export const headerOf = ({ suite, version }: Pick<ReadyKey, "suite" | "version">): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(format, 0);
  header.writeUInt8(suites[suite].code, 1);
  header.writeUInt32BE(version, 2);
  return header;
};

/** Two texts that differ never become the same bytes: half a character has no form in UTF-8 and is refused. */
const utf8 = (text: string): Buffer => {
  if (!text.isWellFormed()) throw new RangeError("a text with half a character can't be sealed");
  return Buffer.from(text, "utf8");
};

const boundBytes = (header: Buffer, purpose: string, context: string): Buffer =>
  Buffer.concat([header, Buffer.from(`${purpose}\0`), utf8(context)]);

export const sealText = (key: ReadyKey, context: string, text: string): Buffer => {
  const header = headerOf(key);
  return Buffer.concat([header, key.key.encrypt(boundBytes(header, key.purpose, context), utf8(text))]);
};

/** Version of the data key under which these bytes were sealed. */
export const keyVersionOf = (sealed: Buffer): number => {
  if (sealed.length <= headerBytes || sealed[0] !== format) throw new SealBroken("not a sealed text");
  return sealed.readUInt32BE(2);
};

export const openSealed = (key: ReadyKey, context: string, sealed: Buffer): string => {
  const header = headerOf(key);
  if (!sealed.subarray(0, headerBytes).equals(header)) throw new SealBroken("not a sealed text of this key");
  const bound = boundBytes(header, key.purpose, context);
  try {
    return key.key.decrypt(bound, sealed.subarray(headerBytes)).toString("utf8");
  } catch {
    throw new SealBroken("a sealed text was changed, cut or moved");
  }
};
