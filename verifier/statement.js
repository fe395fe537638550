import { readNumber, refuse } from "./bytes.js";

/**
 * Statements: what the content commitment of an entry stands for. Lines of text, each ended by a line feed; the first names the kind.
 *
 * @typedef {{ kind: "record", item: string, recordId: string, version: number, change: string, publicUntil: string, content: string }} RecordStatement
 *   `recordId` 32 hex digits; `change` reported, corrected, withdrawn or rules; `publicUntil` a day, never or unlimited; `content` SHA-256 in hex
 * @typedef {{ kind: "heads", day: string, size: number, organisations: number, root: string }} HeadsStatement
 * @typedef {RecordStatement
 *   | { kind: "erasure", index: number, reason: string }
 *   | HeadsStatement
 *   | { kind: "beacon", day: string, value: string }
 *   | { kind: "seal", number: number, digest: string }
 *   | { kind: "key", vkey: string }
 *   | { kind: "rules", digest: string }
 *   | { kind: "continuation", origin: string, size: number, root: string }} Statement
 */

const line = /^[^\u0000-\u001f\u007f]+$/u;
const word = /^[A-Za-z0-9._-]+$/;
const day = /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;
const publicUntil = new RegExp(`${day.source}|^never$|^unlimited$`);
const change = /^(?:reported|corrected|withdrawn|rules)$/;
const recordId = /^[0-9a-f]{32}$/;
const digest = /^[0-9a-f]{64}$/;
const number = "number";

/** The lines after the first, in order, and how each is written. @type {Record<string, Record<string, RegExp | "number">>} */
const forms = {
  record: { item: word, recordId, version: number, change, publicUntil, content: digest },
  erasure: { index: number, reason: word },
  heads: { day, size: number, organisations: number, root: digest },
  beacon: { day, value: digest },
  seal: { number, digest },
  key: { vkey: line },
  rules: { digest },
  continuation: { origin: line, size: number, root: /^[A-Za-z0-9+/]{43}=$/ },
};

/** @param {string} text @returns {Statement} */
export const decodeStatement = (text) => {
  const [kind = "", ...lines] = text.split("\n");
  const form = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  if (!form) return refuse("statement.kind", { kind: kind.slice(0, 40) });
  const fields = Object.entries(form);
  if (lines.pop() !== "" || lines.length !== fields.length) refuse("statement.lines", { kind });
  const values = fields.map(([name, pattern], i) => {
    const value = lines[i] ?? "";
    if (pattern === "number") return [name, readNumber(value, `${kind}.${name}`)];
    return pattern.test(value) ? [name, value] : refuse("statement.field", { field: `${kind}.${name}` });
  });
  return { kind, ...Object.fromEntries(values) };
};

/** The text of a statement; what it would not read back itself, it refuses to write. @param {Statement} statement */
export const encodeStatement = (statement) => {
  const { kind, ...fields } = statement;
  const values = /** @type {Record<string, string | number>} */ (fields);
  const text = `${[kind, ...Object.keys(forms[kind] ?? {}).map((name) => values[name])].join("\n")}\n`;
  decodeStatement(text);
  return text;
};
