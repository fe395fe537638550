import { concat, readU64, refuse, u64, utf8 } from "./bytes.js";

/**
 * An entry of the log, version 1: 74 bytes. Byte 0 is the version, byte 1 the type, then the time (u64, most significant byte
 * first, microseconds since 1970), the organisation commitment and the content commitment (32 bytes each).
 */

export const entryLength = 74;

export const entryTypes = { record: 1, erasure: 2, heads: 3, beacon: 4, seal: 5, key: 6, rules: 7, continuation: 8 };

/** @typedef {{ type: number, time: number, organisation: Uint8Array | null, content: Uint8Array }} Entry */

/** Types 16 to 31 are kept for what the platform will log later; a reader of today meets them without alarm. @param {number} type */
const assigned = (type) => (type >= 1 && type <= 8) || (type >= 16 && type <= 31);

/** @param {Entry} entry its time in microseconds since 1970; organisation null where none is concerned */
export const encodeEntry = ({ type, time, organisation, content }) => {
  if (!assigned(type)) refuse("entry.type", { type });
  if (content.length !== 32 || (organisation && organisation.length !== 32)) refuse("entry.length");
  return concat(Uint8Array.of(1, type), u64(time, "time"), organisation ?? new Uint8Array(32), content);
};

/** @param {Uint8Array} bytes @returns {Entry} */
export const decodeEntry = (bytes) => {
  if (bytes.length !== entryLength) refuse("entry.length", { length: bytes.length });
  const [version, type = 0] = bytes;
  if (version !== 1) refuse("entry.version", { version });
  if (!assigned(type)) refuse("entry.type", { type });
  const organisation = bytes.slice(10, 42);
  const none = organisation.every((byte) => byte === 0);
  return { type, time: readU64(bytes, 2, "time"), organisation: none ? null : organisation, content: bytes.slice(42) };
};

/** @param {string} tag @param {Uint8Array} salt @param {Uint8Array} rest */
const preimage = (tag, salt, rest) =>
  salt.length === 16 ? concat(utf8(tag), salt, rest) : refuse("salt.length", { length: salt.length });

/** What is hashed to the organisation commitment. @param {Uint8Array} salt @param {string} uscc */
export const organisationPreimage = (salt, uscc) =>
  /^[0-9A-Z]{18}$/.test(uscc) ? preimage("cx1:org\n", salt, utf8(uscc)) : refuse("uscc.malformed");

/** What is hashed to the content commitment. @param {Uint8Array} salt @param {string} statement */
export const contentPreimage = (salt, statement) => preimage("cx1:txt\n", salt, utf8(statement));
