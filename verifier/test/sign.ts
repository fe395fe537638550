import { createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { sha256 } from "./naive-merkle.ts";

/** Keys and signatures of notes, made by Node's own Ed25519 from seeds that anybody may know. */

export interface Signer {
  readonly name: string;
  readonly vkey: string;
  /** A signature line over the text; a witness says when. */
  readonly line: (text: string) => string;
}

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });

const signer = (
  name: string,
  seed: string,
  type: number,
  sigOf: (key: KeyObject, text: string) => Uint8Array,
): Signer => {
  const key = privateKey(sha256(seed));
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const id = Buffer.from(sha256(`${name}\n`, Uint8Array.of(type), raw).subarray(0, 4));
  return {
    name,
    vkey: `${name}+${id.toString("hex")}+${Buffer.concat([Uint8Array.of(type), raw]).toString("base64")}`,
    line: (text) => `\u2014 ${name} ${Buffer.concat([id, sigOf(key, text)]).toString("base64")}\n`,
  };
};

export const logSigner = (name: string, seed = name): Signer =>
  signer(name, seed, 1, (key, text) => sign(null, Buffer.from(text), key));

export const witnessSigner = (name: string, time = 1_798_900_000, seed = name): Signer =>
  signer(name, seed, 4, (key, text) => {
    const at = Buffer.alloc(8);
    at.writeBigUInt64BE(BigInt(time));
    return Buffer.concat([at, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key)]);
  });

export const signNote = (text: string, ...signers: readonly Signer[]): string =>
  `${text}\n${signers.map((signer) => signer.line(text)).join("")}`;

export const checkpointText = (origin: string, size: number, root: Uint8Array): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
