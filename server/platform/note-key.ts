import { hash } from "node:crypto";
import { keyTypes } from "@chengxin/verifier/note.js";

/** Keys of signed notes as others know them (c2sp.org/signed-note). */

type Role = keyof typeof keyTypes;

const typed = (role: Role, publicKey: Uint8Array): Buffer => Buffer.concat([Uint8Array.of(keyTypes[role]), publicKey]);

/** First 4 bytes of SHA-256 over name, newline, type and public key. */
const idOf = (name: string, role: Role, publicKey: Uint8Array): Buffer =>
  hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), typed(role, publicKey)]), "buffer").subarray(0, 4);

/** The verifier key. @param publicKey 32 bytes */
export const vkeyOf = (name: string, role: Role, publicKey: Uint8Array): string =>
  `${name}+${idOf(name, role, publicKey).toString("hex")}+${typed(role, publicKey).toString("base64")}`;

/** The line under a note, with its newline. @param signature what follows the key's number */
export const signatureLine = (
  name: string,
  role: Role,
  publicKey: Uint8Array,
  ...signature: readonly Uint8Array[]
): string => `\u2014 ${name} ${Buffer.concat([idOf(name, role, publicKey), ...signature]).toString("base64")}\n`;
