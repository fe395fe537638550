import { hash } from "node:crypto";

/** First 16 bytes of SHA-256 over item and normalised key, as a latin1 string: the same decision always has the same id. */
export const recordIdOf = (item: string, key: string): string =>
  hash("sha256", `${item}\u001f${key}`, "binary").slice(0, 16);
