import { hash } from "node:crypto";

/** First 16 bytes of SHA-256 over item and normalised key: the same decision always has the same id. */
export const recordIdOf = (item: string, key: string): Buffer =>
  Buffer.from(hash("sha256", `${item}\u001f${key}`, "buffer").subarray(0, 16));
