import { checkNumber, equal, exactly, fromHex, hashes, parseJson, refuse, textIn } from "./bytes.js";
import { openCheckpoint } from "./checkpoint.js";
import { openDisclosure } from "./disclosure.js";
import { decodeEntry } from "./entry.js";
import { headOf, headsKey, headsLeaf, rootOfHeads } from "./heads.js";
import { leafHash, verifyInclusion } from "./merkle.js";

/** The file of an organisation with all its entries up to a day, and the proof that none was left out. */

/** @typedef {import("./checkpoint.js").Trust} Trust */
/** @typedef {import("./disclosure.js").Opened} Opened */
/** @typedef {{ index: number, time: number, opened: Opened | null }} FileEntry `opened` null: its salt was deleted, nobody can say any more what it was */

/** An entry of the file, laid open or, when its salt was deleted, as bytes. @param {Record<string, unknown>} given @param {string} uscc */
const openEntry = async ({ entry, ...given }, uscc) => {
  if (entry === undefined) return openDisclosure({ ...given, uscc }, "entries");
  const bytes = fromHex(entry, 74, "entry");
  return { opened: null, time: decodeEntry(bytes).time, leaf: await leafHash(bytes) };
};

/** @param {string} text JSON @param {Trust} trust */
export const verifyFileProof = async (text, trust) => {
  const keys = ["format", "uscc", "day", "checkpoint", "entries", "nonce", "siblings", "heads"];
  const { format, day, entries, ...file } = exactly(parseJson(text, "file"), keys, "file");
  if (format !== "chengxin-file-proof@v1" || !Array.isArray(entries)) return refuse("file.malformed");
  const uscc = textIn(file.uscc, "uscc");
  const tree = await openCheckpoint(textIn(file.checkpoint, "checkpoint"), trust);
  /** @param {Uint8Array} leaf @param {number} index @param {unknown} path */
  const included = (leaf, index, path) => verifyInclusion(leaf, index, tree, hashes(path, 63, "path"));

  const { index, path, ...rest } = exactly(file.heads, ["index", "time", "salt", "statement", "path"], "heads");
  const heads = await openDisclosure({ ...rest, uscc: null, content: null }, "heads");
  const { statement } = heads.opened;
  if (statement.kind !== "heads" || statement.day !== day) return refuse("file.day");
  await included(heads.leaf, checkNumber(index, "index"), path);

  const read = [];
  for (const value of entries) {
    const keys = Object.hasOwn(Object(value), "entry") ? ["entry"] : ["time", "salt", "statement", "content"];
    const { index, path, ...given } = exactly(value, ["index", "path", ...keys], "entries");
    const at = checkNumber(index, "index");
    if (at <= (read.at(-1)?.index ?? -1) || at >= statement.size) refuse("file.order", { index: at });
    const { opened, leaf, time } = { time: 0, ...(await openEntry(given, uscc)) };
    await included(leaf, at, path);
    read.push({ index: at, leaf, time: opened?.time ?? time, opened });
  }
  const key = await headsKey(uscc);
  const leaf = await headsLeaf(key, fromHex(file.nonce, 16, "nonce"), read.length, await headOf(read));
  const root = await rootOfHeads(key, leaf, hashes(file.siblings, 256, "siblings"));
  if (!equal(root, fromHex(statement.root, 32, "root"))) refuse("file.incomplete", { day, count: read.length });
  return { checkpoint: tree, uscc, statement, entries: /** @type {FileEntry[]} */ (read) };
};
