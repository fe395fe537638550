import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { suites, type SuiteId } from "./suite.ts";

/** How one suite wraps data keys. The secret: 32 bytes, for SM the private key of SM2. */
interface Wrapping {
  /** A new secret in hex. */
  readonly newSecret: () => string;
  readonly wrap: (secret: Buffer, bound: Buffer, dataKey: Buffer) => Buffer;
  /** Throws when anything differs. */
  readonly unwrap: (secret: Buffer, bound: Buffer, wrapped: Buffer) => Buffer;
}

const aes: Wrapping = {
  newSecret: () => randomBytes(32).toString("hex"),
  wrap: (secret, bound, dataKey) => suites.aes.key(secret).encrypt(bound, dataKey),
  unwrap: (secret, bound, wrapped) => suites.aes.key(secret).decrypt(bound, wrapped),
};

/** SM2 alone says neither who encrypted nor for which purpose: a keyed hash under a key derived from the private one does. */
const sm2Tag = (secret: Buffer, bound: Buffer, body: Buffer): Buffer => {
  const key = Buffer.from(hkdfSync("sm3", secret, Buffer.alloc(0), "chengxin wrap tag", 32));
  return createHmac("sm3", key).update(createHmac("sm3", key).update(bound).digest()).update(body).digest();
};

/** SM2 encryption (GB/T 32918.4, C1 ‖ C3 ‖ C2) and HMAC-SM3. */
const sm: Wrapping = {
  newSecret: () => sm2.generateKeyPairHex().privateKey.padStart(64, "0"),
  wrap: (secret, bound, dataKey) => {
    const publicKey = sm2.getPublicKeyFromPrivateKey(secret.toString("hex"));
    const body = Buffer.from(sm2.doEncrypt(dataKey, publicKey, 1), "hex");
    return Buffer.concat([body, sm2Tag(secret, bound, body)]);
  },
  unwrap: (secret, bound, wrapped) => {
    const body = wrapped.subarray(0, -32);
    const tag = wrapped.subarray(-32);
    if (tag.length !== 32 || !timingSafeEqual(sm2Tag(secret, bound, body), tag)) throw new Error("the tag doesn't fit");
    const dataKey = sm2.doDecrypt(body.toString("hex"), secret.toString("hex"), 1, { output: "array" });
    return Buffer.from(dataKey);
  },
};

export const wrappings: Readonly<Record<SuiteId, Wrapping>> = { aes, sm };
