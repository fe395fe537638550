import { concat, fromBase64, readU64, refuse, toHex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** Signed notes and verifier keys (c2sp.org/signed-note), Ed25519 only: plain (0x01) and as a witness's cosignature/v1 (0x04). */

/** More than any use of ours; the format asks for 16 at least. */
const [maxSignatures, maxLength] = [64, 1_000_000];

export const keyTypes = /** @type {const} */ ({ log: 1, witness: 4 });

/** @typedef {{ name: string, id: string, type: number, key: Uint8Array<ArrayBuffer> }} NoteKey `id` in hex */
/** @typedef {{ text: string, signatures: { name: string, id: string, signature: Uint8Array }[] }} Note */
/** @typedef {{ name: string, id: string, time: number | null }} Signer `time` of a cosignature, in seconds since 1970 */

/** What no name of a key may hold. */
export const nameFault = /[\p{White_Space}+\u0000-\u001f\u007f]|\p{Surrogate}/u;

/**
 * @param {string} vkey name+id+key, as the holder publishes it
 * @param {keyof typeof keyTypes} role whose key it is to be
 * @returns {Promise<NoteKey>}
 */
export const parseVkey = async (vkey, role) => {
  const [, name = "", id = "", text = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? refuse("vkey.malformed");
  const bytes = fromBase64(text, "vkey");
  const type = bytes[0] ?? 0;
  if (type !== keyTypes[role]) refuse("vkey.role", { name, type, role });
  if (bytes.length !== 33 || nameFault.test(name)) refuse("vkey.malformed");
  const digest = await sha256(concat(utf8(`${name}\n`), bytes));
  if (id !== toHex(digest.subarray(0, 4))) refuse("vkey.id", { name });
  return { name, id, type, key: bytes.slice(1) };
};

/** @param {string} note @returns {Note} */
export const parseNote = (note) => {
  if (note.length > maxLength) refuse("note.length", { length: note.length, most: maxLength });
  if (/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(note)) refuse("note.characters");
  const split = note.lastIndexOf("\n\n");
  if (split <= 0 || !note.endsWith("\n") || split + 2 === note.length) refuse("note.malformed");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > maxSignatures) refuse("note.signatures", { count: lines.length, most: maxSignatures });
  const signatures = lines.map((line) => {
    const [, name = "", text = ""] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? refuse("note.malformed");
    const bytes = fromBase64(text, "signature");
    if (bytes.length < 5 || nameFault.test(name)) refuse("note.malformed");
    return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
  });
  return { text: note.slice(0, split + 1), signatures };
};

/** @param {Uint8Array<ArrayBuffer>} key @param {Uint8Array} signature @param {Uint8Array} message */
const verifyEd25519 = async (key, signature, message) => {
  const subtle = globalThis.crypto?.subtle ?? refuse("ed25519.absent");
  const imported = await subtle
    .importKey("raw", key, "Ed25519", false, ["verify"])
    .catch((error) => refuse(error?.name === "NotSupportedError" ? "ed25519.absent" : "vkey.malformed"));
  return subtle.verify("Ed25519", imported, Uint8Array.from(signature), Uint8Array.from(message));
};

/** What a signature of this key was made over, and when. @param {NoteKey} key @param {string} text @param {Uint8Array} signature */
const signedBy = (key, text, signature) => {
  if (key.type === keyTypes.log) return { time: null, message: utf8(text), bytes: signature };
  if (signature.length !== 72) return refuse("note.signature", { name: key.name });
  const time = readU64(signature, 0, "cosignature time");
  return { time, message: utf8(`cosignature/v1\ntime ${time}\n${text}`), bytes: signature.subarray(8) };
};

/**
 * Who of the known keys signed. Lines of others are passed over; one of a known key that is false, or there twice, spoils the whole note.
 * @param {Note} note @param {NoteKey[]} keys @returns {Promise<Signer[]>}
 */
export const signersOf = async (note, keys) => {
  /** @type {Signer[]} */
  const signers = [];
  for (const { name, id, signature } of note.signatures) {
    const key = keys.find((key) => key.name === name && key.id === id);
    if (!key) continue;
    if (signers.some((signer) => signer.name === name && signer.id === id)) refuse("note.repeated", { name });
    const { time, message, bytes } = signedBy(key, note.text, signature);
    if (bytes.length !== 64 || !(await verifyEd25519(key.key, bytes, message))) refuse("note.signature", { name });
    signers.push({ name, id, time });
  }
  return signers;
};
