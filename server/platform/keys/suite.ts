import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

export const suiteIds = ["aes", "sm"] as const;
export type SuiteId = (typeof suiteIds)[number];

/** What can be done with one data key. Each use has a key of its own, derived from it once. */
export interface SuiteKey {
  /** → nonce ‖ ciphertext ‖ tag; `bound` is authenticated and not kept. */
  encrypt(bound: Buffer, text: Buffer): Buffer;
  /** Throws when one bit of the key, the bound bytes or the encrypted bytes differs. */
  decrypt(bound: Buffer, encrypted: Buffer): Buffer;
  /** 32 bytes. */
  mac(data: Uint8Array | string): Buffer;
}

/** Algorithms that go together: authenticated encryption, keyed hash, derivation of keys. */
interface Suite {
  /** As sealed bytes name it for good. */
  readonly code: number;
  /** @param material 32 bytes */
  readonly key: (material: Buffer) => SuiteKey;
}

const derive = (digest: string, material: Buffer, use: string, length: number): Buffer =>
  Buffer.from(hkdfSync(digest, material, Buffer.alloc(0), `chengxin ${use}`, length));

/** AES-256-GCM with a random nonce of 12 bytes (NIST SP 800-38D: at most 2^32 texts under one key), HMAC-SHA-256, HKDF-SHA-256. */
const aes: Suite = {
  code: 1,
  key: (material) => {
    const sealKey = derive("sha256", material, "seal", 32);
    const macKey = derive("sha256", material, "mac", 32);
    return {
      encrypt: (bound, text) => {
        const nonce = randomBytes(12);
        const cipher = createCipheriv("aes-256-gcm", sealKey, nonce, { authTagLength: 16 });
        cipher.setAAD(bound);
        return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
      },
      decrypt: (bound, encrypted) => {
        if (encrypted.length < 28) throw new Error("too short");
        const decipher = createDecipheriv("aes-256-gcm", sealKey, encrypted.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(bound);
        decipher.setAuthTag(encrypted.subarray(-16));
        return Buffer.concat([decipher.update(encrypted.subarray(12, -16)), decipher.final()]);
      },
      mac: (data) => createHmac("sha256", macKey).update(data).digest(),
    };
  },
};

/**
 * SM4 in counter mode (GB/T 32907, GB/T 17964) with a random start of 16 bytes, then HMAC-SM3 (GB/T 32905) over the length of what is
 * bound, what is bound, nonce and ciphertext; HKDF over SM3. OpenSSL has no SM4-GCM here.
 */
const sm: Suite = {
  code: 2,
  key: (material) => {
    const sealKey = derive("sm3", material, "seal", 16);
    const tagKey = derive("sm3", material, "seal tag", 32);
    const macKey = derive("sm3", material, "mac", 32);
    const tagOf = (bound: Buffer, body: Buffer): Buffer => {
      const length = Buffer.alloc(8);
      length.writeBigUInt64BE(BigInt(bound.length));
      return createHmac("sm3", tagKey).update(length).update(bound).update(body).digest();
    };
    return {
      encrypt: (bound, text) => {
        const nonce = randomBytes(16);
        const cipher = createCipheriv("sm4-ctr", sealKey, nonce);
        const body = Buffer.concat([nonce, cipher.update(text), cipher.final()]);
        return Buffer.concat([body, tagOf(bound, body)]);
      },
      decrypt: (bound, encrypted) => {
        if (encrypted.length < 48) throw new Error("too short");
        const body = encrypted.subarray(0, -32);
        if (!timingSafeEqual(tagOf(bound, body), encrypted.subarray(-32))) throw new Error("the tag doesn't fit");
        const decipher = createDecipheriv("sm4-ctr", sealKey, body.subarray(0, 16));
        return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]);
      },
      mac: (data) => createHmac("sm3", macKey).update(data).digest(),
    };
  },
};

export const suites: Readonly<Record<SuiteId, Suite>> = { aes, sm };
