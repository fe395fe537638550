import { checkNumber, fromBase64, readNumber, refuse, toHex } from "./bytes.js";
import { parseNote, parseVkey, signersOf } from "./note.js";

/** Checkpoints (c2sp.org/tlog-checkpoint), and whom a reader trusts: keys of the log, witnesses, how many of these must have cosigned. */

/** @typedef {import("./note.js").NoteKey} NoteKey */
/** @typedef {import("./note.js").Signer} Signer */
/** @typedef {{ log: NoteKey[], witnesses: NoteKey[], quorum: number }} Trust */
/** @typedef {{ origin: string, size: number, root: Uint8Array, note: string, signers: Signer[], cosigners: Signer[] }} Checkpoint */

/** @param {string[]} log vkeys @param {string[]} [witnesses] vkeys @param {number} [quorum] all of them, when not said @returns {Promise<Trust>} */
export const trustIn = async (log, witnesses = [], quorum = witnesses.length) => {
  if (log.length === 0) refuse("trust.noKey");
  if (checkNumber(quorum, "quorum") > witnesses.length) refuse("trust.quorum", { quorum, witnesses: witnesses.length });
  const keys = await Promise.all(witnesses.map((vkey) => parseVkey(vkey, "witness")));
  // One key under two names would count as two witnesses.
  if (new Set(keys.map(({ key }) => toHex(key))).size !== keys.length) refuse("trust.repeated");
  return { log: await Promise.all(log.map((vkey) => parseVkey(vkey, "log"))), witnesses: keys, quorum };
};

/** What a checkpoint says, whoever signed it. @param {string} text of the note, without its signatures */
export const readCheckpoint = (text) => {
  const [origin = "", size = "", root = "", ...extensions] = text.slice(0, -1).split("\n");
  const head = { origin, size: readNumber(size, "size"), root: fromBase64(root, "root") };
  return origin === "" || head.root.length !== 32 || extensions.includes("") ? refuse("checkpoint.malformed") : head;
};

/** A checkpoint whose signatures suffice for the reader. @param {string} text a signed note @param {Trust} trust @returns {Promise<Checkpoint>} */
export const openCheckpoint = async (text, { log, witnesses, quorum }) => {
  const note = parseNote(text);
  const { origin, size, root } = readCheckpoint(note.text);
  const keys = log.filter((key) => key.name === origin);
  if (keys.length === 0) refuse("checkpoint.origin", { origin, expected: log[0]?.name });
  const signers = await signersOf(note, keys);
  if (signers.length === 0) refuse("checkpoint.unsigned", { origin });
  const cosigners = await signersOf(note, witnesses);
  if (cosigners.length < quorum) refuse("checkpoint.quorum", { quorum, found: cosigners.length });
  return { origin, size, root, note: text, signers, cosigners };
};
