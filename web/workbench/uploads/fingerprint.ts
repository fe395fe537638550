import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** So much of either end tells files of one size apart; that all of it is the same is checked when it has arrived. */
const endBytes = 256 * 1024;

export const bytesOf = async (file: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.slice(from, to).arrayBuffer());

/** Finds the upload of a file again when it is chosen again, whatever it is called by then: its size and its two ends. */
export const fingerprintOf = async (file: Blob): Promise<string> => {
  const hash = sha256.create().update(utf8ToBytes(`${file.size}\n`));
  hash.update(await bytesOf(file, 0, endBytes));
  hash.update(await bytesOf(file, Math.max(endBytes, file.size - endBytes), file.size));
  return bytesToHex(hash.digest());
};
