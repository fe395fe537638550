import { hash } from "node:crypto";
import { ed25519Of } from "../platform/ed25519.ts";

/** A key that signs notes. The default keeps its seed sealed in the database; a security module is another implementation. */
export interface LogSigner {
  /** Key name in the signature line. */
  readonly name: string;
  /** c2sp.org/signed-note, verifier key. */
  readonly vkey: string;
  /** The signature line, with its newline, over the text of a note. */
  signNote(text: string): Promise<string>;
}

const ed25519 = 1;

/** First 4 bytes of SHA-256 over name, newline, type and public key (c2sp.org/signed-note). */
const keyIdOf = (name: string, publicKey: Buffer): Buffer =>
  hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]), "buffer").subarray(0, 4);

export const vkeyOf = (name: string, publicKey: Buffer): string =>
  `${name}+${keyIdOf(name, publicKey).toString("hex")}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString("base64")}`;

/** Signs with a seed in memory. @param seed 32 bytes */
export const seedSigner = (name: string, seed: Buffer): LogSigner => {
  const { publicKey, sign } = ed25519Of(seed);
  const id = keyIdOf(name, publicKey);
  return {
    name,
    vkey: vkeyOf(name, publicKey),
    signNote: (text) =>
      Promise.resolve(`— ${name} ${Buffer.concat([id, sign(Buffer.from(text))]).toString("base64")}\n`),
  };
};

/** The text of a checkpoint (c2sp.org/tlog-checkpoint). */
export const checkpointText = (origin: string, size: number, root: Buffer): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;

/** A checkpoint signed by all of these. */
export const signCheckpoint = async (
  signers: readonly LogSigner[],
  origin: string,
  size: number,
  root: Buffer,
): Promise<string> => {
  const text = checkpointText(origin, size, root);
  const lines = await Promise.all(signers.map((signer) => signer.signNote(text)));
  return `${text}\n${lines.join("")}`;
};
