/** Bytes, texts and numbers as the formats write them. What is not written in the one canonical way is refused. */

/** Why something is not proven: a code with its data. Words are chosen at the edge. */
export class Refusal extends Error {
  /** @param {string} code @param {Record<string, unknown>} data */
  constructor(code, data) {
    super(`${code} ${JSON.stringify(data)}`);
    this.name = "Refusal";
    this.code = code;
    this.data = data;
  }
}

/** @param {string} code @param {Record<string, unknown>} [data] @returns {never} */
export const refuse = (code, data = {}) => {
  throw new Refusal(code, data);
};

/** Half a surrogate pair has no UTF-8 and would be written as another character. @param {string} text */
export const utf8 = (text) => (/\p{Surrogate}/u.test(text) ? refuse("text.notUtf8") : new TextEncoder().encode(text));

/** @template T @param {() => T} act @param {string} code @param {Record<string, unknown>} [data] */
const attempt = (act, code, data) => {
  try {
    return act();
  } catch {
    return refuse(code, data);
  }
};

/** Text of bytes that must be UTF-8; a byte order mark is kept, so that it is seen. @param {Uint8Array} bytes */
export const textOf = (bytes) =>
  attempt(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), "text.notUtf8");

/** @param {string} text @param {string} what it is, for the refusal @returns {unknown} */
export const parseJson = (text, what) => attempt(() => JSON.parse(text), "json.malformed", { what });

/** @param {...Uint8Array} parts */
export const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) whole.set(part, (at += part.length) - part.length);
  return whole;
};

/** @param {Uint8Array} a @param {Uint8Array} b */
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** @param {Uint8Array} bytes */
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Small letters only. @param {unknown} text @param {number} length in bytes @param {string} what it is, for the refusal */
export const fromHex = (text, length, what) =>
  typeof text === "string" && text.length === 2 * length && /^[0-9a-f]*$/.test(text)
    ? Uint8Array.from({ length }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
    : refuse("hex.malformed", { what, length });

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** RFC 4648 section 4, padded, unused bits zero. @param {string} text @param {string} what it is, for the refusal */
export const fromBase64 = (text, what) => {
  const written = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  const bytes = Uint8Array.from(written ? atob(text) : "", (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : refuse("base64.malformed", { what });
};

/** A count or place from JSON or from a caller: an integer from 0 to 2^53 − 1. @param {unknown} value @param {string} what */
export const checkNumber = (value, what) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse("number.malformed", { what, value: JSON.stringify(value)?.slice(0, 40) });

/** Decimal digits without sign, leading zero or exponent; above 2^53 − 1 it is refused. @param {string} text @param {string} what */
export const readNumber = (text, what) =>
  checkNumber(/^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : text, what);

/** Eight bytes, most significant first. @param {number} value @param {string} what */
export const u64 = (value, what) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(checkNumber(value, what)));
  return bytes;
};

/** @param {Uint8Array} bytes @param {number} at @param {string} what */
export const readU64 = (bytes, at, what) => {
  const value = new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : refuse("number.malformed", { what, value: `${value}` });
};

/** An object with exactly these keys. @param {unknown} value @param {string[]} keys @param {string} what @returns {Record<string, unknown>} */
export const exactly = (value, keys, what) => {
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== [...keys].sort().join())
    return refuse("json.shape", { what, keys: keys.join(", ") });
  return /** @type {Record<string, unknown>} */ (value);
};

/** A list of SHA-256 hashes in hex. @param {unknown} value @param {number} most @param {string} what */
export const hashes = (value, most, what) =>
  Array.isArray(value) && value.length <= most
    ? value.map((hash) => fromHex(hash, 32, what))
    : refuse("json.shape", { what, keys: "[]" });

/** @param {unknown} value @param {string} what */
export const textIn = (value, what) =>
  typeof value === "string" ? value : refuse("json.shape", { what, keys: "text" });
