import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";

/** What stands before the 32 bytes of a seed in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

export const newSeed = (): Buffer => randomBytes(32);

export interface Ed25519 {
  /** 32 bytes */
  readonly publicKey: Buffer;
  /** 64 bytes */
  sign(message: Uint8Array): Buffer;
}

/** The key pair of a seed of 32 bytes (RFC 8032). */
export const ed25519Of = (seed: Uint8Array): Ed25519 => {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  return { publicKey, sign: (message) => sign(null, message, key) };
};
