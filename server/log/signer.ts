import { ed25519Of } from "../platform/ed25519.ts";
import { signatureLine, vkeyOf } from "../platform/note-key.ts";

/** A key that signs notes. The default keeps its seed sealed in the database; a security module is another implementation. */
export interface LogSigner {
  /** Key name in the signature line. */
  readonly name: string;
  /** c2sp.org/signed-note, verifier key. */
  readonly vkey: string;
  /** The signature line, with its newline, over the text of a note. */
  signNote(text: string): Promise<string>;
}

/** Signs with a seed in memory. @param seed 32 bytes */
export const seedSigner = (name: string, seed: Buffer): LogSigner => {
  const { publicKey, sign } = ed25519Of(seed);
  return {
    name,
    vkey: vkeyOf(name, "log", publicKey),
    signNote: (text) => Promise.resolve(signatureLine(name, "log", publicKey, sign(Buffer.from(text)))),
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
