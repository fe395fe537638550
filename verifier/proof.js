import { fromBase64, parseJson, readNumber, refuse, textOf } from "./bytes.js";
import { openCheckpoint } from "./checkpoint.js";
import { openDisclosure } from "./disclosure.js";
import { verifyInclusion } from "./merkle.js";

/** Proofs of one entry: the format c2sp.org/tlog-proof; its `extra` is the entry laid open, as JSON. */

/** @typedef {import("./checkpoint.js").Trust} Trust */
/** @typedef {{ extra: Uint8Array | null, index: number, path: Uint8Array[], checkpoint: string }} Proof */

/** @param {string} text @returns {Proof} */
export const parseProof = (text) => {
  const end = text.indexOf("\n\n");
  const [format, ...lines] = text.slice(0, Math.max(end, 0)).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift()?.slice(6) ?? "", "extra") : null;
  const index = lines.shift() ?? "";
  if (format !== "c2sp.org/tlog-proof@v1" || !index.startsWith("index ")) refuse("proof.malformed");
  const path = lines.map((line) => fromBase64(line, "path"));
  if (path.length > 63 || path.some((hash) => hash.length !== 32)) refuse("proof.malformed");
  return { extra, index: readNumber(index.slice(6), "index"), path, checkpoint: text.slice(end + 2) };
};

/** That the log has this leaf at this place. @param {Proof} proof @param {Uint8Array} leaf hash of the entry @param {Trust} trust */
export const verifyProof = async ({ index, path, checkpoint }, leaf, trust) => {
  const tree = await openCheckpoint(checkpoint, trust);
  return verifyInclusion(leaf, index, tree, path).then(() => tree);
};

/** That the log has the entry that the proof itself lays open. @param {string} text @param {Trust} trust */
export const verifyEntryProof = async (text, trust) => {
  const proof = parseProof(text);
  const extra = parseJson(textOf(proof.extra ?? refuse("proof.extra")), "extra");
  const { opened, leaf } = await openDisclosure(extra, "extra");
  return { ...opened, index: proof.index, checkpoint: await verifyProof(proof, leaf, trust) };
};
