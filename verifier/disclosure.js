import { checkNumber, equal, exactly, fromHex, refuse, textIn, utf8 } from "./bytes.js";
import { contentPreimage, encodeEntry, entryTypes, organisationPreimage } from "./entry.js";
import { leafHash } from "./merkle.js";
import { sha256 } from "./sha256.js";
import { decodeStatement } from "./statement.js";

/** An entry laid open: salt, statement and, of a record, the code of the organisation and the content. From them anybody computes the logged bytes again. */

/** @typedef {import("./statement.js").Statement} Statement */
/** @typedef {{ uscc: string | null, time: number, statement: Statement, content: string | null }} Opened */

/** `content` null: only its hash is laid open. @param {unknown} value @param {string} what @returns {Promise<{ opened: Opened, leaf: Uint8Array }>} */
export const openDisclosure = async (value, what) => {
  const given = exactly(value, ["uscc", "time", "salt", "statement", "content"], what);
  const uscc = given.uscc === null ? null : textIn(given.uscc, "uscc");
  const content = given.content === null ? null : textIn(given.content, "content");
  const text = textIn(given.statement, "statement");
  const time = checkNumber(given.time, "time");
  const salt = fromHex(given.salt, 16, "salt");
  const statement = decodeStatement(text);
  const isRecord = statement.kind === "record";
  if (statement.kind !== "erasure" && isRecord !== (uscc !== null)) refuse("disclosure.uscc", { kind: statement.kind });
  if (content !== null && !(isRecord && equal(await sha256(utf8(content)), fromHex(statement.content, 32, "content"))))
    refuse("disclosure.content", { kind: statement.kind });
  const organisation = uscc === null ? null : await sha256(organisationPreimage(salt, uscc));
  const commitment = await sha256(contentPreimage(salt, text));
  const entry = encodeEntry({ type: entryTypes[statement.kind], time, organisation, content: commitment });
  return { opened: { uscc, time, statement, content }, leaf: await leafHash(entry) };
};
